package io.sctp.engine.fuzz;

import io.sctp.engine.Sends;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One hostile packet, to an engine in any state. The first byte says in which state, and under which verification tag
 * (see {@link SeedCorpus}); the others are the packet after its common header.
 *
 * <p>Nothing may be thrown. A stranger gets at most one packet in answer, and nothing more when time passes; it is not
 * longer than his own, whatever that is, where the engine may not amplify, and otherwise but for an INIT ACK, which may
 * be three times as long.
 */
public final class PacketFuzz {
    /** How many times as long as its INIT an INIT ACK may be: never longer, and as by default. */
    private static final int[] AMPLIFICATIONS = {1, 3};

    private static final int MAX_LENGTH = 2048;
    private static final int STATES = 6;
    private static final int INTERLEAVED = 0x80;

    private PacketFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(final byte[] bytes) {
        final Input input = new Input(bytes);
        final int selector = input.next();
        final byte[] chunks = input.take(MAX_LENGTH);
        final int state = selector % 16;
        if (state < STATES) {
            toPeer(state, selector, chunks);
        } else if ((selector & 0x10) == 0 || chunks.length < Integer.BYTES) {
            asStranger(selector, 0, chunks);
        } else {
            asStranger(
                    selector,
                    ByteBuffer.wrap(chunks).getInt(),
                    Arrays.copyOfRange(chunks, Integer.BYTES, chunks.length));
        }
    }

    private static void asStranger(final int selector, final int tag, final byte[] chunks) {
        for (final int amplification : AMPLIFICATIONS) {
            asStranger(new FuzzWire((selector & INTERLEAVED) != 0, amplification), amplification, tag, chunks);
        }
    }

    private static void asStranger(final FuzzWire wire, final int amplification, final int tag, final byte[] chunks) {
        wire.inject(true, tag, chunks);
        if (wire.server.engine.associationCount() == 1) {
            // A cookie that is genuine, from the corpus: it came back from where it was sent.
            wire.run();
            wire.end();
            return;
        }
        final int answered = wire.answers(wire.server.engine, 1);
        final boolean isInitAck = answered > PacketHeader.LENGTH
                && Chunk.type(wire.answered(), PacketHeader.LENGTH) == ChunkType.INIT_ACK;
        final int most = (PacketHeader.LENGTH + Chunk.padded(chunks.length)) * (isInitAck ? amplification : 1);
        FuzzHost.require(answered <= most, answered + " bytes answer " + chunks.length + " bytes of chunks");
        FuzzHost.require(wire.server.engine.memoryBlocks() == 0, "a stranger's packet takes memory");
        wire.nowNs += 1_000_000_000L;
        wire.server.engine.handleTimeout(wire.nowNs);
        FuzzHost.require(wire.answers(wire.server.engine, 0) == 0, "a stranger is answered again");
    }

    private static void toPeer(final int state, final int selector, final byte[] chunks) {
        final FuzzWire wire = inState(state, selector);
        final boolean toServer = (selector & 0x20) != 0 && wire.server.association != null;
        final var target = toServer ? wire.server.association : wire.client.association;
        wire.inject(toServer, (selector & 0x40) == 0 ? target.localTag() : 0, chunks);
        wire.run();
        wire.expireNext();
        wire.end();
    }

    private static FuzzWire inState(final int state, final int selector) {
        final FuzzWire wire = new FuzzWire((selector & INTERLEAVED) != 0);
        wire.connect();
        switch (state) {
            case 0 -> // COOKIE-WAIT
                wire.cutToServer = true;
            case 1 -> { // COOKIE-ECHOED
                wire.trouble(packet -> true);
                wire.trouble(packet -> true);
                wire.trouble(packet -> false);
            }
            default -> {
                // Up.
            }
        }
        wire.run();
        if (state > 1) {
            wire.scratch().putLong(0, 1);
            Sends.send(wire.client.association, wire.scratch(), 0, 100, 0, 0, 0, 0);
            Sends.send(wire.server.association, wire.scratch(), 0, 3000, 1, 0, 0, 0);
            wire.cutToServer = state == 3;
            wire.cutToClient = state == 4;
            if (state == 5) {
                wire.run();
                wire.cutToClient = true;
                wire.client.association.shutdown();
            } else if (state > 2) {
                wire.server.association.shutdown();
            }
            wire.run();
        }
        return wire;
    }
}

package io.sctp.engine;

import io.sctp.engine.association.Transmit;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The place of a {@link EnginePair}'s client, from which packets come that no engine would send. */
public final class RawPeer {
    /** Where the first chunk of a packet begins. */
    public static final int FIRST = PacketHeader.LENGTH;

    public final ByteBuffer packet = ByteBuffer.allocateDirect(2000);

    /** Where packets come from. */
    public IpAddress source = EnginePair.CLIENT_ADDRESS;

    private final EnginePair pair;
    private final Checksum checksum = new Checksum();
    private final ByteBuffer answer = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();

    /**
     * A chunk that came back.
     *
     * @param tag of the packet that it came in
     * @param bytes the chunk, with its header
     */
    public record Answer(int tag, ByteBuffer bytes) {
        public int type() {
            return Chunk.type(bytes, 0);
        }

        /** The code of the first error cause of ABORT or ERROR. */
        public int cause() {
            return Parameter.type(bytes, Chunk.HEADER_LENGTH);
        }
    }

    public RawPeer(final EnginePair pair) {
        this.pair = pair;
    }

    /** Writes an INIT without parameters; returns where they may begin. */
    public int init(final int tag, final int aRwnd, final int outboundStreams, final int inboundStreams) {
        PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, 0);
        InitChunk.writeFixed(packet, FIRST, tag, aRwnd, outboundStreams, inboundStreams, 1);
        return FIRST + InitChunk.FIXED_LENGTH;
    }

    /** Sends an INIT that ends there; returns what came back. */
    public List<Answer> giveInit(final int end) {
        Chunk.write(packet, FIRST, ChunkType.INIT, 0, end - FIRST);
        return give(end);
    }

    /** Sends a chunk that is all of its packet, under a tag; returns what came back. */
    public List<Answer> giveChunk(final int tag, final int type, final int flags, final int... body) {
        PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, tag);
        final int length = Chunk.HEADER_LENGTH + Integer.BYTES * body.length;
        Chunk.write(packet, FIRST, type, flags, length);
        for (int i = 0; i < body.length; i++) {
            packet.putInt(FIRST + Chunk.HEADER_LENGTH + Integer.BYTES * i, body[i]);
        }
        return give(FIRST + length);
    }

    /** Sends the packet, so many bytes long; what comes back waits in the engine. */
    public void hand(final int length) {
        checksum.write(packet, 0, length);
        // Whoever reads on where the packet ends is found out.
        final ByteBuffer exact = packet.slice(0, length);
        pair.server.handlePacket(pair.nowNs, exact, 0, length, source.high(), source.low(), EnginePair.UDP_PORT, 0);
    }

    /** Sends the packet, so many bytes long; returns the chunks that came back. */
    public List<Answer> give(final int length) {
        hand(length);
        return answers();
    }

    /** Returns the chunks that the engine has to send now. */
    List<Answer> answers() {
        final List<Answer> answers = new ArrayList<>();
        int sent = pair.server.pollTransmit(pair.nowNs, answer, 0, answer.capacity(), transmit);
        while (sent > 0) {
            for (int at = 0; at < sent; at += transmit.segmentLength()) {
                split(at, Math.min(sent, at + transmit.segmentLength()), answers);
            }
            sent = pair.server.pollTransmit(pair.nowNs, answer, 0, answer.capacity(), transmit);
        }
        return answers;
    }

    private void split(final int begin, final int end, final List<Answer> answers) {
        for (int chunk = begin + FIRST; chunk < end; chunk += Chunk.padded(Chunk.length(answer, chunk))) {
            final int length = Chunk.length(answer, chunk);
            final ByteBuffer copy = ByteBuffer.allocate(length);
            copy.put(0, answer, chunk, length);
            answers.add(new Answer(PacketHeader.verificationTag(answer, begin), copy));
        }
    }
}

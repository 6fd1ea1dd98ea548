package io.sctp.engine;

import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The place of one end of a {@link EnginePair}, from which packets come that no engine would send. */
public final class RawPeer {
    /** Where the first chunk of a packet begins. */
    public static final int FIRST = PacketHeader.LENGTH;

    public final ByteBuffer packet = ByteBuffer.allocateDirect(1 << 16);

    /** Where packets come from. */
    public IpAddress source = EnginePair.CLIENT_ADDRESS;

    public int udpPort = EnginePair.UDP_PORT;

    private final EnginePair pair;
    private final boolean isServer;
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
        this(pair, false);
    }

    private RawPeer(final EnginePair pair, final boolean isServer) {
        this.pair = pair;
        this.isServer = isServer;
    }

    /** Takes the server's place: talks with the client. */
    public static RawPeer asServer(final EnginePair pair) {
        final RawPeer peer = new RawPeer(pair, true);
        peer.source = EnginePair.SERVER_ADDRESS;
        return peer;
    }

    private SctpEngine engine() {
        return isServer ? pair.client : pair.server;
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

    /** Sends an INIT that ends there, and the cookie that comes back; returns the engine's tag. */
    public int connect(final int end) {
        final ByteBuffer initAck = giveInit(end).get(0).bytes();
        final int tag = InitChunk.initiateTag(initAck, 0);
        int at = InitChunk.FIXED_LENGTH;
        while (Parameter.type(initAck, at) != ParameterType.STATE_COOKIE) {
            at = Parameter.next(initAck, at);
        }
        final int length = Parameter.length(initAck, at);
        PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, tag);
        packet.put(FIRST, initAck, at, length);
        Chunk.write(packet, FIRST, ChunkType.COOKIE_ECHO, 0, length);
        give(FIRST + Chunk.padded(length));
        pair.server.pollEvents(pair.serverEvents, Integer.MAX_VALUE);
        pair.serverSide = pair.serverEvents.association;
        return tag;
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
        engine().handlePacket(pair.nowNs, exact, 0, length, source.high(), source.low(), udpPort, 0);
    }

    /** Sends the packet, so many bytes long; returns the chunks that came back. */
    public List<Answer> give(final int length) {
        hand(length);
        return answers();
    }

    /** Returns the chunks that the engine has to send now. */
    public List<Answer> answers() {
        final List<Answer> answers = new ArrayList<>();
        int sent = engine().pollTransmit(pair.nowNs, answer, 0, answer.capacity(), transmit);
        while (sent > 0) {
            for (int at = 0; at < sent; at += transmit.segmentLength()) {
                split(at, Math.min(sent, at + transmit.segmentLength()), answers);
            }
            sent = engine().pollTransmit(pair.nowNs, answer, 0, answer.capacity(), transmit);
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

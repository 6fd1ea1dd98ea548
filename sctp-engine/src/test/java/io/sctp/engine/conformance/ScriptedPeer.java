package io.sctp.engine.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.Association;
import io.sctp.engine.AssociationState;
import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.RecordingHandler;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.SendResult;
import io.sctp.engine.Sends;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.conformance.WireBytes.Chunk;
import io.sctp.engine.conformance.WireBytes.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** An engine, and at the other end of its wire a peer that says what the test has it say, byte for byte. */
final class ScriptedPeer {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;
    static final int PORT = 5000;
    static final int UDP_PORT = 9899;
    static final int PEER_TAG = 0x11223344;
    static final int PEER_TSN = 1000;
    static final int WINDOW = 1 << 20;
    static final IpAddress ADDRESS = IpAddress.ofIpv4(0x0A000001);
    static final IpAddress SECOND_ADDRESS = IpAddress.ofIpv4(0x0A010001);

    final SctpEngine engine;
    final RecordingHandler events = new RecordingHandler();
    Association association;
    long nowNs;

    /** Where the peer's packets come from. */
    IpAddress source = ADDRESS;

    /** Whether the peer answers HEARTBEATs by itself. */
    boolean answersHeartbeats = true;

    /** The first TSN that the engine sends. */
    int engineTsn;

    private final ByteBuffer wire = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    private final Transmit transmit = new Transmit();
    private final ReceiveInfo info = new ReceiveInfo();

    ScriptedPeer(final AssociationConfig config) {
        this(EngineConfig.of(config));
    }

    ScriptedPeer(final EngineConfig config) {
        engine = new SctpEngine(config, new SplittableRandom(1), 0);
        engine.listen(PORT);
    }

    static ScriptedPeer withDefaults() {
        return new ScriptedPeer(AssociationConfig.builder().build());
    }

    // -- set-up -----------------------------------------------------------------------------------------------------

    /** The peer opens the association, with these streams each way and this window, and names further addresses. */
    ScriptedPeer accepted(final int streams, final int window, final byte[]... parameters) {
        final Chunk initAck = onlyChunk(
                giveUnder(0, WireBytes.init(WireBytes.INIT, PEER_TAG, window, streams, PEER_TSN, parameters)));
        assertEquals(WireBytes.INIT_ACK, initAck.type());
        engineTsn = initAck.int32(16);
        final List<Packet> answer =
                giveUnder(initAck.int32(4), WireBytes.chunkOf(WireBytes.COOKIE_ECHO, 0, cookie(initAck)));
        assertTrue(answer.get(0).has(WireBytes.COOKIE_ACK), answer::toString);
        association = events.association;
        return this;
    }

    ScriptedPeer accepted() {
        return accepted(10, WINDOW);
    }

    /** As above, with a peer that has two addresses, both of which are confirmed. */
    ScriptedPeer acceptedWithTwoAddresses() {
        accepted(10, WINDOW, WireBytes.parameter(5, new byte[] {10, 1, 0, 1}));
        pass(3 * SECOND);
        assertEquals(2, association.pathCount());
        assertTrue(association.path(1).isActive(), "the second address was not confirmed");
        return this;
    }

    /** The engine begins to set an association up; its INIT is polled by the caller. */
    ScriptedPeer connecting() {
        association = engine.connect(nowNs, PORT, PORT, List.of(ADDRESS), UDP_PORT, 0);
        return this;
    }

    /** The engine opens the association, and waits for COOKIE ACK. */
    List<Packet> cookieEchoed(final int streams, final int window) {
        engineTsn = poll().get(0).chunks().get(0).int32(16);
        return give(WireBytes.init(
                WireBytes.INIT_ACK, PEER_TAG, window, streams, PEER_TSN, WireBytes.parameter(7, new byte[40])));
    }

    /** The engine opened the association. */
    ScriptedPeer connected() {
        connecting();
        cookieEchoed(10, WINDOW);
        give(WireBytes.chunk(WireBytes.COOKIE_ACK, 0));
        assertEquals(AssociationState.ESTABLISHED, association.state());
        return this;
    }

    /** Returns the State Cookie of an INIT ACK. */
    static byte[] cookie(final Chunk initAck) {
        int at = 20;
        while (initAck.int16(at) != 7) {
            at += initAck.int16(at + 2) + 3 & ~3;
        }
        final byte[] cookie = new byte[initAck.int16(at + 2) - 4];
        initAck.bytes().get(at + 4, cookie);
        return cookie;
    }

    /** Brings an established association to a state, in an honest way. */
    ScriptedPeer in(final AssociationState state) {
        switch (state) {
            case COOKIE_WAIT -> {
                connecting();
                engineTsn = poll().get(0).chunks().get(0).int32(16);
            }
            case COOKIE_ECHOED -> {
                connecting();
                cookieEchoed(10, WINDOW);
            }
            case ESTABLISHED -> accepted();
            case SHUTDOWN_PENDING -> {
                accepted();
                send(100, 0, 0);
                association.shutdown();
            }
            case SHUTDOWN_SENT -> {
                accepted();
                association.shutdown();
            }
            case SHUTDOWN_RECEIVED -> {
                accepted();
                send(100, 0, 0);
                give(WireBytes.chunk(WireBytes.SHUTDOWN, 0, engineTsn - 1));
            }
            case SHUTDOWN_ACK_SENT -> {
                accepted();
                give(WireBytes.chunk(WireBytes.SHUTDOWN, 0, engineTsn - 1));
            }
            default -> throw new AssertionError(state);
        }
        poll();
        assertEquals(state, association.state());
        return this;
    }

    // -- packets ----------------------------------------------------------------------------------------------------

    /** Sends chunks in a packet with the engine's tag; returns what came back. */
    List<Packet> give(final byte[]... chunks) {
        return giveUnder(association.localTag(), chunks);
    }

    List<Packet> giveUnder(final int tag, final byte[]... chunks) {
        return givePacket(WireBytes.packet(PORT, PORT, tag, chunks));
    }

    List<Packet> givePacket(final byte[] packet) {
        hand(packet);
        return poll();
    }

    /** Sends a packet, and leaves in the engine what it answers. */
    void hand(final byte[] packet) {
        final ByteBuffer direct = ByteBuffer.allocateDirect(packet.length);
        direct.put(0, packet);
        engine.handlePacket(nowNs, direct, 0, packet.length, source.high(), source.low(), UDP_PORT, 0);
    }

    /**
     * Returns what the engine has to send; heartbeats are answered and left out, unless the peer does not answer them.
     */
    List<Packet> poll() {
        final List<Packet> packets = new ArrayList<>();
        int length = engine.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
        while (length > 0) {
            for (int at = 0; at < length; at += transmit.segmentLength()) {
                final int packet = Math.min(transmit.segmentLength(), length - at);
                packets.add(
                        WireBytes.parse(wire, at, packet, nowNs, transmit.addressLow(), transmit.mayBeFragmented()));
            }
            length = engine.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
        }
        engine.pollEvents(events, Integer.MAX_VALUE);
        return answersHeartbeats ? answerHeartbeats(packets) : packets;
    }

    private List<Packet> answerHeartbeats(final List<Packet> packets) {
        final List<Packet> others = new ArrayList<>();
        for (final Packet packet : packets) {
            for (final Chunk heartbeat : packet.chunks(WireBytes.HEARTBEAT)) {
                answer(packet, heartbeat);
            }
            if (!packet.types().equals(List.of(WireBytes.HEARTBEAT))) {
                others.add(packet);
            }
        }
        if (others.size() != packets.size()) {
            others.addAll(poll());
        }
        return others;
    }

    /** Answers a HEARTBEAT from the address to which it went. */
    void answer(final Packet packet, final Chunk heartbeat) {
        final byte[] value = new byte[heartbeat.length() - 4];
        heartbeat.bytes().get(4, value);
        final IpAddress before = source;
        source = new IpAddress(ADDRESS.high(), packet.address());
        hand(WireBytes.packet(PORT, PORT, engineTag(), WireBytes.chunkOf(WireBytes.HEARTBEAT_ACK, 0, value)));
        source = before;
    }

    private int engineTag() {
        return (association == null ? events.association : association).localTag();
    }

    // -- time -------------------------------------------------------------------------------------------------------

    /** Moves the clock, stopping at each timer on the way; returns what the engine sent meanwhile. */
    List<Packet> pass(final long spanNs) {
        final long end = nowNs + spanNs;
        final List<Packet> packets = new ArrayList<>();
        while (engine.nextTimeoutNs() <= end) {
            nowNs = Math.max(nowNs, engine.nextTimeoutNs());
            engine.handleTimeout(nowNs);
            packets.addAll(poll());
        }
        nowNs = end;
        engine.advanceTo(nowNs);
        packets.addAll(poll());
        return packets;
    }

    // -- the engine's user ------------------------------------------------------------------------------------------

    /** Queues a message of the engine's user without polling. */
    void queue(final int length, final int stream, final int flags) {
        engine.advanceTo(nowNs);
        assertEquals(SendResult.QUEUED, Sends.send(association, buffer, 0, length, stream, flags, 0, 0));
    }

    /** Sends a message of the engine's user; returns the packets that went. */
    List<Packet> send(final int length, final int stream, final int flags) {
        queue(length, stream, flags);
        return poll();
    }

    /** Reads a message: its stream, its length and its first byte; null if there is none. */
    String read() {
        final int length = association.receive(buffer, 0, buffer.capacity(), info);
        return length < 0 ? null : info.stream() + ":" + length + ":" + (char) buffer.get(0);
    }

    /** Reads all messages. */
    List<String> readAll() {
        final List<String> messages = new ArrayList<>();
        for (String message = read(); message != null; message = read()) {
            messages.add(message);
        }
        return messages;
    }

    // -- of lists ---------------------------------------------------------------------------------------------------

    static List<Chunk> chunks(final List<Packet> packets, final int type) {
        return packets.stream().flatMap(packet -> packet.chunks(type).stream()).toList();
    }

    /** Returns the TSNs of the DATA in packets, counted from the engine's first. */
    List<Integer> tsns(final List<Packet> packets) {
        return chunks(packets, WireBytes.DATA).stream()
                .map(chunk -> chunk.tsn() - engineTsn)
                .toList();
    }

    static Chunk onlyChunk(final List<Packet> packets) {
        assertEquals(1, packets.size(), packets::toString);
        assertEquals(1, packets.get(0).chunks().size(), packets::toString);
        return packets.get(0).chunks().get(0);
    }

    static Chunk only(final List<Packet> packets, final int type) {
        final List<Chunk> found = chunks(packets, type);
        assertEquals(1, found.size(), packets::toString);
        return found.get(0);
    }
}

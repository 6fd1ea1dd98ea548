package io.sctp.engine.conformance;

import io.sctp.engine.Association;
import io.sctp.engine.RecordingHandler;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.Sends;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One engine and the end of its wire: the test plays the peer with packets made by hand ({@link PacketMaker}), and
 * every packet that comes out must pass {@link PacketReader}.
 */
final class Wire {
    static final IpAddress PEER = IpAddress.ofIpv4(0x0A000001);
    static final IpAddress PEERS_SECOND = IpAddress.ofIpv4(0x0A010001);
    static final IpAddress STRANGER = IpAddress.ofIpv4(0x0A000063);
    static final int UDP_PORT = 9899;
    static final long MILLI = 1_000_000;
    static final long SECOND = 1000 * MILLI;

    /** The peer's tag, first TSN and window. */
    static final int PEER_TAG = 0x70656572;

    static final int PEER_TSN = 1000;
    static final int WINDOW = 100_000;

    final SctpEngine engine;
    final RecordingHandler events = new RecordingHandler();
    long nowNs;

    /** The UDP port of the peer. */
    int udpPort = UDP_PORT;

    /** The engine's association, once there is one. */
    Association association;

    /** The engine's own tag and first TSN. */
    int tag;

    int tsn;

    /** What is in the driver's buffer when a packet is written to it. */
    private static final byte[] DIRT = new byte[1 << 16];

    static {
        Arrays.fill(DIRT, (byte) 0xEE);
    }

    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();

    Wire(final AssociationConfig config, final RandomGenerator random) {
        engine = new SctpEngine(EngineConfig.of(config), random, 0);
    }

    Wire(final AssociationConfig config) {
        this(config, new SplittableRandom(1));
    }

    Wire(final EngineConfig config) {
        engine = new SctpEngine(config, new SplittableRandom(1), 0);
    }

    Wire() {
        this(AssociationConfig.builder().build());
    }

    // -- packets ----------------------------------------------------------------------------------------------------

    /** Gives the engine a packet from the peer; returns what it sends. */
    List<Packet> give(final byte[] packet) {
        return give(PEER, packet);
    }

    /** Gives the engine chunks from the peer under the right tag; returns what it sends. */
    List<Packet> giveChunks(final byte[]... chunks) {
        return give(PacketMaker.packet(tag, chunks));
    }

    List<Packet> give(final IpAddress source, final byte[] packet) {
        in.put(0, packet);
        engine.handlePacket(
                nowNs, in.slice(0, packet.length), 0, packet.length, source.high(), source.low(), udpPort, 0);
        return poll();
    }

    /** What the engine sends now. */
    List<Packet> poll() {
        final List<Packet> packets = new ArrayList<>();
        engine.advanceTo(nowNs);
        int length = engine.pollTransmit(nowNs, dirty(out), 0, out.capacity(), transmit);
        while (length > 0) {
            for (int at = 0; at < length; at += transmit.segmentLength()) {
                final int size = Math.min(transmit.segmentLength(), length - at);
                final ByteBuffer copy = ByteBuffer.allocate(size);
                copy.put(0, out, at, size);
                final IpAddress destination = new IpAddress(transmit.addressHigh(), transmit.addressLow());
                packets.add(PacketReader.read(nowNs, destination, transmit.udpPort(), copy));
            }
            length = engine.pollTransmit(nowNs, dirty(out), 0, out.capacity(), transmit);
        }
        engine.pollEvents(events, Integer.MAX_VALUE);
        association = association == null ? events.association : association;
        return packets;
    }

    private static ByteBuffer dirty(final ByteBuffer buffer) {
        return buffer.put(0, DIRT);
    }

    /** Lets time pass, stopping at each timer; returns what the engine sends meanwhile. */
    List<Packet> pass(final long spanNs) {
        final List<Packet> packets = new ArrayList<>();
        final long end = nowNs + spanNs;
        while (nowNs < end) {
            nowNs = Math.min(end, Math.max(nowNs, engine.nextTimeoutNs()));
            engine.handleTimeout(nowNs);
            packets.addAll(poll());
        }
        return packets;
    }

    /** The only one. */
    static Packet only(final List<Packet> packets) {
        if (packets.size() != 1) {
            throw new AssertionError("not one packet: " + packets);
        }
        return packets.get(0);
    }

    static List<Packet.Piece> chunks(final List<Packet> packets, final int type) {
        return packets.stream()
                .flatMap(packet -> packet.chunks().stream())
                .filter(chunk -> chunk.type() == type)
                .toList();
    }

    // -- set-up -----------------------------------------------------------------------------------------------------

    Wire listen() {
        engine.listen(PacketMaker.PORT);
        return this;
    }

    /** The peer's INIT, alone in its packet. */
    static byte[] initPacket(final byte[]... parameters) {
        return PacketMaker.packet(0, PacketMaker.init(1, PEER_TAG, WINDOW, 10, 10, PEER_TSN, parameters));
    }

    /** Answers an INIT ACK with the COOKIE ECHO that belongs to it, and chunks behind that. */
    byte[] echoPacket(final Packet initAck, final byte[]... behind) {
        final Packet.Piece chunk = initAck.chunk(2);
        final byte[] echo = PacketMaker.chunk(10, 0, chunk.parts(16, 7).get(0).bytes());
        return PacketMaker.packet(chunk.at(0), echo, PacketMaker.join(behind));
    }

    /** Sets an association up that the peer begins; its INIT has these parameters. */
    Wire accept(final byte[]... parameters) {
        listen();
        final Packet initAck = only(give(initPacket(parameters)));
        tag = initAck.chunk(2).at(0);
        tsn = initAck.chunk(2).at(12);
        give(echoPacket(initAck));
        if (association == null) {
            throw new AssertionError("not established: " + events.events);
        }
        return this;
    }

    /** Has the engine begin; returns its INIT. */
    Packet connect(final IpAddress... addresses) {
        association = engine.connect(
                nowNs,
                PacketMaker.PORT,
                PacketMaker.PORT,
                addresses.length == 0 ? List.of(PEER) : List.of(addresses),
                UDP_PORT,
                0);
        final Packet init = only(poll());
        tag = init.chunk(1).at(0);
        tsn = init.chunk(1).at(12);
        return init;
    }

    /** The peer's INIT ACK, alone in its packet. */
    byte[] initAckPacket(final byte[]... parameters) {
        final byte[] cookie = PacketMaker.tlv(7, PacketMaker.ints(1, 2, 3, 4));
        return PacketMaker.packet(
                tag,
                PacketMaker.init(
                        2, PEER_TAG, WINDOW, 10, 10, PEER_TSN, PacketMaker.join(cookie, PacketMaker.join(parameters))));
    }

    /** Sets an association up that the engine begins; the INIT ACK has these parameters. */
    Wire connected(final byte[]... parameters) {
        connect();
        give(initAckPacket(parameters));
        giveChunks(PacketMaker.chunk(11, 0));
        if (events.association == null) {
            throw new AssertionError("not established: " + events.events);
        }
        return this;
    }

    /** Queues a message of bytes that count up; returns what the engine sends. */
    List<Packet> send(final int length, final int stream, final int flags, final int ppid) {
        final ByteBuffer message = ByteBuffer.allocateDirect(length);
        for (int i = 0; i < length; i++) {
            message.put(i, (byte) (i + 1));
        }
        engine.advanceTo(nowNs);
        Sends.send(association, message, 0, length, stream, flags, ppid, 0);
        return poll();
    }

    /** A SACK of everything up to a TSN. */
    static byte[] sack(final int cumulativeTsn, final int... blocks) {
        final byte[] fixed = PacketMaker.ints(cumulativeTsn, WINDOW, blocks.length << 16);
        return PacketMaker.chunk(3, 0, fixed, PacketMaker.ints(blocks));
    }
}

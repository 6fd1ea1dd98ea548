package io.sctp.engine.fuzz;

import io.sctp.engine.Association;
import io.sctp.engine.EnginePair;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Two hosts, a wire between them that can be told to misbehave, and a clock. */
final class FuzzWire {
    /** More packets than this without anything new from outside mean that the ends chase each other for ever. */
    private static final int MAX_PACKETS_PER_RUN = 20_000;

    /** As engines have it that were told nothing else. */
    private static final int USUAL_AMPLIFICATION = 3;

    private static final int KEPT_PACKETS = 16;

    /** Changes one packet in place and says whether it goes on. */
    interface Trouble {
        boolean meets(byte[] packet);
    }

    final FuzzHost client;
    final FuzzHost server;
    final List<byte[]> seen = new ArrayList<>();
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private final ByteBuffer wire = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();
    private final Checksum checksum = new Checksum();
    long nowNs;
    boolean cutToServer;
    boolean cutToClient;

    FuzzWire(final boolean interleaved) {
        this(interleaved, USUAL_AMPLIFICATION);
    }

    FuzzWire(final boolean interleaved, final int maxAmplification) {
        client = new FuzzHost(1, interleaved, maxAmplification);
        server = new FuzzHost(2, interleaved, maxAmplification);
        server.engine.listen(EnginePair.PORT);
    }

    void connect() {
        final Association opened = client.engine.connect(
                nowNs, EnginePair.PORT, EnginePair.PORT, List.of(EnginePair.SERVER_ADDRESS), EnginePair.UDP_PORT, 0);
        if (opened != null) {
            client.association = opened;
        }
    }

    /** Treats one of the next packets. */
    void trouble(final Trouble trouble) {
        troubles.add(trouble);
    }

    ByteBuffer scratch() {
        return scratch;
    }

    /** Carries packets and events until both ends are silent. */
    void run() {
        int packets = 0;
        int carried;
        do {
            carried = carry(true) + carry(false);
            packets += carried;
            FuzzHost.require(packets < MAX_PACKETS_PER_RUN, "the two ends never fall silent");
            client.engine.pollEvents(client, Integer.MAX_VALUE);
            server.engine.pollEvents(server, Integer.MAX_VALUE);
        } while (carried > 0);
        client.check();
        server.check();
    }

    /** Moves the clock to the next timer, if one runs. */
    void expireNext() {
        final long next = Math.min(client.engine.nextTimeoutNs(), server.engine.nextTimeoutNs());
        if (next != SctpEngine.NO_TIMEOUT) {
            nowNs = Math.max(nowNs, next);
            client.engine.handleTimeout(nowNs);
            server.engine.handleTimeout(nowNs);
            run();
        }
    }

    /** Carries what one end has to send and returns the number of packets. */
    private int carry(final boolean fromClient) {
        final SctpEngine sender = fromClient ? client.engine : server.engine;
        int count = 0;
        int length = sender.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
        while (length > 0) {
            for (int at = 0; at < length; at += transmit.segmentLength()) {
                count++;
                final byte[] packet = new byte[Math.min(transmit.segmentLength(), length - at)];
                wire.get(at, packet);
                pass(fromClient, packet);
            }
            FuzzHost.require(count < MAX_PACKETS_PER_RUN, "one end never stops sending");
            length = sender.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
        }
        return count;
    }

    private void pass(final boolean fromClient, final byte[] packet) {
        if (seen.size() < KEPT_PACKETS) {
            seen.add(packet.clone());
        }
        final Trouble trouble = troubles.poll();
        if ((trouble == null || trouble.meets(packet)) && !(fromClient ? cutToServer : cutToClient)) {
            deliver(fromClient, packet, packet.length);
        }
    }

    /** Delivers a packet with a good checksum. */
    void deliver(final boolean toServer, final byte[] packet, final int length) {
        if (length < PacketHeader.LENGTH) {
            return;
        }
        scratch.put(0, packet, 0, length);
        checksum.write(scratch, 0, length);
        final IpAddress source = toServer ? EnginePair.CLIENT_ADDRESS : EnginePair.SERVER_ADDRESS;
        final SctpEngine receiver = toServer ? server.engine : client.engine;
        // Whoever reads on where the packet ends is found out.
        final ByteBuffer exact = scratch.slice(0, length);
        receiver.handlePacket(nowNs, exact, 0, length, source.high(), source.low(), EnginePair.UDP_PORT, 0);
    }

    /** Delivers chunks under a common header with the given tag. */
    void inject(final boolean toServer, final int tag, final byte[] chunks) {
        final ByteBuffer packet = ByteBuffer.allocate(PacketHeader.LENGTH + chunks.length);
        PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, tag);
        packet.put(PacketHeader.LENGTH, chunks);
        deliver(toServer, packet.array(), packet.capacity());
    }

    /** Polls what an engine answers; returns the bytes, and checks that it is at most so many packets. */
    int answers(final SctpEngine engine, final int mostPackets) {
        int bytes = 0;
        int packets = 0;
        int length = engine.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
        while (length > 0) {
            bytes += length;
            packets += transmit.segmentCount();
            FuzzHost.require(packets <= mostPackets, "a stranger's packet was answered with " + packets);
            length = engine.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
        }
        return bytes;
    }

    /** Returns the packet polled last. */
    ByteBuffer answered() {
        return wire;
    }

    /** Ends everything, and checks that nothing is left. */
    void end() {
        troubles.clear();
        for (final FuzzHost host : new FuzzHost[] {client, server}) {
            if (host.association != null) {
                host.association.abort();
            }
        }
        run();
        client.read(scratch);
        server.read(scratch);
        // Associations that the user never heard of end with the peer that does not answer.
        for (int i = 0; i < 2000 && client.engine.associationCount() + server.engine.associationCount() > 0; i++) {
            cutToClient = true;
            cutToServer = true;
            expireNext();
        }
        client.read(scratch);
        server.read(scratch);
        FuzzHost.require(client.engine.memoryBlocks() == 0, "the client leaks " + client.engine.memoryBlocks());
        FuzzHost.require(server.engine.memoryBlocks() == 0, "the server leaks " + server.engine.memoryBlocks());
    }
}

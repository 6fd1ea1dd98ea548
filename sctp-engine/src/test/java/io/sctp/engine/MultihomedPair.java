package io.sctp.engine;

import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Two engines joined by several networks without delay, each of which can be cut, and a clock that the test moves. */
public final class MultihomedPair {
    public static final int PORT = 5000;

    private static final int UDP_PORT = 9899;

    /** A chunk that one end, the client, has sent: when, of what type, and into which network. */
    public record Sent(long timeNs, int type, int net) {}

    /** Sees every packet that goes into a network, and says whether it arrives. */
    public interface Tap {
        boolean lets(int net, ByteBuffer wire, int offset, int length);
    }

    public final SctpEngine client;
    public final SctpEngine server;
    public final RecordingHandler clientEvents = new RecordingHandler();
    public final RecordingHandler serverEvents = new RecordingHandler();
    public final boolean[] up;
    public final List<Sent> sent = new ArrayList<>();
    public Tap tap = (net, wire, offset, length) -> true;
    public Association clientSide;
    public long nowNs;

    private final List<IpAddress> clientAddresses = new ArrayList<>();
    private final List<IpAddress> serverAddresses = new ArrayList<>();
    private final ByteBuffer wire = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer message = ByteBuffer.allocateDirect(1000);
    private final Transmit transmit = new Transmit();

    public MultihomedPair(final int nets, final AssociationConfigBuilder config) {
        up = new boolean[nets];
        for (int net = 0; net < nets; net++) {
            up[net] = true;
            clientAddresses.add(IpAddress.ofIpv4(0x0A000001 | net << 16));
            serverAddresses.add(IpAddress.ofIpv4(0x0A000002 | net << 16));
        }
        client = new SctpEngine(
                EngineConfig.of(config.localAddresses(clientAddresses).build()), new SplittableRandom(1), 0);
        server = new SctpEngine(
                EngineConfig.of(config.localAddresses(serverAddresses).build()), new SplittableRandom(2), 0);
    }

    /** Sets an association up over the first network, and lets it confirm all addresses. */
    public MultihomedPair connect() {
        server.listen(PORT);
        clientSide = client.connect(nowNs, PORT, PORT, serverAddresses.subList(0, 1), UDP_PORT, 0);
        run();
        pass(2_500_000_000L);
        for (int i = 0; i < clientSide.pathCount(); i++) {
            if (!clientSide.path(i).isActive()) {
                throw new AssertionError("path " + i + " was not confirmed");
            }
        }
        sent.clear();
        clientEvents.events.clear();
        return this;
    }

    /** Sends a message from the client; returns the network into which it went first. */
    public int send() {
        final int before = sent.size();
        Sends.send(clientSide, message, 0, 1000, 0, Sends.SACK_IMMEDIATELY, 0, 0);
        run();
        return dataSince(before).get(0).net();
    }

    private List<Sent> dataSince(final int before) {
        return sent.subList(before, sent.size()).stream()
                .filter(chunk -> chunk.type() == ChunkType.DATA)
                .toList();
    }

    /** Returns what the client has sent of a type into a network. */
    public List<Sent> sent(final int type, final int net) {
        return sent.stream()
                .filter(chunk -> chunk.type() == type && chunk.net() == net)
                .toList();
    }

    public void cut(final int... nets) {
        for (final int net : nets) {
            up[net] = false;
        }
    }

    /** Moves the clock by a span, stopping at each timer on the way. */
    public void pass(final long spanNs) {
        final long end = nowNs + spanNs;
        while (nowNs < end) {
            nowNs = Math.min(end, Math.max(nowNs, Math.min(client.nextTimeoutNs(), server.nextTimeoutNs())));
            client.handleTimeout(nowNs);
            server.handleTimeout(nowNs);
            run();
        }
    }

    /** Carries packets and events until both engines are silent. */
    public void run() {
        client.advanceTo(nowNs);
        server.advanceTo(nowNs);
        boolean busy = true;
        while (busy) {
            busy = carry(client, server, clientAddresses);
            busy |= carry(server, client, serverAddresses);
        }
        client.pollEvents(clientEvents, 100);
        server.pollEvents(serverEvents, 100);
    }

    private boolean carry(final SctpEngine from, final SctpEngine to, final List<IpAddress> sources) {
        boolean any = false;
        int length = from.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
        while (length > 0) {
            any = true;
            final int net = (int) (transmit.addressLow() >> 16) & 0xFF;
            for (int at = 0; at < length; at += transmit.segmentLength()) {
                final int packet = Math.min(transmit.segmentLength(), length - at);
                if (from == client) {
                    note(at, packet, net);
                }
                if (up[net] && tap.lets(net, wire, at, packet)) {
                    final IpAddress source = sources.get(transmit.localId());
                    to.handlePacket(nowNs, wire, at, packet, source.high(), source.low(), UDP_PORT, net);
                }
            }
            length = from.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
        }
        return any;
    }

    private void note(final int start, final int length, final int net) {
        int chunk = start + PacketHeader.LENGTH;
        while (chunk < start + length) {
            sent.add(new Sent(nowNs, Chunk.type(wire, chunk), net));
            chunk += Chunk.padded(Chunk.length(wire, chunk));
        }
    }
}

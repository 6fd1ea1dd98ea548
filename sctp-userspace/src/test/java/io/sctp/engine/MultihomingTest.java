package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.association.Association;
import io.sctp.engine.association.AssociationState;
import io.sctp.engine.association.Transmit;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.path.Path;
import io.sctp.engine.path.PathState;
import io.sctp.engine.receive.ReceiveInfo;
import io.sctp.engine.send.Policy;
import io.sctp.engine.send.SendResult;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two ends with two addresses each; the test cuts paths (RFC 9260 sections 5.4, 6.4, 8.2 and 8.3). */
final class MultihomingTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int PORT = 5000;

    private static final List<IpAddress> CLIENT = List.of(IpAddress.ofIpv4(0x0A000001), IpAddress.ofIpv4(0x0A010001));
    private static final List<IpAddress> SERVER = List.of(IpAddress.ofIpv4(0x0A000002), IpAddress.ofIpv4(0x0A010002));

    private final SctpEngine client = engine(CLIENT, 1);
    private final SctpEngine server = engine(SERVER, 2);
    private final RecordingHandler clientEvents = new RecordingHandler();
    private final RecordingHandler serverEvents = new RecordingHandler();
    private final ByteBuffer wire = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer message = ByteBuffer.allocateDirect(1000);
    private final Transmit transmit = new Transmit();
    private final boolean[] up = {true, true};
    private final int[] carried = new int[2];
    private final int[] dataPackets = new int[2];
    private Association clientSide;
    private long nowNs;

    @BeforeEach
    void connect() {
        server.listen(PORT);
        clientSide = client.connect(0, PORT, PORT, SERVER.subList(0, 1), 9899, 0);
        run();
    }

    private static SctpEngine engine(final List<IpAddress> addresses, final long seed) {
        final EngineConfig config = EngineConfig.builder()
                .localAddresses(addresses)
                .heartbeatIntervalNs(5 * SECOND)
                .build();
        return new SctpEngine(config, new SplittableRandom(seed), 0);
    }

    @Test
    void shouldLearnAndConfirmEveryAddress() {
        assertEquals(2, clientSide.pathCount());
        assertEquals(2, serverEvents.association.pathCount());
        for (int i = 0; i < 2; i++) {
            assertEquals(PathState.ACTIVE, clientSide.path(i).state());
            assertEquals(PathState.ACTIVE, serverEvents.association.path(i).state());
        }
    }

    @Test
    void shouldSendNoDataToAnUnconfirmedAddress() {
        assertTrue(clientSide.primaryPath(clientSide.path(1)));
        clientSide.path(1).state(PathState.UNCONFIRMED);
        assertFalse(clientSide.primaryPath(clientSide.path(1)));
        carried[1] = 0;
        clientSide.send(message, 0, 1000, 0, 0, 0, 0);
        run();
        assertEquals(0, carried[1]);
        assertEquals(1, serverEvents.association.readyMessages());
    }

    @Test
    void shouldRetransmitOnAnotherPathAfterATimeOut() {
        up[0] = false;
        clientSide.send(message, 0, 1000, 0, 0, 0, 0);
        run();
        assertEquals(0, serverEvents.association.readyMessages());
        pass(SECOND + 1);
        assertEquals(1, serverEvents.association.readyMessages());
        assertEquals(1, clientSide.path(0).errorCount());
    }

    /** RFC 9260 section 6.3.3, rule E3: the first packet waits for no window, what does not fit in it does. */
    @Test
    void shouldSendAPacketAtOnceAfterATimeOutThoughTheOtherPathsWindowIsFull() {
        final MultihomedPair pair = new MultihomedPair(2, EngineConfig.builder()).connect();
        final Path full = pair.clientSide.path(0);
        pair.cut(0, 1);
        for (int i = 0; i < 2; i++) {
            pair.clientSide.send(message, 0, 1000, 0, 0, 0, 0, Policy.RELIABLE, 0, pair.clientSide.path(1));
        }
        pair.run();
        pair.pass(SECOND / 2);
        while (full.hasRoom()) {
            pair.send();
        }
        final int before = pair.sent(ChunkType.DATA, 0).size();
        pair.pass(SECOND / 2);
        assertFalse(full.hasRoom(), "the window of path 0 is full still");
        assertEquals(2, full.retransmitChunks() + pair.sent(ChunkType.DATA, 0).size() - before, "lost on path 1");
        assertEquals(1, full.retransmitChunks(), "one chunk fits in a packet, the other one waits");
    }

    @Test
    void shouldFailOverAndComeBack() {
        up[0] = false;
        for (int i = 0; i < 100; i++) {
            clientSide.send(message, 0, 1000, 0, 0, 0, 0);
            pass(SECOND);
        }
        assertEquals(PathState.INACTIVE, clientSide.path(0).state());
        assertEquals(100, serverEvents.association.readyMessages());
        assertTrue(clientEvents.events.contains("path 0 INACTIVE"));
        up[0] = true;
        pass(130 * SECOND);
        assertEquals(PathState.ACTIVE, clientSide.path(0).state());
        carried[0] = 0;
        clientSide.send(message, 0, 1000, 0, 0, 0, 0);
        run();
        assertTrue(carried[0] > 0, "data went back to the primary path");
        assertEquals(AssociationState.ESTABLISHED, clientSide.state());
    }

    @Test
    void shouldSendToAnotherPrimaryPathWhenTold() {
        assertTrue(clientSide.primaryPath(clientSide.path(1)));
        carried[0] = 0;
        clientSide.send(message, 0, 1000, 0, Association.SACK_IMMEDIATELY, 0, 0);
        run();
        assertEquals(0, carried[0]);
        assertEquals(1, serverEvents.association.readyMessages());
    }

    @Test
    void shouldSendAMessageToThePathItNamesAndTheNextToThePrimary() {
        final Path other = clientSide.path(1);
        send(other);
        assertEquals(List.of(0, 1), carriedData());
        send(null);
        assertEquals(List.of(1, 0), carriedData());
        send(other);
        assertEquals(List.of(0, 1), carriedData());
        assertEquals(3, serverEvents.association.readyMessages());
    }

    @Test
    void shouldKeepTheOrderOfMessagesForDifferentPaths() {
        for (int i = 0; i < 20; i++) {
            message.putInt(0, i);
            clientSide.send(message, 0, 1000, 0, 0, 0, 0, Policy.RELIABLE, 0, clientSide.path(i % 2));
        }
        pass(SECOND);
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < 20; i++) {
            assertEquals(1000, serverEvents.association.receive(message, 0, 1000, info));
            assertEquals(i, message.getInt(0));
        }
    }

    @Test
    void shouldSendToThePrimaryWhenThePathAMessageNamesIsNotActive() {
        clientSide.path(1).state(PathState.INACTIVE);
        send(clientSide.path(1));
        assertEquals(List.of(1, 0), carriedData());
        assertEquals(1, serverEvents.association.readyMessages());
    }

    private void send(final Path destination) {
        dataPackets[0] = 0;
        dataPackets[1] = 0;
        assertEquals(SendResult.QUEUED, clientSide.send(message, 0, 1000, 0, 0, 0, 0, Policy.RELIABLE, 0, destination));
        run();
    }

    private List<Integer> carriedData() {
        return List.of(dataPackets[0], dataPackets[1]);
    }

    private void pass(final long spanNs) {
        final long end = nowNs + spanNs;
        while (nowNs < end) {
            nowNs = Math.min(end, Math.max(nowNs, Math.min(client.nextTimeoutNs(), server.nextTimeoutNs())));
            client.handleTimeout(nowNs);
            server.handleTimeout(nowNs);
            run();
        }
    }

    private void run() {
        boolean busy = true;
        while (busy) {
            busy = carry(client, server, CLIENT);
            busy |= carry(server, client, SERVER);
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
                if (up[net]) {
                    carried[net]++;
                    dataPackets[net] += packet > 1000 ? 1 : 0;
                    final IpAddress source = sources.get(transmit.localId());
                    to.handlePacket(nowNs, wire, at, packet, source.high(), source.low(), 9899, net);
                }
            }
            length = from.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
        }
        return any;
    }
}

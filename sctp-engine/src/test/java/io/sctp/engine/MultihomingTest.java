package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two ends with two addresses each; the test cuts paths (RFC 9260 sections 5.4, 6.4, 8.2 and 8.3). */
final class MultihomingTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByteBuffer message = ByteBuffer.allocateDirect(1000);
    private final MultihomedPair pair =
            new MultihomedPair(2, AssociationConfig.builder().heartbeatIntervalNs(5 * SECOND)).connect();
    private final Association clientSide = pair.clientSide;
    private final Association serverSide = pair.serverEvents.association;

    @Test
    void shouldLearnAndConfirmEveryAddress() {
        assertEquals(2, clientSide.pathCount());
        assertEquals(2, serverSide.pathCount());
        for (int i = 0; i < 2; i++) {
            assertEquals(PathState.ACTIVE, clientSide.path(i).state());
            assertEquals(PathState.ACTIVE, serverSide.path(i).state());
        }
    }

    @Test
    void shouldSendNoDataToAnUnconfirmedAddress() {
        assertTrue(clientSide.primaryPath(clientSide.path(1)));
        ((TransportPath) clientSide.path(1)).state(PathState.UNCONFIRMED);
        assertFalse(clientSide.primaryPath(clientSide.path(1)));
        send(null);
        assertEquals(List.of(1, 0), carriedData());
        assertEquals(1, serverSide.readyMessages());
    }

    @Test
    void shouldRetransmitOnAnotherPathAfterATimeOut() {
        pair.cut(0);
        send(null);
        assertEquals(0, serverSide.readyMessages());
        pair.pass(SECOND + 1);
        assertEquals(1, serverSide.readyMessages());
        assertEquals(1, clientSide.path(0).errorCount());
    }

    /** RFC 9260 section 6.3.3, rule E3: the first packet waits for no window, what does not fit in it does. */
    @Test
    void shouldSendAPacketAtOnceAfterATimeOutThoughTheOtherPathsWindowIsFull() {
        final Path full = clientSide.path(0);
        pair.cut(0, 1);
        for (int i = 0; i < 2; i++) {
            send(clientSide.path(1));
        }
        pair.run();
        pair.pass(SECOND / 2);
        while (((TransportPath) full).flight().hasRoom()) {
            send(null);
        }
        final int before = pair.sent(ChunkType.DATA, 0).size();
        pair.pass(SECOND / 2);
        assertFalse(((TransportPath) full).flight().hasRoom(), "the window of path 0 is full still");
        assertEquals(2, full.retransmitChunks() + pair.sent(ChunkType.DATA, 0).size() - before, "lost on path 1");
        assertEquals(1, full.retransmitChunks(), "one chunk fits in a packet, the other one waits");
    }

    @Test
    void shouldFailOverAndComeBack() {
        pair.cut(0);
        for (int i = 0; i < 100; i++) {
            send(null);
            pair.pass(SECOND);
        }
        assertEquals(PathState.INACTIVE, clientSide.path(0).state());
        assertEquals(100, serverSide.readyMessages());
        assertTrue(pair.clientEvents.events.contains("path 0 INACTIVE"));
        pair.up[0] = true;
        pair.pass(130 * SECOND);
        assertEquals(PathState.ACTIVE, clientSide.path(0).state());
        send(null);
        assertEquals(List.of(1, 0), carriedData(), "data went back to the primary path");
        assertEquals(AssociationState.ESTABLISHED, clientSide.state());
    }

    @Test
    void shouldSendToAnotherPrimaryPathWhenTold() {
        assertTrue(clientSide.primaryPath(clientSide.path(1)));
        pair.cut(0);
        assertEquals(1, pair.send());
        assertEquals(0, clientSide.path(1).flightChunks(), "the acknowledgement came there, too");
        assertEquals(1, serverSide.readyMessages());
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
        assertEquals(3, serverSide.readyMessages());
    }

    @Test
    void shouldKeepTheOrderOfMessagesForDifferentPaths() {
        for (int i = 0; i < 20; i++) {
            message.putInt(0, i);
            Sends.send(clientSide, message, 0, 1000, 0, 0, 0, 0, Policy.RELIABLE, 0, clientSide.path(i % 2));
        }
        pair.pass(SECOND);
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < 20; i++) {
            assertEquals(1000, serverSide.receive(message, 0, 1000, info));
            assertEquals(i, message.getInt(0));
        }
    }

    @Test
    void shouldSendToThePrimaryWhenThePathAMessageNamesIsNotActive() {
        ((TransportPath) clientSide.path(1)).state(PathState.INACTIVE);
        send(clientSide.path(1));
        assertEquals(List.of(1, 0), carriedData());
        assertEquals(1, serverSide.readyMessages());
    }

    private void send(final Path destination) {
        pair.sent.clear();
        assertEquals(
                SendResult.QUEUED,
                Sends.send(clientSide, message, 0, 1000, 0, 0, 0, 0, Policy.RELIABLE, 0, destination));
        pair.run();
    }

    /** How many chunks of data went into each network. */
    private List<Integer> carriedData() {
        return List.of(
                pair.sent(ChunkType.DATA, 0).size(),
                pair.sent(ChunkType.DATA, 1).size());
    }
}

package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The server's memory is used up by associations whose user or peer does not read: new ones are set up and served all
 * the same, and who was refused hears when there is room.
 */
final class FullPoolTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int HOGS = 40;
    private static final int PEERS_WINDOW = 1 << 14;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 17);
    private final ReceiveInfo info = new ReceiveInfo();
    private final EnginePair pair = new EnginePair(
            EngineConfig.of(AssociationConfig.builder()
                    .receiveWindowBytes(PEERS_WINDOW)
                    .maxMessageBytes(PEERS_WINDOW)
                    .build()),
            EngineConfig.builder()
                    .associations(AssociationConfig.builder()
                            .receiveWindowBytes(1 << 18)
                            .build())
                    .memoryLimitBytes(2 << 20)
                    .build());
    private int nextPort = 6000;

    /** Sets one up; returns the server's end. */
    private Association connect() {
        pair.serverEvents.association = null;
        pair.clientSide = pair.client.connect(
                pair.nowNs, nextPort++, EnginePair.PORT, List.of(EnginePair.SERVER_ADDRESS), EnginePair.UDP_PORT, 0);
        pair.run();
        assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state());
        return pair.serverEvents.association;
    }

    private static SendResult fill(final Association association, final ByteBuffer message, final int length) {
        SendResult result = SendResult.QUEUED;
        while (result == SendResult.QUEUED) {
            result = Sends.send(association, message, 0, length, 0, 0, 0, 0);
        }
        return result;
    }

    /** The server's user sends to peers that do not read, until there is no memory. */
    private List<Association> fillWithUnsent(final int length) {
        final List<Association> hogs = new ArrayList<>();
        for (int i = 0; i < HOGS; i++) {
            hogs.add(connect());
        }
        hogs.forEach(hog -> fill(hog, buffer, length));
        pair.run();
        hogs.forEach(hog -> fill(hog, buffer, length));
        pair.server.pollEvents(pair.serverEvents, Integer.MAX_VALUE);
        pair.serverEvents.events.clear();
        return hogs;
    }

    /** Peers send what the server's user does not read. */
    private void fillWithUnread() {
        for (int i = 0; i < HOGS; i++) {
            connect();
            for (int k = 0; k < 20; k++) {
                Sends.send(pair.clientSide, buffer, 0, 8000, 0, 0, 0, 0);
            }
            pair.run();
        }
    }

    private void assertServesANewClient() {
        final Association accepted = connect();
        for (int i = 0; i < 20; i++) {
            Sends.send(pair.clientSide, buffer, 0, 10_000, 0, 0, 0, 0);
            pair.run();
            assertEquals(10_000, accepted.receive(buffer, 0, buffer.capacity(), info), "message " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 700, 1400, 60_000})
    void shouldServeANewClientWhileThePeersOfOthersDoNotRead(final int length) {
        fillWithUnsent(length);
        assertServesANewClient();
    }

    @Test
    void shouldServeANewClientWhileTheMessagesOfOthersAreNotRead() {
        fillWithUnread();
        assertServesANewClient();
        assertTrue(pair.server.counters().associationsEvicted() > 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSetUpAnAssociationOfItsOwn(final boolean areUnread) {
        if (areUnread) {
            fillWithUnread();
        } else {
            fillWithUnsent(700);
        }
        pair.client.listen(EnginePair.PORT);
        final Association opened = pair.server.connect(
                pair.nowNs, nextPort++, EnginePair.PORT, List.of(EnginePair.CLIENT_ADDRESS), EnginePair.UDP_PORT, 0);
        pair.run();
        assertEquals(AssociationState.ESTABLISHED, opened.state());
    }

    /** A HEARTBEAT that is not answered costs an association a path, and in the end itself. */
    @Test
    void shouldAnswerHeartbeatsWhileThePeersOfOthersDoNotRead() {
        fillWithUnsent(700);
        final Association accepted = connect();
        final Association client = pair.clientSide;
        pair.pass(120 * SECOND);
        assertEquals(0, pair.server.counters().controlChunksDropped());
        assertEquals(AssociationState.ESTABLISHED, accepted.state());
        assertTrue(client.path(0).isActive());
    }

    /** Nothing of the association is outstanding whose acknowledgement could make room. */
    @Test
    void shouldTellWhoWasRefusedThatThereIsRoomAgain() {
        final List<Association> hogs = fillWithUnsent(700);
        final Association refused = connect();
        assertEquals(SendResult.WOULD_BLOCK, Sends.send(refused, buffer, 0, 60_000, 0, 0, 0, 0));
        pair.run();
        assertFalse(tellsWritable(), "there is no room");
        hogs.forEach(Association::abort);
        pair.run();
        assertTrue(tellsWritable(), "there is room");
        assertEquals(SendResult.QUEUED, Sends.send(refused, buffer, 0, 60_000, 0, 0, 0, 0));
    }

    /** What the JVM refused may be there after a while without anything being freed by the engine. */
    @Test
    void shouldHaveWhoWasRefusedTryAgainAfterAWhile() {
        fillWithUnsent(700);
        final Association refused = connect();
        for (int i = 0; i < 3; i++) {
            assertEquals(SendResult.WOULD_BLOCK, Sends.send(refused, buffer, 0, 60_000, 0, 0, 0, 0));
            pair.run();
            assertFalse(tellsWritable());
            pair.pass(2 * SECOND);
            assertTrue(tellsWritable(), "round " + i);
        }
        pair.pass(10 * SECOND);
        assertFalse(tellsWritable(), "its user does not want to send");
    }

    @Test
    void shouldForgetWhoWasRefusedAndIsOver() {
        final List<Association> hogs = fillWithUnsent(700);
        final Association refused = connect();
        assertEquals(SendResult.WOULD_BLOCK, Sends.send(refused, buffer, 0, 60_000, 0, 0, 0, 0));
        refused.abort();
        hogs.forEach(Association::abort);
        pair.run();
        pair.pass(2 * SECOND);
        assertFalse(tellsWritable());
    }

    private boolean tellsWritable() {
        pair.server.pollEvents(pair.serverEvents, Integer.MAX_VALUE);
        return pair.serverEvents.events.removeIf("writable"::equals);
    }

    /** Peers that close their windows for good hold memory that others wait for; they lose it, each with a cause. */
    @Test
    void shouldEndWhoHoldsMuchAndGetsNothingAcknowledgedWhileOthersWait() {
        final List<Association> hogs = fillWithUnsent(700);
        final Association refused = connect();
        SendResult result = SendResult.WOULD_BLOCK;
        for (int i = 0; i < 120 && result != SendResult.QUEUED; i++) {
            result = Sends.send(refused, buffer, 0, 60_000, 0, 0, 0, 0);
            pair.pass(SECOND);
        }
        assertEquals(SendResult.QUEUED, result);
        final long ended = hogs.stream()
                .filter(hog -> hog.closeReason() == CloseReason.OUT_OF_MEMORY)
                .count();
        assertEquals(ended, pair.server.counters().associationsEvicted());
        assertTrue(ended > 0 && ended < HOGS / 2, () -> ended + " were ended");
    }

    /** Nobody waits for their memory. */
    @Test
    void shouldKeepWhoGetsNothingAcknowledgedWhileNobodyWaits() {
        final List<Association> hogs = new ArrayList<>();
        for (int i = 0; i < HOGS; i++) {
            hogs.add(connect());
            fill(hogs.get(i), buffer, 700);
            pair.run();
            if (pair.server.memoryLiveBytes() > 3 << 19) {
                break;
            }
        }
        pair.pass(120 * SECOND);
        hogs.forEach(hog -> assertEquals(AssociationState.ESTABLISHED, hog.state()));
    }
}

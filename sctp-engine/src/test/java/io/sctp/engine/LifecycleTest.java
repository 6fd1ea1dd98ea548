package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Set-up, collision, restart, shutdown and abort (RFC 9260 sections 5 and 9). */
final class LifecycleTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;

    private final EnginePair pair = EnginePair.withDefaults();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(2000);

    /** Section 5.1. */
    @Test
    void shouldSetUpWithFourPackets() {
        final List<Integer> types = new ArrayList<>();
        pair.tap = (fromClient, packet, offset, length) -> types.add((int) packet.get(offset + PacketHeader.LENGTH));
        pair.connect();
        assertEquals(List.of(ChunkType.INIT, ChunkType.INIT_ACK, ChunkType.COOKIE_ECHO, ChunkType.COOKIE_ACK), types);
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
        assertEquals(64, pair.clientSide.outboundStreams());
        assertEquals(pair.clientSide.localTag(), pair.serverSide.peerTag());
    }

    /** Section 5.1.3: nothing is kept before the cookie comes back. */
    @Test
    void shouldKeepNoStateForAnInit() {
        pair.tap = (fromClient, packet, offset, length) -> fromClient;
        pair.beginToConnect();
        pair.run();
        assertEquals(0, pair.server.associationCount());
        assertEquals(0, pair.server.memoryBlocks());
    }

    @Test
    void shouldGiveUpWhenNobodyAnswers() {
        pair.tap = (fromClient, packet, offset, length) -> false;
        pair.beginToConnect();
        pair.pass(600 * SECOND);
        assertEquals(List.of("closed SETUP_FAILED 0"), pair.clientEvents.events);
    }

    /** Section 8.4: INIT to a port where nobody listens. */
    @Test
    void shouldBeRefusedWhereNobodyListens() {
        pair.server.stopListening(EnginePair.PORT);
        pair.beginToConnect();
        pair.run();
        assertEquals(List.of("closed PEER_ABORTED 0"), pair.clientEvents.events);
    }

    /** Section 5.2.4, action D, and its kin. */
    @Test
    void shouldMakeOneAssociationWhenBothEndsOpenItAtOnce() {
        pair.client.listen(EnginePair.PORT);
        pair.beginToConnect();
        pair.serverSide = pair.server.connect(
                0, EnginePair.PORT, EnginePair.PORT, List.of(EnginePair.CLIENT_ADDRESS), EnginePair.UDP_PORT, 0);
        pair.run();
        assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state());
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
        assertEquals(1, pair.client.associationCount());
        assertEquals(1, pair.server.associationCount());
        assertEquals(pair.clientSide.localTag(), pair.serverSide.peerTag());
        assertEquals(pair.serverSide.localTag(), pair.clientSide.peerTag());
    }

    /** Section 5.2.6. */
    @Test
    void shouldAskForALongerLifeWhenTheCookieIsStale() {
        final AssociationConfig shortLife =
                AssociationConfig.builder().cookieLifeNs(100 * MILLI).build();
        final EnginePair late = new EnginePair(AssociationConfig.builder().build(), shortLife);
        final boolean[] lossy = {true};
        late.tap = (fromClient, packet, offset, length) ->
                !(lossy[0] && packet.get(offset + PacketHeader.LENGTH) == ChunkType.COOKIE_ECHO);
        late.beginToConnect();
        late.run();
        lossy[0] = false;
        late.pass(2 * SECOND);
        assertEquals(1, late.server.counters().staleCookies());
        assertEquals(AssociationState.ESTABLISHED, late.clientSide.state());
    }

    @Test
    void shouldRefuseAForgedCookie() {
        pair.tap = (fromClient, packet, offset, length) -> {
            if (packet.get(offset + PacketHeader.LENGTH) == ChunkType.COOKIE_ECHO) {
                packet.put(offset + 40, (byte) (packet.get(offset + 40) + 1));
                new io.sctp.engine.packet.Checksum().write(packet, offset, length);
            }
            return true;
        };
        pair.beginToConnect();
        pair.run();
        assertEquals(0, pair.server.associationCount());
        assertEquals(1, pair.server.counters().badCookies());
    }

    /** Section 9.2. */
    @Test
    void shouldShutDownAfterEverythingWasDelivered() {
        pair.connect();
        for (int i = 0; i < 50; i++) {
            Sends.send(pair.clientSide, buffer, 0, 1000, 0, 0, 0, 0);
        }
        pair.clientSide.shutdown();
        pair.run();
        pair.pass(SECOND);
        assertEquals(CloseReason.SHUTDOWN, pair.clientSide.closeReason());
        assertEquals(CloseReason.SHUTDOWN, pair.serverSide.closeReason());
        assertEquals(50, pair.serverSide.readyMessages());
        assertTrue(pair.serverEvents.events.contains("peer shutdown"));
        pair.server.release(pair.serverSide);
        assertEquals(0, pair.server.memoryBlocks());
        assertEquals(0, pair.client.memoryBlocks());
    }

    /** Section 9.1. */
    @Test
    void shouldTellThePeerOfAnAbort() {
        pair.connect();
        pair.serverSide.abort();
        pair.run();
        assertEquals(CloseReason.ABORTED, pair.serverSide.closeReason());
        assertEquals(CloseReason.PEER_ABORTED, pair.clientSide.closeReason());
        assertEquals(CauseCode.USER_INITIATED_ABORT, pair.clientSide.closeCause());
    }

    /** Section 8.4, rule 8: a packet of an association that the peer no longer has. */
    @Test
    void shouldLearnFromAnAnswerOutOfTheBlueThatThePeerIsGone() {
        pair.connect();
        pair.tap = (fromClient, packet, offset, length) -> fromClient;
        pair.serverSide.abort();
        pair.run();
        pair.tap = (fromClient, packet, offset, length) -> true;
        Sends.send(pair.clientSide, buffer, 0, 100, 0, 0, 0, 0);
        pair.run();
        assertEquals(CloseReason.PEER_ABORTED, pair.clientSide.closeReason());
    }

    /** Section 8.1. */
    @Test
    void shouldGiveUpAPeerThatStopsAnswering() {
        pair.connect();
        pair.tap = (fromClient, packet, offset, length) -> false;
        Sends.send(pair.clientSide, buffer, 0, 100, 0, 0, 0, 0);
        pair.pass(1000 * SECOND);
        assertEquals(CloseReason.LOST, pair.clientSide.closeReason());
        assertTrue(pair.clientEvents.events.contains("path 0 INACTIVE"), pair.clientEvents.events::toString);
    }

    @Test
    void shouldExchangeHeartbeatsWhenIdle() {
        pair.connect();
        final int[] heartbeats = {0};
        pair.tap = (fromClient, packet, offset, length) -> {
            if (packet.get(offset + PacketHeader.LENGTH) == ChunkType.HEARTBEAT_ACK) {
                heartbeats[0]++;
            }
            return true;
        };
        pair.pass(100 * SECOND);
        assertTrue(heartbeats[0] >= 4, "answers: " + heartbeats[0]);
        assertNotNull(pair.clientSide.primaryPath());
        assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state());
    }

    @Test
    void shouldCloseAnIdleAssociationByItself() {
        final AssociationConfig config =
                AssociationConfig.builder().autocloseNs(5 * SECOND).build();
        final EnginePair idle = new EnginePair(AssociationConfig.builder().build(), config).connect();
        idle.pass(4 * SECOND);
        assertEquals(AssociationState.ESTABLISHED, idle.serverSide.state());
        idle.pass(2 * SECOND);
        assertEquals(CloseReason.SHUTDOWN, idle.serverSide.closeReason());
        assertEquals(CloseReason.SHUTDOWN, idle.clientSide.closeReason());
    }
}

package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A peer that comes back on the same ports, without memory, in each state of the association (RFC 9260 section 5.2).
 */
final class ReturningPeerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final IpAddress STRANGER = IpAddress.ofIpv4(0x0A000063);

    private final EnginePair pair = EnginePair.withDefaults();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(100);

    /** Section 5.2.4, action A. */
    @Test
    void shouldGoOnWithAnAssociationThatIsUp() {
        pair.connect();
        final Association before = pair.serverSide;
        comeBack();
        assertSame(before, pair.serverEvents.association);
        assertTrue(pair.serverEvents.events.contains("restarted"), () -> pair.serverEvents.events.toString());
        assertBothTalk(before);
    }

    /**
     * Section 5.2.4, action A: as if it had been aborted. Its user has said farewell and would not miss the new one.
     */
    @ParameterizedTest
    @EnumSource(
            value = AssociationState.class,
            names = {"SHUTDOWN_PENDING", "SHUTDOWN_SENT", "SHUTDOWN_RECEIVED"})
    void shouldEndAnAssociationThatIsBeingShutDownAndAcceptTheNewOne(final AssociationState state) {
        pair.connect();
        final Association before = pair.serverSide;
        bring(state);
        comeBack();
        final List<String> events = pair.serverEvents.events;
        assertTrue(events.indexOf("closed PEER_ABORTED 0") >= 0, events::toString);
        assertTrue(events.indexOf("closed PEER_ABORTED 0") < events.lastIndexOf("established"), events::toString);
        assertNotSame(before, pair.serverEvents.association);
        assertEquals(AssociationState.CLOSED, before.state());
        assertBothTalk(pair.serverEvents.association);
    }

    /** Section 9.2: it is told with SHUTDOWN ACK, says that it knows of nothing, and gets in with its next INIT. */
    @Test
    void shouldFinishAShutdownThatOnlyWantsItsLastPacketAndAcceptTheNewOne() {
        pair.connect();
        final Association before = pair.serverSide;
        bring(AssociationState.SHUTDOWN_ACK_SENT);
        comeBack();
        assertTrue(pair.serverEvents.events.contains("closed SHUTDOWN 0"), () -> pair.serverEvents.events.toString());
        assertNotSame(before, pair.serverEvents.association);
        assertBothTalk(pair.serverEvents.association);
    }

    /** Section 5.2.4: the state changed between the peer's INIT and its COOKIE ECHO. */
    @Test
    void shouldFinishAShutdownThatBeganBeforeTheCookieCame() {
        pair.connect();
        final Association before = pair.serverSide;
        pair.tap = (fromClient, packet, offset, length) -> false;
        before.shutdown();
        pair.run();
        assertEquals(AssociationState.SHUTDOWN_SENT, before.state());
        final Association old = pair.clientSide;
        final SctpEngine oldClient = pair.client;
        pair.forgetClient();
        pair.tap = (fromClient, packet, offset, length) -> type(packet, offset) != ChunkType.COOKIE_ECHO;
        connectAgain();
        pair.run();
        assertEquals(AssociationState.COOKIE_ECHOED, pair.clientSide.state());
        // A SHUTDOWN of the old one arrives late.
        final SctpEngine newClient = pair.client;
        pair.client = oldClient;
        old.shutdown();
        pair.tap = (fromClient, packet, offset, length) -> fromClient;
        pair.carry(true);
        pair.carry(false);
        assertEquals(AssociationState.SHUTDOWN_ACK_SENT, before.state());
        pair.client = newClient;
        final List<Integer> causes = new ArrayList<>();
        pair.tap = (fromClient, packet, offset, length) -> {
            final int end = offset + length;
            int chunk = offset + PacketHeader.LENGTH;
            while (chunk < end) {
                if (!fromClient && Chunk.type(packet, chunk) == ChunkType.ERROR) {
                    causes.add(Parameter.type(packet, chunk + Chunk.HEADER_LENGTH));
                }
                chunk += Chunk.padded(Chunk.length(packet, chunk));
            }
            return true;
        };
        pair.pass(10 * SECOND);
        // Said under the old tag, so that only the SHUTDOWN ACK beside it is heard.
        assertEquals(List.of(CauseCode.COOKIE_RECEIVED_WHILE_SHUTTING_DOWN), causes);
        assertBothTalk(pair.serverEvents.association);
    }

    /** Section 5.2.2: else anybody who names the peer's address could take its place. */
    @Test
    void shouldRefuseAStrangerWhoNamesThePeersAddress() {
        pair.connect();
        final Association before = pair.serverSide;
        final SctpEngine peer = pair.client;
        final AssociationConfig notItsOwn = AssociationConfig.builder()
                .localAddresses(List.of(EnginePair.CLIENT_ADDRESS, EnginePair.CLIENT_ADDRESS))
                .build();
        final SctpEngine stranger = new SctpEngine(EngineConfig.of(notItsOwn), new SplittableRandom(4), pair.nowNs);
        final RecordingHandler strangersEvents = new RecordingHandler();
        stranger.connect(
                pair.nowNs,
                EnginePair.PORT,
                EnginePair.PORT,
                List.of(EnginePair.SERVER_ADDRESS),
                EnginePair.UDP_PORT,
                0);
        for (int i = 0; i < 4; i++) {
            carry(stranger, pair.server, STRANGER);
            carry(pair.server, stranger, EnginePair.SERVER_ADDRESS);
        }
        stranger.pollEvents(strangersEvents, Integer.MAX_VALUE);
        pair.server.pollEvents(pair.serverEvents, Integer.MAX_VALUE);
        assertEquals(List.of("closed PEER_ABORTED " + CauseCode.RESTART_WITH_NEW_ADDRESSES), strangersEvents.events);
        assertEquals(List.of("established"), pair.serverEvents.events);
        assertEquals(1, before.pathCount());
        assertTrue(before.path(0).hasAddress(EnginePair.CLIENT_ADDRESS.high(), EnginePair.CLIENT_ADDRESS.low()));
        assertSame(peer, pair.client);
        assertBothTalk(before);
    }

    private void carry(final SctpEngine from, final SctpEngine to, final IpAddress source) {
        final ByteBuffer wire = ByteBuffer.allocateDirect(1 << 16);
        final Transmit transmit = new Transmit();
        int length = from.pollTransmit(pair.nowNs, wire, 0, wire.capacity(), transmit);
        while (length > 0) {
            to.handlePacket(pair.nowNs, wire, 0, length, source.high(), source.low(), EnginePair.UDP_PORT, 0);
            length = from.pollTransmit(pair.nowNs, wire, 0, wire.capacity(), transmit);
        }
    }

    /** Where nobody listens any more it is refused, and not left waiting. */
    @Test
    void shouldRefuseItWhereNobodyListensAnyMore() {
        pair.connect();
        bring(AssociationState.SHUTDOWN_SENT);
        pair.server.stopListening(EnginePair.PORT);
        pair.forgetClient();
        pair.tap = (fromClient, packet, offset, length) -> true;
        connectAgain();
        pair.pass(10 * SECOND);
        assertEquals(List.of("closed PEER_ABORTED 0"), pair.clientEvents.events);
        assertEquals(0, pair.server.associationCount());
    }

    /** Brings the server's end into a state in which a lost packet keeps it. */
    private void bring(final AssociationState state) {
        switch (state) {
            case SHUTDOWN_PENDING -> {
                pair.tap = (fromClient, packet, offset, length) -> false;
                sendFromServer();
                pair.serverSide.shutdown();
            }
            case SHUTDOWN_SENT -> {
                pair.tap = (fromClient, packet, offset, length) -> false;
                pair.serverSide.shutdown();
            }
            case SHUTDOWN_RECEIVED -> {
                pair.tap = (fromClient, packet, offset, length) -> fromClient;
                sendFromServer();
                pair.clientSide.shutdown();
            }
            default -> {
                pair.tap = (fromClient, packet, offset, length) -> fromClient;
                pair.clientSide.shutdown();
            }
        }
        pair.run();
        assertEquals(state, pair.serverSide.state());
    }

    private void sendFromServer() {
        assertEquals(SendResult.QUEUED, Sends.send(pair.serverSide, buffer, 0, buffer.capacity(), 0, 0, 0, 0));
    }

    private void comeBack() {
        pair.forgetClient();
        pair.tap = (fromClient, packet, offset, length) -> true;
        connectAgain();
        pair.run(); // before any timer of the old association
        pair.pass(10 * SECOND);
    }

    private void connectAgain() {
        pair.beginToConnect();
    }

    private static int type(final ByteBuffer packet, final int offset) {
        return packet.get(offset + PacketHeader.LENGTH);
    }

    private void assertBothTalk(final Association server) {
        assertEquals(AssociationState.ESTABLISHED, server.state());
        assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state());
        assertEquals(1, pair.server.associationCount());
        final ReceiveInfo info = new ReceiveInfo();
        Sends.send(pair.clientSide, buffer, 0, 7, 0, 0, 0, 0);
        Sends.send(server, buffer, 0, 9, 0, 0, 0, 0);
        pair.run();
        assertEquals(7, server.receive(buffer, 0, buffer.capacity(), info));
        assertEquals(9, pair.clientSide.receive(buffer, 0, buffer.capacity(), info));
    }
}

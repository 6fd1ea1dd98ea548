package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.AuthChunk;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Chunks that are taken only behind AUTH (RFC 4895). */
final class AuthenticationTest {
    private static final byte[] SECRET = {1, 2, 3};
    private static final List<Integer> DATA_AND_ABORT = List.of(ChunkType.DATA, ChunkType.ABORT);

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final ReceiveInfo info = new ReceiveInfo();
    private final Checksum checksum = new Checksum();
    private int signedPackets;

    @Test
    void shouldSignWhatPeerWantsSigned() {
        final EnginePair pair =
                pair(config(DATA_AND_ABORT), config(DATA_AND_ABORT)).connect();
        countSigned(pair);
        assertTrue(pair.clientSide.isAuthenticated());
        assertTrue(exchange(pair));
        assertTrue(signedPackets > 0);
        pair.clientSide.abort();
        pair.run();
        assertTrue(pair.serverEvents.events.contains("closed PEER_ABORTED 12"), pair.serverEvents.events::toString);
    }

    @Test
    void shouldSignNothingThatNobodyWants() {
        final EnginePair pair = pair(config(List.of()), config(List.of())).connect();
        countSigned(pair);
        assertTrue(exchange(pair));
        assertEquals(0, signedPackets);
    }

    @Test
    void shouldDropWhatIsNotSignedOrSignedWrongly() {
        final EnginePair pair =
                pair(config(DATA_AND_ABORT), config(DATA_AND_ABORT)).connect();
        PacketHeader.write(buffer, 0, EnginePair.PORT, EnginePair.PORT, pair.serverSide.localTag());
        Chunk.write(buffer, PacketHeader.LENGTH, ChunkType.ABORT, 0, Chunk.HEADER_LENGTH);
        give(pair, PacketHeader.LENGTH + Chunk.HEADER_LENGTH);
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state(), "an ABORT that anybody could send");
        assertEquals(1, pair.server.counters().unauthenticatedChunks());
        pair.tap = (fromClient, packet, offset, length) -> {
            if (isSigned(packet, offset)) {
                packet.put(offset + length - 1, (byte) ~packet.get(offset + length - 1));
                checksum.write(packet, offset, length);
            }
            return true;
        };
        assertFalse(exchange(pair));
        assertTrue(pair.server.counters().authenticationFailures() > 0);
    }

    @Test
    void shouldUseSharedKeysByNumber() {
        final EnginePair pair =
                pair(config(DATA_AND_ABORT), config(DATA_AND_ABORT)).connect();
        assertFalse(pair.clientSide.authKeys().activate(7), "no such key");
        assertTrue(pair.clientSide.authKeys().set(7, SECRET));
        assertTrue(pair.clientSide.authKeys().activate(7));
        assertFalse(exchange(pair), "the peer does not have the key");
        pair.serverSide.authKeys().set(7, SECRET);
        pair.pass(10_000_000_000L);
        assertEquals(100, pair.serverSide.receive(buffer, 0, 1000, info));
        assertTrue(pair.serverEvents.events.contains("authentication NEW_KEY 7"));
        assertFalse(pair.clientSide.authKeys().deactivate(7), "the active one");
        assertFalse(pair.clientSide.authKeys().delete(7), "the active one");
        assertTrue(pair.clientSide.authKeys().deactivate(0));
        pair.run();
        assertTrue(pair.clientEvents.events.contains("authentication FREE_KEY 0"));
        assertFalse(pair.clientSide.authKeys().activate(0), "deactivated");
        assertTrue(pair.clientSide.authKeys().delete(0));
        assertTrue(exchange(pair));
    }

    /** Section 6.2: one AUTH chunk signs all that is in a packet. */
    @Test
    void shouldSignAMessageWithAKeyOfItsOwnInPacketsOfThatKeyAlone() {
        final EnginePair pair = pairWithKeys();
        final List<String> packets = dataPackets(pair);
        sendWith(pair, 1);
        sendWith(pair, 1);
        sendWith(pair, 2);
        assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, buffer, 0, 100, 0, 0, 0, 0));
        sendWith(pair, 1);
        pair.run();
        assertEquals(List.of("key 1: 2", "key 2: 1", "key 0: 1", "key 1: 1"), packets);
        for (int i = 0; i < 5; i++) {
            assertEquals(100, pair.serverSide.receive(buffer, 0, 1000, info), "message " + i);
        }
    }

    @Test
    void shouldSignAMessageThatIsSentAgainWithTheSameKey() {
        final EnginePair pair = pairWithKeys();
        pair.tap = (fromClient, packet, offset, length) -> !fromClient;
        sendWith(pair, 1);
        sendWith(pair, 2);
        pair.run();
        assertTrue(pair.clientSide.authKeys().activate(2));
        final List<String> packets = dataPackets(pair);
        pair.pass(5_000_000_000L);
        assertEquals(List.of("key 1: 1", "key 2: 1"), packets);
        assertEquals(0, pair.server.counters().authenticationFailures());
    }

    @Test
    void shouldRefuseAMessageWithAKeyThatIsNotThere() {
        final EnginePair pair = pairWithKeys();
        final int unknown = Sends.signedWith(3);
        assertEquals(SendResult.NO_SUCH_KEY, Sends.send(pair.clientSide, buffer, 0, 100, 0, unknown, 0, 0));
        assertTrue(pair.clientSide.authKeys().deactivate(1));
        final int deactivated = Sends.signedWith(1);
        assertEquals(SendResult.NO_SUCH_KEY, Sends.send(pair.clientSide, buffer, 0, 100, 0, deactivated, 0, 0));
        final EnginePair unsigned = EnginePair.withDefaults().connect();
        assertEquals(SendResult.NO_SUCH_KEY, Sends.send(unsigned.clientSide, buffer, 0, 100, 0, deactivated, 0, 0));
    }

    /** RFC 6458, sections 6.1.8 and 8.3.5. */
    @Test
    void shouldTellThatAKeyIsFreeWhenNoMessageWaitsForItAnyMore() {
        final EnginePair pair = pairWithKeys();
        pair.tap = (fromClient, packet, offset, length) -> !fromClient;
        sendWith(pair, 1);
        pair.run();
        assertTrue(pair.clientSide.authKeys().deactivate(1));
        pair.run();
        assertFalse(pair.clientEvents.events.contains("authentication FREE_KEY 1"), "a message waits for it");
        assertFalse(pair.clientSide.authKeys().delete(1), "a message waits for it");
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(5_000_000_000L);
        assertEquals(100, pair.serverSide.receive(buffer, 0, 1000, info));
        assertTrue(pair.clientEvents.events.contains("authentication FREE_KEY 1"), pair.clientEvents.events::toString);
        assertTrue(pair.clientSide.authKeys().delete(1));
    }

    private EnginePair pairWithKeys() {
        final EnginePair pair =
                pair(config(DATA_AND_ABORT), config(DATA_AND_ABORT)).connect();
        for (final int key : new int[] {1, 2}) {
            assertTrue(pair.clientSide.authKeys().set(key, new byte[] {(byte) key}));
            assertTrue(pair.serverSide.authKeys().set(key, new byte[] {(byte) key}));
        }
        return pair;
    }

    private void sendWith(final EnginePair pair, final int key) {
        assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, buffer, 0, 100, 0, Sends.signedWith(key), 0, 0));
    }

    /** What comes from the client with DATA: the key, and how many chunks of DATA. */
    private static List<String> dataPackets(final EnginePair pair) {
        final List<String> packets = new ArrayList<>();
        pair.tap = (fromClient, packet, offset, length) -> {
            int data = 0;
            for (int at = offset + PacketHeader.LENGTH; at < offset + length; ) {
                data += Chunk.type(packet, at) == ChunkType.DATA ? 1 : 0;
                at += Chunk.padded(Chunk.length(packet, at));
            }
            if (fromClient && data > 0) {
                packets.add("key " + AuthChunk.key(packet, offset + PacketHeader.LENGTH) + ": " + data);
            }
            return true;
        };
        return packets;
    }

    @Test
    void shouldAdmitOnlyClientsWithTheKeyIfCookieEchoMustBeSigned() {
        final AssociationConfig server = config(List.of(ChunkType.COOKIE_ECHO)).toBuilder()
                .authKeys(Map.of(1, SECRET), 1)
                .build();
        final EnginePair stranger = pair(config(List.of()), server);
        stranger.beginToConnect();
        stranger.run();
        assertNull(stranger.serverEvents.association);
        assertTrue(stranger.server.counters().authenticationFailures() > 0);
        final AssociationConfig client =
                config(List.of()).toBuilder().authKeys(Map.of(1, SECRET), 1).build();
        assertTrue(exchange(pair(client, server).connect()));
    }

    @Test
    void shouldTellThatPeerKnowsNoAuthentication() {
        final EnginePair pair = pair(
                        config(DATA_AND_ABORT), AssociationConfig.builder().build())
                .connect();
        assertTrue(pair.clientEvents.events.contains("authentication NO_AUTH 0"));
        assertFalse(pair.clientSide.authKeys().set(1, SECRET));
        assertTrue(exchange(pair));
    }

    @Test
    void shouldRefuseToListWhatCannotBeAuthenticated() {
        assertThrows(
                IllegalArgumentException.class,
                () -> AssociationConfig.builder().authenticatedChunks(List.of(ChunkType.INIT)));
        assertThrows(
                IllegalArgumentException.class,
                () -> AssociationConfig.builder().authKeys(Map.of(), 3));
    }

    private static AssociationConfig config(final List<Integer> chunks) {
        return AssociationConfig.builder()
                .authenticationSupported(true)
                .authenticatedChunks(chunks)
                .build();
    }

    private static EnginePair pair(final AssociationConfig client, final AssociationConfig server) {
        return new EnginePair(client, server);
    }

    private void countSigned(final EnginePair pair) {
        pair.tap = (fromClient, packet, offset, length) -> {
            signedPackets += isSigned(packet, offset) ? 1 : 0;
            return true;
        };
    }

    private static boolean isSigned(final ByteBuffer packet, final int offset) {
        return Chunk.type(packet, offset + PacketHeader.LENGTH) == ChunkType.AUTH;
    }

    /** Sends a message and says whether it arrives. */
    private boolean exchange(final EnginePair pair) {
        assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, buffer, 0, 100, 0, 0, 0, 0));
        pair.run();
        return pair.serverSide.receive(buffer, 0, 1000, info) == 100;
    }

    private void give(final EnginePair pair, final int length) {
        checksum.write(buffer, 0, length);
        pair.server.handlePacket(
                pair.nowNs,
                buffer,
                0,
                length,
                EnginePair.CLIENT_ADDRESS.high(),
                EnginePair.CLIENT_ADDRESS.low(),
                EnginePair.UDP_PORT,
                0);
    }
}

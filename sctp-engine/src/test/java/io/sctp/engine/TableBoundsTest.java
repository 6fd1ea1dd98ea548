package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.IpAddressParameter;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that others fill: each is bounded by what was agreed on, or charged to the pool, whose end is an answer. */
final class TableBoundsTest {
    private static final int WINDOW = 1 << 16;
    private static final int WHOLE = DataChunk.FLAG_BEGIN | DataChunk.FLAG_END;
    private static final int POOL = 2 << 20;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 17);
    private final ReceiveInfo info = new ReceiveInfo();

    private static EngineConfig small(final boolean interleaving) {
        return EngineConfig.builder()
                .associations(AssociationConfig.builder()
                        .receiveWindowBytes(WINDOW)
                        .maxMessageBytes(WINDOW)
                        .interleavingSupported(interleaving)
                        .build())
                .memoryLimitBytes(POOL)
                .build();
    }

    @Test
    void shouldKeepAsManyOfThePeersAddressesAsThereMayBePaths() {
        final EnginePair pair = EnginePair.withDefaults();
        final RawPeer peer = new RawPeer(pair);
        int end = peer.init(77, 1 << 20, 10, 10);
        for (int i = 0; i < 7000; i++) {
            Parameter.write(peer.packet, end, ParameterType.IPV4_ADDRESS, IpAddressParameter.IPV4_LENGTH);
            peer.packet.putInt(end + Parameter.HEADER_LENGTH, 0x0A010000 + i);
            end += IpAddressParameter.IPV4_LENGTH;
        }
        peer.connect(end);
        assertEquals(8, pair.serverSide.pathCount());
    }

    /** Messages of one byte whose turn does not come, or fragments whose message is not completed. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepAsManyWaitingMessagesAsTheWindowHolds(final boolean interleaving) {
        final EngineConfig config = small(interleaving);
        final EnginePair pair = new EnginePair(config, config).connect();
        final BulkPeer peer = new BulkPeer(pair);
        for (int i = 1; i < 20_000; i++) {
            if (interleaving) {
                peer.iData(peer.tsn + i, WHOLE, i % 60, 1 + i / 60, 0, 1);
            } else {
                peer.data(peer.tsn + i, WHOLE, i % 60, 1 + i / 60, 1);
            }
        }
        peer.hand();
        peer.drain();
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
        assertTrue(pair.serverSide.heldBytes() > WINDOW / 2);
        assertTrue(pair.serverSide.heldBytes() <= 2 * WINDOW, () -> pair.serverSide.heldBytes() + " bytes");
        final long others = pair.server.memoryLiveBytes() - pair.serverSide.heldBytes();
        assertTrue(others >= 0 && others <= 1 << 12, () -> others + " bytes of others");
    }

    /** They are given up at once, and the user does not ask what became of them. */
    @Test
    void shouldChargeMessagesThatFailedToThePool() {
        final EnginePair pair = new EnginePair(
                        EngineConfig.of(AssociationConfig.builder()
                                .receiveWindowBytes(1500)
                                .maxMessageBytes(1500)
                                .build()),
                        small(false))
                .connect();
        SendResult result = SendResult.QUEUED;
        int sent = 0;
        for (; result == SendResult.QUEUED && sent < 100_000; sent++) {
            result = Sends.send(pair.serverSide, buffer, 0, 1000, 0, 0, 0, 0, Policy.LIFETIME, 1, null);
            pair.nowNs += 1000;
            pair.server.advanceTo(pair.nowNs);
            boolean isBusy = true;
            while (isBusy) { // nobody is told
                isBusy = pair.carry(false);
                isBusy |= pair.carry(true);
            }
        }
        final int most = sent;
        assertEquals(SendResult.WOULD_BLOCK, result);
        assertTrue(most < POOL / 1000, () -> most + " messages");
        assertTrue(pair.server.memoryAllocatedBytes() <= POOL);
        pair.run();
        assertEquals(most - 1, pair.serverEvents.failed.size(), 20);
        assertEquals(
                SendResult.QUEUED,
                Sends.send(pair.serverSide, buffer, 0, 1000, 0, 0, 0, 0, Policy.LIFETIME, 1, null),
                "what was handed back is free");
    }

    /** Their users neither read what is left nor say that they will not. */
    @Test
    void shouldFreeWhatIsLeftUnreadOfAssociationsThatAreOver() {
        final EnginePair pair = new EnginePair(EngineConfig.builder().build(), small(false));
        for (int i = 0; i < 200; i++) {
            final Association client = connect(pair, 6000 + i);
            Sends.send(client, buffer, 0, 50_000, 0, 0, 0, 0);
            pair.run();
            client.abort();
            pair.run();
            assertTrue(pair.server.memoryAllocatedBytes() <= POOL);
        }
        assertEquals(0, pair.server.associationCount());
        assertTrue(pair.server.counters().associationsEvicted() > 0);
        final Association client = connect(pair, 7000);
        Sends.send(client, buffer, 0, 50_000, 0, 0, 0, 0);
        pair.run();
        assertEquals(50_000, pair.serverEvents.association.receive(buffer, 0, buffer.capacity(), info));
    }

    private static Association connect(final EnginePair pair, final int port) {
        final Association client = pair.client.connect(
                pair.nowNs, port, EnginePair.PORT, List.of(EnginePair.SERVER_ADDRESS), EnginePair.UDP_PORT, 0);
        pair.run();
        assertEquals(AssociationState.ESTABLISHED, client.state());
        return client;
    }
}

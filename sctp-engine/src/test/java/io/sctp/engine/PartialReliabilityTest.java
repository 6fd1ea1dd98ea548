package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3758 and RFC 7496: messages that are given up, and those that are not. */
final class PartialReliabilityTest {
    private static final long MILLI = 1_000_000;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 17);
    private final ReceiveInfo info = new ReceiveInfo();

    /** RFC 3758 section 3.6. */
    @Test
    void shouldNotWaitForWhatThePeerGivesUp() {
        final EnginePair pair = EnginePair.withDefaults().connect();
        assertEquals(pair.clientSide.nextTsn() + 4, cumulativeAfterForwardTsn(pair, 4));
    }

    /** A peer that has reset the association (RFC 6525) counts from elsewhere before this end hears of it. */
    @Test
    void shouldNotTakeAForwardTsnOfOtherNumbers() {
        final EnginePair pair = EnginePair.withDefaults().connect();
        assertEquals(pair.clientSide.nextTsn() - 1, cumulativeAfterForwardTsn(pair, 1 << 30));
    }

    /** What the server acknowledges after a FORWARD TSN that skips the next TSN and some more. */
    private static int cumulativeAfterForwardTsn(final EnginePair pair, final int more) {
        final List<RawPeer.Answer> answers = new RawPeer(pair)
                .giveChunk(pair.serverSide.localTag(), ChunkType.FORWARD_TSN, 0, pair.clientSide.nextTsn() + more);
        assertEquals(1, answers.size(), answers::toString);
        assertEquals(ChunkType.SACK, answers.get(0).type());
        return answers.get(0).bytes().getInt(4);
    }

    @Test
    void shouldGiveUpAMessageWhoseLifetimeIsOverAndDeliverTheNext() {
        final EnginePair pair = EnginePair.withDefaults().connect();
        pair.tap = (fromClient, packet, offset, length) -> !fromClient;
        send(pair, 1000, 2, 1, Policy.LIFETIME, 500 * MILLI);
        pair.run();
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(1100 * MILLI);
        assertTrue(
                pair.clientEvents.events.contains("failed ABANDONED stream 2 ppid 7 context 1 sent"),
                pair.clientEvents.events::toString);
        send(pair, 900, 2, 2, Policy.RELIABLE, 0);
        pair.run();
        pair.pass(1000 * MILLI);
        assertEquals(900, pair.serverSide.receive(buffer, 0, 2000, info));
        assertEquals(1, pair.clientSide.abandonedMessages().sent(Policy.LIFETIME));
        assertEquals(1, pair.clientSide.abandonedMessages(2).sent());
        assertEquals(0, pair.clientSide.abandonedMessages(2).unsent());
        assertNull(pair.clientSide.abandonedMessages(3));
        assertEquals(0, pair.clientSide.unacknowledgedChunks());
        assertEquals(0, pair.client.memoryBlocks());
    }

    /** However long: the end of it is beyond what the clock can count. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE / 2 + 1, 1L << 62})
    void shouldKeepAMessageWhoseLifetimeIsLongerThanAnyClockRuns(final long lifetimeNs) {
        final EnginePair pair = EnginePair.withDefaults().connect();
        pair.pass(1000 * MILLI);
        pair.tap = (fromClient, packet, offset, length) -> !fromClient;
        send(pair, 1000, 2, 1, Policy.LIFETIME, lifetimeNs);
        pair.run();
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(5000 * MILLI);
        assertEquals(1000, pair.serverSide.receive(buffer, 0, 2000, info));
        assertEquals(0, pair.clientSide.abandonedMessages().sent(Policy.LIFETIME));
    }

    @Test
    void shouldGiveUpAMessageThatNeedsMoreRetransmissionsThanAllowed() {
        final EnginePair pair = EnginePair.withDefaults().connect();
        final int[] packets = {0};
        pair.tap = (fromClient, packet, offset, length) -> {
            packets[0] += fromClient && length > 1000 ? 1 : 0;
            return !fromClient || length <= 1000;
        };
        send(pair, 1000, 0, 1, Policy.RETRANSMISSIONS, 2);
        pair.pass(30_000 * MILLI);
        assertEquals(3, packets[0], "the first transmission and two more");
        assertEquals(1, pair.clientSide.abandonedMessages().sent(Policy.RETRANSMISSIONS));
        assertTrue(pair.clientEvents.events.contains("drained"), pair.clientEvents.events::toString);
    }

    /** RFC 3758 section 3.5, rule A2: what is given up is not outstanding, whether or not the peer has heard of it. */
    @Test
    void shouldNotGatherSmallMessagesForWhatWasGivenUp() {
        final AssociationConfig nagle =
                AssociationConfig.builder().noDelay(false).build();
        final EnginePair pair =
                new EnginePair(nagle, AssociationConfig.builder().build()).connect();
        final int[] data = {0};
        pair.tap = (fromClient, packet, offset, length) -> {
            data[0] += fromClient && Chunk.type(packet, offset + PacketHeader.LENGTH) == ChunkType.DATA ? 1 : 0;
            return !fromClient;
        };
        send(pair, 1000, 2, 1, Policy.LIFETIME, 500 * MILLI);
        pair.run();
        pair.pass(1100 * MILLI);
        assertEquals(1, data[0]);
        assertEquals(0, pair.clientSide.unacknowledgedChunks());
        assertEquals(0, pair.clientSide.path(0).flightBytes());
        send(pair, 100, 2, 2, Policy.RELIABLE, 0);
        pair.run();
        assertEquals(2, data[0], "sent though the SACK of the FORWARD TSN has not come");
        assertEquals(1, pair.clientSide.unacknowledgedChunks());
    }

    @Test
    void shouldGiveUpWhatMattersLessWhenTheBufferIsFull() {
        final AssociationConfig small =
                AssociationConfig.builder().sendBufferBytes(4000).build();
        final EnginePair pair =
                new EnginePair(small, AssociationConfig.builder().build()).connect();
        for (int i = 0; i < 4; i++) {
            send(pair, 1000, i, i, Policy.PRIORITY, 10 - i);
        }
        assertEquals(SendResult.WOULD_BLOCK, result(pair, 1000, 5, 5, Policy.PRIORITY, 10));
        assertEquals(SendResult.WOULD_BLOCK, result(pair, 1000, 5, 5, Policy.RELIABLE, 0));
        assertEquals(SendResult.QUEUED, result(pair, 1000, 5, 5, Policy.PRIORITY, 1));
        pair.run();
        assertTrue(
                pair.clientEvents.events.contains("failed ABANDONED stream 0 ppid 7 context 0 unsent"),
                pair.clientEvents.events::toString);
        assertEquals(1, pair.clientSide.abandonedMessages().unsent(Policy.PRIORITY));
        assertEquals(4, pair.serverSide.readyMessages());
    }

    /** What was sent in part is given up whole, and the peer does not mix it up with what follows. */
    @Test
    void shouldGiveUpEveryFragmentOfALongMessage() {
        final EnginePair pair = EnginePair.withDefaults().connect();
        pair.tap = (fromClient, packet, offset, length) -> !fromClient;
        send(pair, 100_000, 1, 1, Policy.LIFETIME, 500 * MILLI);
        pair.run();
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(1100 * MILLI);
        send(pair, 50_000, 1, 2, Policy.RELIABLE, 0);
        pair.pass(5000 * MILLI);
        assertEquals(50_000, pair.serverSide.receive(buffer, 0, buffer.capacity(), info));
        assertEquals(100_000, pair.clientEvents.failed.get(0).capacity());
        assertEquals(0, pair.client.memoryBlocks());
    }

    @Test
    void shouldSendOnUntilItArrivesWhenThePeerDoesNotKnowForwardTsn() {
        final AssociationConfig without =
                AssociationConfig.builder().partialReliability(false).build();
        final EnginePair pair = new EnginePair(AssociationConfig.builder().build(), without).connect();
        assertFalse(pair.clientSide.isPartiallyReliable());
        pair.tap = (fromClient, packet, offset, length) -> !fromClient;
        send(pair, 1000, 0, 1, Policy.LIFETIME, 500 * MILLI);
        pair.run();
        pair.pass(3100 * MILLI);
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(10_000 * MILLI);
        assertEquals(1, pair.serverSide.readyMessages());
    }

    private void send(
            final EnginePair pair,
            final int length,
            final int stream,
            final int context,
            final Policy policy,
            final long value) {
        assertEquals(SendResult.QUEUED, result(pair, length, stream, context, policy, value));
    }

    private SendResult result(
            final EnginePair pair,
            final int length,
            final int stream,
            final int context,
            final Policy policy,
            final long value) {
        pair.client.advanceTo(pair.nowNs);
        return Sends.send(pair.clientSide, buffer, 0, length, stream, 0, 7, context, policy, value, null);
    }
}

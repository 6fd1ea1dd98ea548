package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.StreamScheduler;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which stream's message is sent next (RFC 8260 section 3). */
final class StreamSchedulerTest {
    private static final int SMALL = 100;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(100_000);
    private EnginePair pair;
    private Association sender;
    private int sent;

    @Test
    void shouldSendInTheOrderOfSendsUnlessToldOtherwise() {
        connect(StreamScheduler.FIRST_COME_FIRST_SERVED);
        send(0, 3, SMALL);
        send(1, 3, SMALL);
        assertEquals(List.of(0, 0, 0, 1, 1, 1), streamsAsReceived());
    }

    @Test
    void shouldTakeTurnsInRoundRobin() {
        connect(StreamScheduler.ROUND_ROBIN);
        send(0, 3, SMALL);
        send(2, 2, 5 * SMALL);
        send(1, 1, SMALL);
        assertEquals(List.of(0, 2, 1, 0, 2, 0), streamsAsReceived());
    }

    /** Whoever was silent does not make up for it. */
    @Test
    void shouldTakeTurnsFromWhenAStreamBegins() {
        connect(StreamScheduler.ROUND_ROBIN);
        send(0, 10, SMALL);
        assertEquals(10, streamsAsReceived().size());
        send(0, 2, SMALL);
        send(1, 4, SMALL);
        assertEquals(List.of(0, 1, 0, 1, 1, 1), streamsAsReceived());
    }

    @Test
    void shouldSendTheSmallestPriorityFirst() {
        connect(StreamScheduler.PRIORITY);
        sender.schedulerValue(0, 7);
        sender.schedulerValue(1, 7);
        sender.schedulerValue(2, 1);
        send(0, 2, SMALL);
        send(1, 1, SMALL);
        send(2, 2, SMALL);
        send(0, 1, SMALL);
        assertEquals(List.of(2, 2, 0, 1, 0, 0), streamsAsReceived(), "streams of one priority take turns");
    }

    @Test
    void shouldMoveAStreamAtOnceWhosePriorityChanges() {
        connect(StreamScheduler.PRIORITY);
        for (int stream = 0; stream < 5; stream++) {
            sender.schedulerValue(stream, 10 + stream);
            send(stream, 2, SMALL);
        }
        sender.schedulerValue(3, 1);
        sender.schedulerValue(0, 100);
        assertEquals(List.of(3, 3, 1, 1, 2, 2, 4, 4, 0, 0), streamsAsReceived());
    }

    /** Each packet holds one stream's messages, as many as it takes. */
    @Test
    void shouldTakeTurnsByPacket() {
        connect(StreamScheduler.ROUND_ROBIN_PACKET);
        send(0, 20, SMALL);
        send(1, 5, SMALL);
        final List<Set<Integer>> packets = new ArrayList<>();
        pair.tap = (fromClient, packet, offset, length) -> {
            if (fromClient) {
                packets.add(streamsOf(packet, offset, length));
            }
            return true;
        };
        final List<Integer> streams = streamsAsReceived();
        assertEquals(List.of(Set.of(0), Set.of(1), Set.of(0)), packets);
        assertEquals(25, streams.size());
        assertEquals(5, lastIndex(streams, 1, 5) - lastIndex(streams, 1, 1) + 1, streams::toString);
    }

    private static Set<Integer> streamsOf(final ByteBuffer packet, final int offset, final int length) {
        final Set<Integer> streams = new HashSet<>();
        for (int at = offset + 12; at < offset + length; at += (packet.getShort(at + 2) + 3) & ~3) {
            if (packet.get(at) == 0) {
                streams.add((int) packet.getShort(at + 8));
            }
        }
        return streams;
    }

    /** Whoever has had much does not get as much again by being silent for a moment. */
    @Test
    void shouldCountWhatAStreamHasHadWhenItBeginsAgain() {
        connect(StreamScheduler.FAIR_CAPACITY);
        send(0, 1, 40 * SMALL);
        send(1, 100, SMALL);
        final List<Integer> order = new ArrayList<>();
        pair.tap = (fromClient, packet, offset, length) -> {
            for (int at = offset + 12; fromClient && at < offset + length; at += (packet.getShort(at + 2) + 3) & ~3) {
                if (packet.get(at) == 0 && (packet.get(at + 1) & 1) != 0) {
                    order.add((int) packet.getShort(at + 8));
                    if (packet.getShort(at + 8) == 0 && order.size() < 50) {
                        send(0, 1, 40 * SMALL);
                    }
                }
            }
            return true;
        };
        pair.pass(1_000_000_000L);
        final int first = order.indexOf(0);
        final int second = first + 1 + order.subList(first + 1, order.size()).indexOf(0);
        assertTrue(second - first >= 35, "40 small ones between two large ones: " + order);
    }

    /** What a policy gives up in the middle of streams' lists leaves the others as they were. */
    @ParameterizedTest
    @EnumSource(StreamScheduler.class)
    void shouldSendTheRestWhenMessagesAreGivenUp(final StreamScheduler scheduler) {
        connect(scheduler);
        for (int i = 0; i < 60; i++) {
            final boolean mortal = i % 3 != 0 || i % 12 == 0;
            Sends.send(
                    sender,
                    buffer,
                    0,
                    SMALL,
                    i % 12,
                    0,
                    i,
                    i,
                    mortal ? Policy.LIFETIME : Policy.RELIABLE,
                    mortal ? 1000 : 0,
                    null);
        }
        pair.nowNs += 2000;
        final List<Integer> streams = streamsAsReceived();
        Collections.sort(streams);
        assertEquals(List.of(3, 3, 3, 3, 3, 6, 6, 6, 6, 6, 9, 9, 9, 9, 9), streams);
        assertEquals(45, pair.clientSide.abandonedMessages().unsent());
        assertEquals(0, pair.client.memoryBlocks());
    }

    @ParameterizedTest
    @EnumSource(StreamScheduler.class)
    void shouldGiveUpWhatMattersLeastOfAllStreams(final StreamScheduler scheduler) {
        connect(scheduler);
        int queued = 0;
        while (Sends.send(sender, buffer, 0, 10_000, queued % 5, 0, 0, queued, Policy.PRIORITY, 100 + queued % 5, null)
                == SendResult.QUEUED) {
            queued++;
        }
        assertEquals(
                SendResult.QUEUED, Sends.send(sender, buffer, 0, 10_000, 0, 0, 0, queued, Policy.PRIORITY, 1, null));
        pair.run();
        assertTrue(
                pair.clientEvents.events.stream().anyMatch(event -> event.startsWith("failed ABANDONED stream 4 ")),
                pair.clientEvents.events::toString);
    }

    /** And gives up all memory of it. */
    @ParameterizedTest
    @EnumSource(StreamScheduler.class)
    void shouldHandBackWhatIsQueuedWhenTheAssociationEnds(final StreamScheduler scheduler) {
        connect(scheduler);
        send(1, 3, 70_000);
        send(2, 10, SMALL);
        pair.carry(true);
        sender.abort();
        pair.run();
        final List<String> failed = pair.clientEvents.events.stream()
                .filter(event -> event.startsWith("failed"))
                .toList();
        assertEquals(13, failed.size(), failed::toString);
        assertEquals(0, pair.client.memoryBlocks());
    }

    /** Streams are used one after the other, each for the first time. */
    @Test
    void shouldTakeManyStreamsWithoutCopyingTheirNumbersEachTime() {
        pair = new EnginePair(
                        AssociationConfig.builder()
                                .streamScheduler(StreamScheduler.WEIGHTED_FAIR_QUEUEING)
                                .outboundStreams(65_535)
                                .sendBufferBytes(1 << 24)
                                .build(),
                        AssociationConfig.builder().maxInboundStreams(65_535).build())
                .connect();
        sender = pair.clientSide;
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int stream = 0; stream < 65_535; stream++) {
            sender.schedulerValue(stream, 1 + stream % 7);
            send(stream, 1, 8);
        }
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 40 << 20, allocated + " bytes for 65,535 streams");
    }

    /** A kilobyte of the one for ten times a hundred bytes of the other. */
    @Test
    void shouldShareTheBytesFairly() {
        connect(StreamScheduler.FAIR_CAPACITY);
        send(0, 10, 10 * SMALL);
        send(1, 30, SMALL);
        final List<Integer> streams = streamsAsReceived();
        assertEquals(40, streams.size());
        for (int large = 1; large <= 3; large++) {
            final int small = 10 * large;
            final long meanwhile = streams.subList(0, lastIndex(streams, 1, small)).stream()
                    .filter(stream -> stream == 0)
                    .count();
            assertTrue(
                    Math.abs(meanwhile - large) <= 1, small + " small ones beside " + meanwhile + " large: " + streams);
        }
    }

    @Test
    void shouldShareTheBytesByWeight() {
        connect(StreamScheduler.WEIGHTED_FAIR_QUEUEING);
        sender.schedulerValue(0, 1);
        sender.schedulerValue(1, 3);
        send(0, 20, SMALL);
        send(1, 20, SMALL);
        final List<Integer> streams = streamsAsReceived();
        final long ofTheHeavy =
                streams.subList(0, 16).stream().filter(stream -> stream == 1).count();
        assertTrue(ofTheHeavy >= 11 && ofTheHeavy <= 13, streams::toString);
    }

    /** Without interleaving a message's fragments come one behind another. */
    @Test
    void shouldSendAMessageThatIsBegunToItsEnd() {
        connect(StreamScheduler.PRIORITY);
        sender.schedulerValue(0, 7);
        sender.schedulerValue(1, 1);
        // More than the congestion window, so that the rest waits.
        pair.tap = (fromClient, packet, offset, length) -> fromClient;
        send(0, 2, 20_000);
        pair.run();
        send(1, 1, SMALL);
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(10_000_000_000L);
        assertEquals(List.of(0, 1, 0), streamsAsReceived());
    }

    @Test
    void shouldApplyAChangeToWhatIsQueued() {
        connect(StreamScheduler.FIRST_COME_FIRST_SERVED);
        send(0, 2, SMALL);
        send(1, 2, 40_000);
        send(2, 2, SMALL);
        sender.schedulerValue(2, 1);
        sender.schedulerValue(1, 2);
        sender.schedulerValue(0, 3);
        sender.configure(sender.config().toBuilder()
                .streamScheduler(StreamScheduler.PRIORITY)
                .build());
        assertEquals(List.of(2, 2, 1, 1, 0, 0), streamsAsReceived());
    }

    /** Or else a peer would get messages of a stream in another order than they were sent. */
    @Test
    void shouldKeepTheOrderWithinAStreamWhateverChanges() {
        connect(StreamScheduler.PRIORITY);
        final Queue<StreamScheduler> changes = new ArrayDeque<>(List.of(
                StreamScheduler.ROUND_ROBIN, StreamScheduler.FAIR_CAPACITY, StreamScheduler.WEIGHTED_FAIR_QUEUEING));
        for (int i = 0; i < 60; i++) {
            sender.schedulerValue(i % 3, (i * 7) % 5);
            send((i * 5) % 3, 1, SMALL + i);
            if (i % 20 == 0) {
                final StreamScheduler next = changes.remove();
                sender.configure(
                        sender.config().toBuilder().streamScheduler(next).build());
            }
        }
        final int[] last = {-1, -1, -1};
        final ReceiveInfo info = new ReceiveInfo();
        pair.run();
        for (int i = 0; i < 60; i++) {
            assertTrue(pair.serverSide.receive(buffer, 0, buffer.capacity(), info) > 0, "message " + i);
            assertTrue(info.ppid() > last[info.stream()], "stream " + info.stream());
            last[info.stream()] = info.ppid();
        }
        assertArrayEquals(new int[] {57, 59, 58}, last);
    }

    private void connect(final StreamScheduler scheduler) {
        pair = new EnginePair(
                        AssociationConfig.builder().streamScheduler(scheduler).build(),
                        AssociationConfig.builder().build())
                .connect();
        sender = pair.clientSide;
    }

    private void send(final int stream, final int count, final int length) {
        for (int i = 0; i < count; i++) {
            assertEquals(SendResult.QUEUED, Sends.send(sender, buffer, 0, length, stream, 0, sent++, 0));
        }
    }

    private List<Integer> streamsAsReceived() {
        pair.run();
        final List<Integer> streams = new ArrayList<>();
        final ReceiveInfo info = new ReceiveInfo();
        while (pair.serverSide.receive(buffer, 0, buffer.capacity(), info) > 0) {
            streams.add(info.stream());
            pair.run();
        }
        return streams;
    }

    private static int lastIndex(final List<Integer> streams, final int stream, final int count) {
        int seen = 0;
        for (int i = 0; i < streams.size(); i++) {
            seen += streams.get(i) == stream ? 1 : 0;
            if (seen == count) {
                return i;
            }
        }
        throw new AssertionError("fewer than " + count + " of stream " + stream + ": " + streams);
    }
}

package io.sctp.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.payload.Payload;
import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.schedule.Arrival;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sender on a clock of the test's own: time passes only when the sender waits or its peer takes its time. */
class SenderTest {
    private static final long START_NS = VirtualPeer.START_NS;
    private static final long MILLI = 1_000_000;

    private final VirtualClock clock = new VirtualClock();

    @Test
    void shouldSendEachMessageAtItsIntendedTimeOnStreamsInTurn() throws IOException {
        final VirtualPeer peer = new VirtualPeer(clock);
        final Sender sender = run(plan(1, 1_000, Duration.ZERO, Duration.ofMillis(5)), peer);
        assertEquals(List.of(0L, MILLI, 2 * MILLI, 3 * MILLI, 4 * MILLI), peer.sentNs);
        assertEquals(List.of(0, 1, 2, 0, 1), peer.streams);
        assertEquals(5, sender.sent());
        assertEquals(0, sender.unsent());
        assertEquals(0, sender.lag().collect().getMaxValue());
    }

    @Test
    void shouldNotLetAStallDelayTheIntendedTimesOfWhatComesAfter() throws IOException {
        final VirtualPeer peer = new VirtualPeer(clock);
        peer.blockedFromNs = 2 * MILLI;
        peer.blockedUntilNs = 7 * MILLI;
        final Sender sender = run(plan(1, 1_000, Duration.ZERO, Duration.ofMillis(10)), peer);
        assertEquals(10, peer.sentNs.size());
        for (int i = 0; i < 10; i++) {
            assertEquals(START_NS + i * MILLI, peer.intendedNs.get(i), "intended time of message " + i);
        }
        assertTrue(peer.sentNs.get(2) >= 7 * MILLI, "the third message had to wait");
        assertTrue(sender.lag().collect().getMaxValue() >= 4.9 * MILLI, "the lag shows the stall");
    }

    @Test
    void shouldLetOtherAssociationsGoOnWhileOneIsBlocked() throws IOException {
        final VirtualPeer blocked = new VirtualPeer(clock);
        blocked.blockedUntilNs = 8 * MILLI;
        final VirtualPeer free = new VirtualPeer(clock);
        run(plan(2, 2_000, Duration.ZERO, Duration.ofMillis(10)), blocked, free);
        assertEquals(10, free.sentNs.size());
        for (int i = 0; i < 10; i++) {
            assertTrue(
                    Math.abs(free.sentNs.get(i) - i * MILLI - MILLI / 2) <= 20_000,
                    "message " + i + ": " + free.sentNs);
        }
        assertEquals(10, blocked.sentNs.size());
    }

    @Test
    void shouldMeasureOnlyAfterTheWarmUp() throws IOException {
        final Sender sender = run(plan(1, 1_000, Duration.ofMillis(3), Duration.ofMillis(4)), new VirtualPeer(clock));
        assertEquals(7, sender.sent());
        assertEquals(4, sender.measured());
    }

    @Test
    void shouldGiveUpSoonAfterTheEndWhenThePeerTakesNothing() throws IOException {
        final VirtualPeer peer = new VirtualPeer(clock);
        peer.blockedUntilNs = Long.MAX_VALUE;
        final Sender sender = run(plan(1, 1_000, Duration.ZERO, Duration.ofMillis(10)), peer);
        assertEquals(0, sender.sent());
        assertEquals(10, sender.unsent());
        assertTrue(clock.nanoTime() < 2_000 * MILLI, "gave up after " + clock.nanoTime() + " ns");
    }

    @Test
    void shouldFillBatchesWhereMessagesGoAsFastAsTheyAreTaken() throws IOException {
        final VirtualPeer peer = new VirtualPeer(clock);
        peer.takesNs = 1_000;
        final LoadPlan plan = plan(
                1,
                new LoadPlan.Calls(64, 0, false),
                new Arrival(Arrival.Kind.MAX, 0, 0),
                Duration.ZERO,
                Duration.ofMillis(10));
        final Sender sender = run(plan, peer);
        assertTrue(sender.sent() > 9_900, sender.sent() + " messages in 10 ms of 1 µs each");
        assertEquals(List.of(64), peer.batches.stream().limit(100).distinct().toList());
        assertEquals(0, sender.unsent());
    }

    /** A peer takes 1,000 of 10,000 messages in a tenth of a second: what it took while measuring counts. */
    @Test
    void shouldCountWhatWasSentWhileMeasuringAtTenTimesTheLoadThatThePeerTakes() throws IOException {
        final VirtualPeer peer = new VirtualPeer(clock);
        peer.takesNs = 100_000;
        final Sender sender = run(plan(1, 100_000, Duration.ofMillis(100), Duration.ofMillis(100)), peer);
        final double seconds = (sender.lastMeasuredNs() - sender.measureFromNs()) / 1e9;
        assertEquals(10_000, sender.measured() / seconds, 100, "messages/s sent of 10,000 that the peer takes");
        assertEquals(10_000, sender.due(), "what was to be sent while measuring, at 100,000 messages/s");
        assertTrue(sender.unsent() > 7_000, sender.unsent() + " were never sent");
    }

    /** A month's messages at such a rate cannot be counted one by one. */
    @Test
    @Timeout(10)
    void shouldTellAtOnceWhatWasNeverSentAtAnyRate() throws IOException {
        final VirtualPeer peer = new VirtualPeer(clock);
        peer.blockedUntilNs = Long.MAX_VALUE;
        for (final Arrival.Kind kind : List.of(Arrival.Kind.FIXED, Arrival.Kind.POISSON)) {
            final LoadPlan plan = plan(
                    1,
                    LoadPlan.Calls.SINGLE,
                    new Arrival(kind, 1e9, 1),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(90));
            final Sender sender = new Sender(plan, new VirtualPeer[] {peer}, clock, 0);
            clock.at(clock.nanoTime() + Duration.ofSeconds(50).toNanos(), 0, sender::stop);
            sender.run(clock.nanoTime());
            assertEquals(40e9, (double) sender.unsent(), 0.01e9, kind + ": of 40 s at 1,000,000,000 messages/s");
        }
    }

    private static LoadPlan plan(
            final int associations, final double rate, final Duration warmup, final Duration duration) {
        final Arrival arrival = new Arrival(Arrival.Kind.FIXED, rate, 0);
        return plan(associations, LoadPlan.Calls.SINGLE, arrival, warmup, duration);
    }

    private static LoadPlan plan(
            final int associations,
            final LoadPlan.Calls calls,
            final Arrival arrival,
            final Duration warmup,
            final Duration duration) {
        return new LoadPlan(
                LoadPlan.Mode.ECHO,
                associations,
                3,
                new LoadPlan.Messages(SizeDistribution.fixed(Payload.MIN_BYTES), 0, false),
                calls,
                arrival,
                new LoadPlan.Timing(warmup, duration, Duration.ZERO));
    }

    private Sender run(final LoadPlan plan, final VirtualPeer... peers) throws IOException {
        final Sender sender = new Sender(plan, peers, clock, 0);
        sender.run(START_NS);
        return sender;
    }
}

package io.sctp.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.payload.Payload;
import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.schedule.Arrival;
import io.sctp.bench.schedule.Shard;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sender on a clock of the test's own: time passes only when the sender waits or its peer takes its time. */
class SenderTest {
    private static final long START_NS = VirtualConnection.START_NS;
    private static final long MILLI = 1_000_000;

    private final VirtualClock clock = new VirtualClock();

    @Test
    void shouldSendEachMessageAtItsIntendedTimeOnStreamsInTurn() throws IOException {
        final VirtualConnection connection = new VirtualConnection(clock);
        final Sender sender = run(plan(1, 1_000, Duration.ZERO, Duration.ofMillis(5)), connection);
        assertEquals(List.of(0L, MILLI, 2 * MILLI, 3 * MILLI, 4 * MILLI), connection.sentNs);
        assertEquals(List.of(0, 1, 2, 0, 1), connection.streams);
        assertEquals(5, sender.sent());
        assertEquals(0, sender.unsent());
        assertEquals(0, sender.lag().collect().getMaxValue());
    }

    @Test
    void shouldNotLetAStallDelayTheIntendedTimesOfWhatComesAfter() throws IOException {
        final VirtualConnection connection = new VirtualConnection(clock);
        connection.blockedFromNs = 2 * MILLI;
        connection.blockedUntilNs = 7 * MILLI;
        final Sender sender = run(plan(1, 1_000, Duration.ZERO, Duration.ofMillis(10)), connection);
        assertEquals(10, connection.sentNs.size());
        for (int i = 0; i < 10; i++) {
            assertEquals(START_NS + i * MILLI, connection.intendedNs.get(i), "intended time of message " + i);
        }
        assertTrue(connection.sentNs.get(2) >= 7 * MILLI, "the third message had to wait");
        assertTrue(sender.lag().collect().getMaxValue() >= 4.9 * MILLI, "the lag shows the stall");
    }

    @Test
    void shouldLetOtherAssociationsGoOnWhileOneIsBlocked() throws IOException {
        final VirtualConnection blocked = new VirtualConnection(clock);
        blocked.blockedUntilNs = 8 * MILLI;
        final VirtualConnection free = new VirtualConnection(clock);
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
        final Sender sender =
                run(plan(1, 1_000, Duration.ofMillis(3), Duration.ofMillis(4)), new VirtualConnection(clock));
        assertEquals(7, sender.sent());
        assertEquals(4, sender.measured());
        assertEquals(3, sender.rehearsed(), "messages of the warm-up whose recording is compiled by then");
        assertEquals(4, sender.lag().collect().getTotalCount());
    }

    @Test
    void shouldGiveUpSoonAfterTheEndWhenThePeerTakesNothing() throws IOException {
        final VirtualConnection connection = new VirtualConnection(clock);
        connection.blockedUntilNs = Long.MAX_VALUE;
        final Sender sender = run(plan(1, 1_000, Duration.ZERO, Duration.ofMillis(10)), connection);
        assertEquals(0, sender.sent());
        assertEquals(10, sender.unsent());
        assertTrue(clock.nanoTime() < 2_000 * MILLI, "gave up after " + clock.nanoTime() + " ns");
    }

    @Test
    void shouldFillBatchesWhereMessagesGoAsFastAsTheyAreTaken() throws IOException {
        final VirtualConnection connection = new VirtualConnection(clock);
        connection.takesNs = 1_000;
        final LoadPlan plan = plan(
                1,
                new LoadPlan.Calls(64, 0, false),
                new Arrival(Arrival.Kind.MAX, 0, 0),
                Duration.ZERO,
                Duration.ofMillis(10));
        final Sender sender = run(plan, connection);
        assertTrue(sender.sent() > 9_900, sender.sent() + " messages in 10 ms of 1 µs each");
        assertEquals(
                List.of(64), connection.batches.stream().limit(100).distinct().toList());
        assertEquals(0, sender.unsent());
    }

    /** A peer takes 1,000 of 10,000 messages in a tenth of a second: what it took while measuring counts. */
    @Test
    void shouldCountWhatWasSentWhileMeasuringAtTenTimesTheLoadThatThePeerTakes() throws IOException {
        final VirtualConnection connection = new VirtualConnection(clock);
        connection.takesNs = 100_000;
        final Sender sender = run(plan(1, 100_000, Duration.ofMillis(100), Duration.ofMillis(100)), connection);
        final double seconds = (sender.lastMeasuredNs() - sender.measureFromNs()) / 1e9;
        assertEquals(10_000, sender.measured() / seconds, 100, "messages/s sent of 10,000 that the peer takes");
        assertEquals(10_000, sender.due(), "what was to be sent while measuring, at 100,000 messages/s");
        assertTrue(sender.unsent() > 7_000, sender.unsent() + " were never sent");
    }

    /** Each association sends the same messages at the same times, whichever of the generators has it. */
    @ParameterizedTest
    @EnumSource(
            value = Arrival.Kind.class,
            names = {"FIXED", "POISSON"})
    void shouldSendAsPartsExactlyWhatOneGeneratorSends(final Arrival.Kind kind) throws IOException {
        final LoadPlan whole = new LoadPlan(
                LoadPlan.Mode.ECHO,
                5,
                3,
                new LoadPlan.Messages(SizeDistribution.parse("100:0.5,200:0.3,1400:0.2"), 0, false),
                LoadPlan.Calls.SINGLE,
                new Arrival(kind, 5_000, 3),
                new LoadPlan.Timing(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ZERO));
        final VirtualConnection[] expected = connections(5);
        final Sender alone = run(whole, expected);
        long sent = 0;
        for (int number = 1; number <= 2; number++) {
            final LoadPlan part = whole.shard(new Shard(number, 2));
            final VirtualConnection[] own = connections(part.ownAssociations());
            final VirtualClock later = new VirtualClock();
            final Sender sender = VirtualConnection.sender(part, own, later);
            sender.run(START_NS);
            sent += sender.sent();
            for (int i = 0; i < own.length; i++) {
                final VirtualConnection same = expected[part.shard().association(i)];
                assertEquals(same.intendedNs, own[i].intendedNs, "times");
                assertEquals(same.bytes, own[i].bytes, "sizes");
                assertEquals(same.streams, own[i].streams, "streams");
            }
        }
        assertTrue(sent > 400, sent + " messages");
        assertEquals(alone.sent(), sent);
    }

    private VirtualConnection[] connections(final int count) {
        final VirtualConnection[] connections = new VirtualConnection[count];
        for (int i = 0; i < count; i++) {
            connections[i] = new VirtualConnection(clock);
        }
        return connections;
    }

    /** A month's messages at such a rate cannot be counted one by one. */
    @Test
    @Timeout(10)
    void shouldTellAtOnceWhatWasNeverSentAtAnyRate() throws IOException {
        final VirtualConnection connection = new VirtualConnection(clock);
        connection.blockedUntilNs = Long.MAX_VALUE;
        for (final Arrival.Kind kind : List.of(Arrival.Kind.FIXED, Arrival.Kind.POISSON)) {
            final LoadPlan plan = plan(
                    1,
                    LoadPlan.Calls.SINGLE,
                    new Arrival(kind, 1e9, 1),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(90));
            final Sender sender = VirtualConnection.sender(plan, new VirtualConnection[] {connection}, clock);
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

    private Sender run(final LoadPlan plan, final VirtualConnection... connections) throws IOException {
        final Sender sender = VirtualConnection.sender(plan, connections, clock);
        sender.run(START_NS);
        return sender;
    }
}

package io.sctp.bench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a schedule that several generators take. */
class ShardTest {
    private static final int ASSOCIATIONS = 7;
    private static final long END_NS = 5_000_000_000L;

    static Stream<Arrival> arrivals() {
        final Profile profile = Profile.parse("100@1s,300-50@2s");
        return Stream.of(
                new Arrival(Arrival.Kind.FIXED, 333, 1),
                new Arrival(Arrival.Kind.POISSON, 333, 1),
                Arrival.of(Arrival.Kind.FIXED, profile, 1),
                Arrival.of(Arrival.Kind.POISSON, profile, 1));
    }

    @ParameterizedTest
    @MethodSource("arrivals")
    void shouldTogetherBeTheWholeScheduleToTheNanosecond(final Arrival arrival) {
        final List<Long> whole = times(arrival, Shard.WHOLE);
        assertTrue(whole.size() > 500, whole.size() + " messages");
        for (int of = 2; of <= ASSOCIATIONS; of++) {
            final List<Long> sum = new ArrayList<>();
            for (int number = 1; number <= of; number++) {
                sum.addAll(times(arrival, new Shard(number, of)));
            }
            assertEquals(whole, sum.stream().sorted().toList(), "of " + of + " generators");
        }
    }

    /** Copies in phase would all send at once, and then none of them for a while. */
    @Test
    void shouldSendInTurnAndNotAllAtOnce() {
        final Arrival arrival = new Arrival(Arrival.Kind.FIXED, 4, 1);
        for (int number = 1; number <= 4; number++) {
            final Shard shard = new Shard(number, 4);
            final Schedule schedule = arrival.schedule(shard.association(0), 4, null, 0);
            assertEquals((number - 1) * 250_000_000L, schedule.nextNs());
            assertEquals((number - 1) * 250_000_000L + 1_000_000_000, schedule.nextNs());
        }
    }

    @Test
    void shouldGiveEachAssociationToOneGenerator() {
        for (int of = 1; of <= ASSOCIATIONS; of++) {
            final List<Integer> all = new ArrayList<>();
            for (int number = 1; number <= of; number++) {
                final Shard shard = new Shard(number, of);
                IntStream.range(0, shard.associations(ASSOCIATIONS)).forEach(i -> all.add(shard.association(i)));
            }
            assertEquals(
                    IntStream.range(0, ASSOCIATIONS).boxed().toList(),
                    all.stream().sorted().toList());
        }
    }

    @Test
    void shouldReadWhatItWrites() {
        assertEquals(new Shard(3, 12), Shard.parse("3/12"));
        assertEquals("3/12", new Shard(3, 12).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/4", "5/4", "0/0"})
    void shouldRefuseAPartThatThereIsNot(final String text) {
        final IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> Shard.parse(text));
        assertEquals(
                "'" + text + "' is none of N parts: they are 1/N to N/N, such as 1/4 to 4/4", refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "a/b", "1/", "/4", "-1/4", "1/4/4", "1 / 4", "1/999999", "1.0/4"})
    void shouldRefuseWhatIsNoPart(final String text) {
        final IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> Shard.parse(text));
        assertEquals("'" + text + "' is not of the form I/N, such as 1/4", refusal.getMessage());
    }

    private static List<Long> times(final Arrival arrival, final Shard shard) {
        final List<Long> times = new ArrayList<>();
        for (int i = 0; i < shard.associations(ASSOCIATIONS); i++) {
            final Schedule schedule = arrival.schedule(shard.association(i), ASSOCIATIONS, null, 0);
            for (long ns = schedule.nextNs(); ns < END_NS; ns = schedule.nextNs()) {
                times.add(ns);
            }
        }
        return times.stream().sorted().toList();
    }
}

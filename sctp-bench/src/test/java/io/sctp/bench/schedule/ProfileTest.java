package io.sctp.bench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates that change over time. */
class ProfileTest {
    private static final long SECOND_NS = 1_000_000_000;

    /** Messages in each of three seconds. */
    @ParameterizedTest
    @CsvSource({
        "100@3s,                     100, 100, 100",
        "100@1s,                     100, 100, 100",
        "'100@1s,300@1s,50@1s',      100, 300, 50",
        "'0@1s,5000@1s,0@1s',        0,   5000, 0",
        "0-200@2s,                   50,  150, 50",
        "'200-0@2s,0@1s',            150, 50,  0",
        "1000@500ms,                 1000, 1000, 1000",
    })
    void shouldSendAsManyInEachSecondAsTheProfileSays(
            final String text, final int first, final int second, final int third) {
        for (final Arrival.Kind kind : new Arrival.Kind[] {Arrival.Kind.FIXED, Arrival.Kind.POISSON}) {
            final Arrival arrival = Arrival.of(kind, Profile.parse(text), 1);
            for (final int parts : new int[] {1, 3}) {
                final int[] counts = new int[3];
                for (int part = 0; part < parts; part++) {
                    final Schedule schedule = arrival.schedule(part, parts, null, 0);
                    long before = 0;
                    for (long ns = schedule.nextNs(); ns < 3 * SECOND_NS; ns = schedule.nextNs()) {
                        assertTrue(ns >= before, ns + " after " + before);
                        before = ns;
                        counts[(int) (ns / SECOND_NS)]++;
                    }
                }
                final String what = kind + " over " + parts;
                final int[] wanted = {first, second, third};
                for (int i = 0; i < 3; i++) {
                    final double chance = kind == Arrival.Kind.POISSON ? 5 * Math.sqrt(wanted[i]) : 2;
                    assertEquals(wanted[i], (double) counts[i], chance, what + ", second " + i);
                }
            }
        }
    }

    @Test
    void shouldTellWhatRemains() {
        final Schedule schedule = Arrival.of(Arrival.Kind.FIXED, Profile.parse("100@1s,300@1s"), 1)
                .schedule(0, 1, null, 0);
        schedule.nextNs();
        assertEquals(400, (double) schedule.remaining(0, 2 * SECOND_NS), 2);
        assertEquals(300, (double) schedule.remaining(SECOND_NS, 2 * SECOND_NS), 2);
        assertEquals(0, schedule.remaining(SECOND_NS, SECOND_NS));
    }

    @Test
    void shouldReadStepsFromSeveralLines() {
        assertEquals("100@1s,100-300@2s", Profile.parse("100@1s\n100-300@2s\n").text());
        assertEquals(500.0 / 3, Profile.parse("100@1s,100-300@2s").meanRate(), 1e-9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "@1s", "5@", "5@1", "5@0s", "-5@1s", "5-@1s", "0@1s", "5@1s,,5@1s,x", "1e9@1s"})
    void shouldRefuseWhatIsNoProfile(final String text) {
        assertThrows(IllegalArgumentException.class, () -> Profile.parse(text));
    }
}

package io.sctp.bench.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequenceTrackerTest {
    private final SequenceTracker tracker = new SequenceTracker();

    @Test
    void shouldFindNothingWrongWithMessagesInOrder() {
        arrive(0, 1, 2, 3);
        expect(4, 0, 0);
    }

    @Test
    void shouldCountALostMessageAsNeitherReceivedNorMisordered() {
        arrive(0, 1, 3, 4);
        expect(4, 0, 0);
    }

    @Test
    void shouldMissWhatLaterMessagesHaveOvertakenUntilItComes() {
        arrive(0, 1, 4, 6);
        assertEquals(3, tracker.missing());
        arrive(3, 3, 2);
        assertEquals(1, tracker.missing());
        arrive(5);
        assertEquals(0, tracker.missing());
    }

    @Test
    void shouldCountTheMessageThatCameLateAsMisordered() {
        arrive(0, 2, 3, 1, 4);
        expect(5, 0, 1);
    }

    @Test
    void shouldCountASecondArrivalAsDuplicate() {
        arrive(0, 1, 1, 0, 2);
        expect(3, 2, 0);
    }

    @Test
    void shouldCountASecondArrivalBeyondAGapAsDuplicate() {
        arrive(0, 2, 2, 1, 1, 2);
        expect(3, 3, 1);
    }

    @Test
    void shouldRememberWhatCameAcrossAWideGap() {
        arrive(0, 1_000_000, 1_000_000, 1);
        expect(3, 1, 1);
    }

    @Test
    void shouldRefuseAnAbsurdSequenceNumber() {
        arrive(0, Long.MAX_VALUE);
        expect(1, 0, 0);
        assertEquals(1, tracker.implausible());
    }

    @Test
    void shouldAgreeWithAListOfAllArrivals() {
        for (int seed = 0; seed < 200; seed++) {
            final Random random = new Random(seed);
            final List<Long> arrivals = new ArrayList<>();
            for (long i = 0; i < 500; i++) {
                if (random.nextInt(20) != 0) {
                    arrivals.add(i);
                }
                if (random.nextInt(30) == 0) {
                    arrivals.add(i);
                }
            }
            for (int i = 0; i < random.nextInt(60); i++) {
                final int place = random.nextInt(arrivals.size());
                Collections.swap(arrivals, place, Math.min(arrivals.size() - 1, place + 1 + random.nextInt(150)));
            }
            final SequenceTracker tested = new SequenceTracker();
            final Set<Long> seen = new HashSet<>();
            long highest = -1;
            int duplicated = 0;
            int misordered = 0;
            for (final long arrival : arrivals) {
                tested.onMessage(arrival);
                if (!seen.add(arrival)) {
                    duplicated++;
                } else if (arrival < highest) {
                    misordered++;
                }
                highest = Math.max(highest, arrival);
            }
            assertEquals(seen.size(), tested.received(), "received, seed " + seed);
            assertEquals(duplicated, tested.duplicated(), "duplicated, seed " + seed);
            assertEquals(misordered, tested.misordered(), "misordered, seed " + seed);
        }
    }

    private void arrive(final long... sequences) {
        for (final long sequence : sequences) {
            tracker.onMessage(sequence);
        }
    }

    private void expect(final long received, final long duplicated, final long misordered) {
        assertEquals(received, tracker.received(), "received");
        assertEquals(duplicated, tracker.duplicated(), "duplicated");
        assertEquals(misordered, tracker.misordered(), "misordered");
    }
}

package io.sctp.bench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {
    private static final Recording RECORDING = new Recording(new long[] {0, 10, 10, 60});

    @Test
    void shouldRepeatTheTimesAfterAnAverageGap() {
        final Schedule schedule = new RecordedSchedule(RECORDING, 0, 1);
        assertEquals(List.of(0L, 10L, 10L, 60L, 80L, 90L, 90L, 140L, 160L), times(schedule, 9));
        assertEquals(4e9 / 80, RECORDING.meanRate());
    }

    @Test
    void shouldDivideTheMessagesAmongAssociations() {
        assertEquals(List.of(0L, 60L, 90L), times(new RecordedSchedule(RECORDING, 0, 3), 3));
        assertEquals(List.of(10L, 80L, 140L), times(new RecordedSchedule(RECORDING, 1, 3), 3));
        assertEquals(List.of(10L, 90L, 160L), times(new RecordedSchedule(RECORDING, 2, 3), 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void shouldCountWhatIsLeftAsIfItWereSent(final int parts) {
        for (int part = 0; part < parts; part++) {
            for (int taken = 0; taken < 10; taken++) {
                for (int until = 0; until < 400; until += 5) {
                    final Schedule counted = new RecordedSchedule(RECORDING, part, parts);
                    times(counted, taken);
                    final Schedule sent = new RecordedSchedule(RECORDING, part, parts);
                    times(sent, taken);
                    int left = 0;
                    for (long next = sent.nextNs(); next < until; next = sent.nextNs()) {
                        left += next >= 30 ? 1 : 0;
                    }
                    assertEquals(left, counted.remaining(30, until), part + " of " + parts + ", until " + until);
                }
            }
        }
    }

    @Test
    void shouldRefuseTimesThatAreNotThoseOfOneCapture() {
        assertThrows(IllegalArgumentException.class, () -> new Recording(new long[] {0, 5, 4}));
        assertThrows(IllegalArgumentException.class, () -> new Recording(new long[] {0}));
        assertThrows(IllegalArgumentException.class, () -> new Recording(new long[] {0, 0}));
    }

    private static List<Long> times(final Schedule schedule, final int count) {
        final List<Long> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            times.add(schedule.nextNs());
        }
        return times;
    }
}

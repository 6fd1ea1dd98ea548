package io.sctp.bench.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nights drawn from boots that were really made: nothing changes in them, unless it is planted. */
class FalseAlarmsTest {
    private static final int NIGHTS = 100;
    private static final int BOOTS = 5;
    private static final StoredRun.Line LINE =
            new StoredRun.Line("6.12", "signalling", "echo", "kernel", "icount", null, null);
    private static final StoredRun.Surroundings SURROUNDINGS =
            new StoredRun.Surroundings("0.1.0", "aaaa", "6.12.117", "6.12.117-1", "17.0.16", "");

    private final List<Map<String, Double>> boots = realBoots();
    private final List<StoredRun> runs = new ArrayList<>();

    /**
     * As the job does: after each night all nights so far are looked at. At night there is time for ten times as many.
     */
    @Test
    void shouldNotAlarmInThousandNightsInWhichNothingChanges() {
        final int histories = "yes".equals(System.getenv("SCTP_TEST_ALL")) ? 100 : 10;
        for (int history = 0; history < histories; history++) {
            runs.clear();
            // Others than those that the thresholds were chosen by.
            final Random random = new Random(2_000 + history);
            for (int night = 0; night < NIGHTS; night++) {
                add(night, 1, random);
                final History seen = History.of(runs, Map.of(), History.RECENT_NIGHTS, History.MOST_NIGHTS);
                assertEquals(List.of(), seen.alarms(), "history " + history + ", night " + night);
            }
        }
    }

    @Test
    void shouldFindAPlantedStepOfThreePercentWithinFiveNights() {
        for (int history = 0; history < 20; history++) {
            runs.clear();
            final Random random = new Random(history);
            final int before = 20 + random.nextInt(40);
            for (int night = 0; night < before; night++) {
                add(night, 1, random);
            }
            boolean found = false;
            for (int night = before; night < before + 5 && !found; night++) {
                add(night, 1.03, random);
                final String first = day(before);
                found = History.of(runs, Map.of(), History.RECENT_NIGHTS, History.MOST_NIGHTS).alarms().stream()
                        .anyMatch(alarm -> alarm.series().metric().equals("p50")
                                && alarm.change().night().equals(first));
            }
            assertTrue(found, "history " + history + ", a step after " + before + " nights");
        }
    }

    private void add(final int night, final double factor, final Random random) {
        for (int i = 0; i < BOOTS; i++) {
            final Map<String, Double> boot = boots.get(random.nextInt(boots.size()));
            runs.add(new StoredRun(
                    day(night),
                    LINE,
                    SURROUNDINGS,
                    Map.of(
                            "throughput",
                            boot.get("throughput"),
                            "p50",
                            factor * boot.get("p50"),
                            "p99",
                            factor * boot.get("p99"))));
        }
    }

    private static String day(final int night) {
        return LocalDate.of(2026, 1, 1).plusDays(night) + "T02:15:00Z";
    }

    private static List<Map<String, Double>> realBoots() {
        try (InputStream file = FalseAlarmsTest.class.getResourceAsStream("boots.tsv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(values -> Map.of(
                            "throughput",
                            Double.valueOf(values[0]),
                            "p50",
                            Double.valueOf(values[1]),
                            "p99",
                            Double.valueOf(values[2])))
                    .toList();
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

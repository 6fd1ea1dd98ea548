package io.sctp.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.Golden;
import io.sctp.bench.environment.Environment;
import io.sctp.bench.environment.Origin;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeersResultTest {
    private static final Traffic ONE = new Traffic(100, 64, 1, 1);

    @Test
    void shouldWriteTheDocumentedFields() throws IOException {
        Golden.assertSame(getClass(), "peers.json", ResultFile.toJson(result()));
    }

    @Test
    void shouldTakeTheMedianOfTheRunsAndTellTheirSpread() {
        final PeersResult.Line batch = result().results().get(0);
        assertEquals("batch", batch.peer());
        assertEquals(90_000, batch.msgsPerS(), 1e-6, "of 80,000, 90,000 and 100,000");
        assertEquals(20.0 / 90, batch.spread(), 1e-9);
        assertEquals(3, batch.runs());
    }

    @Test
    void shouldTellHowMuchOfTheMachineOthersUsedAtMost() {
        assertEquals(0.3, result().results().get(0).othersCpu(), "of 0.1, 0.2 and 0.3");
        assertTrue(PeersTable.of(result()).lines().anyMatch(line -> line.startsWith("batch") && line.endsWith(" 30%")));
    }

    @Test
    void shouldLeaveTheWarmUpOut() {
        final PeersSummary summary = new PeersSummary();
        final PeersResult.Run run = summary.add(
                1,
                new Cell(PeerKind.BATCH, Mode.ONE_WAY, ONE),
                List.of(new Round(false, 1_000, 1_000_000_000, 9, 9), new Round(true, 1_000, 10_000_000, 0, 0)),
                0);
        assertEquals(100_000, run.msgsPerS(), 1e-6);
        assertEquals(0.0, run.allocBytesPerMsg());
    }

    @Test
    void shouldCompareRatesOneWayAndTimesThereAndBack() {
        final List<PeersResult.Ratio> ratios = result().ratios();
        assertEquals(3.0, ratio(ratios, "one-way"), 1e-9, "90,000/s by 30,000/s");
        assertEquals(0.75, ratio(ratios, "round-trip"), 1e-9, "45 us by 60 us");
        assertTrue(ratios.stream().noneMatch(ratio -> ratio.ours().equals("jdk")), "only ours are compared");
    }

    @Test
    void shouldShowDriftOfAProcessThatWasNotWarm() {
        final PeersSummary summary = new PeersSummary();
        final PeersResult.Run run = summary.add(
                1,
                new Cell(PeerKind.BATCH, Mode.ONE_WAY, ONE),
                List.of(new Round(true, 1_000, 20_000_000, 0, 0), new Round(true, 1_000, 10_000_000, 0, 0)),
                0);
        assertEquals(0.5, run.drift(), 1e-9);
    }

    @Test
    void shouldReadWhatAProcessPrintsAndNothingElse() {
        final Round round = new Round(true, 1, 2, 3, -1);
        assertEquals(round, Round.parse(round.line()));
        assertTrue(Round.isRound(round.line()));
        assertFalse(Round.isRound("round and round it goes 1"), "five words are no round");
        assertFalse(Round.isRound("WARNING: something"));
    }

    @Test
    void shouldDrawABarForEachLineWithoutLoadingAnything() throws IOException {
        final String page = PeersPage.of(result());
        assertEquals(result().results().size(), page.split("<rect", -1).length - 1);
        assertFalse(page.contains("src="), "nothing is loaded");
        assertFalse(page.contains("<script"), "and nothing runs");
        assertTrue(page.contains("tcp"), "what was left out is told");
    }

    private static double ratio(final List<PeersResult.Ratio> ratios, final String mode) {
        return ratios.stream()
                .filter(ratio -> ratio.ours().equals("batch")
                        && ratio.peer().equals("jdk")
                        && ratio.mode().equals(mode))
                .findFirst()
                .orElseThrow()
                .ratio();
    }

    static PeersResult result() {
        final PeersSummary summary = new PeersSummary();
        final List<PeersResult.Run> runs = new ArrayList<>();
        for (int round = 1; round <= 3; round++) {
            runs.add(add(summary, round, PeerKind.BATCH, Mode.ONE_WAY, ONE, 70_000 + 10_000L * round, 0));
            runs.add(add(summary, round, PeerKind.JDK, Mode.ONE_WAY, ONE, 30_000, 200));
            runs.add(add(summary, round, PeerKind.C, Mode.ONE_WAY, ONE, 100_000, -1));
            runs.add(add(summary, round, PeerKind.BATCH, Mode.ROUND_TRIP, ONE, 1_000_000_000 / 45_000, 0));
            runs.add(add(summary, round, PeerKind.JDK, Mode.ROUND_TRIP, ONE, 1_000_000_000 / 60_000, 200));
            runs.add(add(summary, round, PeerKind.BATCH, Mode.ONE_WAY, new Traffic(100, 64, 1, 65_535), 45_000, 0));
        }
        return new PeersResult(
                PeersResult.SCHEMA_VERSION,
                "2026-01-01T00:00:00Z",
                "kernel",
                "6.12.1",
                "icount",
                3,
                64,
                8,
                2,
                summary.lines(),
                summary.ratios(),
                summary.scaling(),
                runs.subList(0, 3),
                List.of(new PeersResult.Skipped("tcp", "there is none")),
                List.of("-Xint"),
                new Environment("Linux", "amd64", "a processor", 1, "17", List.of(), Map.of()),
                new Origin("0.1.0", "5d1c2a8f0b7e", false, "a-host", null, null),
                List.of("--rounds", "3"));
    }

    private static PeersResult.Run add(
            final PeersSummary summary,
            final int number,
            final PeerKind kind,
            final Mode mode,
            final Traffic traffic,
            final long perSecond,
            final long allocatedEach) {
        final long nanos = mode == Mode.ROUND_TRIP ? (kind == PeerKind.JDK ? 60_000_000 : 45_000_000) : 1_000_000_000;
        final long messages = mode == Mode.ROUND_TRIP ? 1_000 : perSecond;
        return summary.add(
                number,
                new Cell(kind, mode, traffic),
                List.of(new Round(true, messages, nanos, nanos, allocatedEach < 0 ? -1 : allocatedEach * messages)),
                number / 10.0);
    }
}

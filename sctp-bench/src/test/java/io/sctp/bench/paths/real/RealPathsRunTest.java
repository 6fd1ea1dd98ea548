package io.sctp.bench.paths.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RealPathsRunTest {
    private static final String COUNTS =
            "case $1 in receive) echo ready; echo received 2000 1000000000;; " + "*) echo ready;; esac; cat";

    @TempDir
    private Path programs;

    private RealPlan plan(final int runs) {
        return new RealPlan(
                List.of(Duration.ofMillis(10), Duration.ofMillis(50)),
                List.of(0.0, 0.01),
                0,
                1200,
                runs,
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                1 << 20,
                null,
                programs);
    }

    private void program(final String script) throws IOException {
        final Path file = Files.writeString(EndProcess.program(programs), "#!/bin/sh\n" + script + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    @Test
    void shouldMeasureEachPairOverEachPathInAlternatingOrder() {
        final List<RealCell> first = plan(2).cells(1);
        assertEquals(16, Set.copyOf(first).size());
        final List<RealCell> second = plan(2).cells(2);
        Collections.reverse(second);
        assertEquals(first, second);
    }

    @Test
    void shouldCompareMediansWithUsrsctp() {
        final RealCell cell = new RealCell(EndKind.OURS, EndKind.USRSCTP, Duration.ofMillis(10), 0.002);
        final RealPathsResult.Cell summary = RealPathsRun.summary(
                cell, List.of(run(30, 0.1), run(10, 0.4), run(20, 0)), List.of(run(4, 0), run(16, 0)));
        assertEquals(20, summary.bytesPerS());
        assertEquals(2, summary.byUsrsctp());
        assertEquals(1, summary.spread());
        assertEquals(0.4, summary.othersCpu());
        assertEquals(10, summary.rttMs());
        assertNull(RealPathsRun.summary(cell, List.of(run(1, 0)), List.of()).byUsrsctp());
    }

    private static RealPathsResult.Run run(final double bytesPerS, final double others) {
        return new RealPathsResult.Run(1, "ours", "usrsctp", 10, 0.002, bytesPerS, 0, 0, 0, 0, 0, 0, others);
    }

    /** Programs that only print: this library's ends would take seconds to start. */
    @Test
    @Timeout(60)
    void shouldReadWhatTheReceiverCounts() throws Exception {
        program(COUNTS);
        final EndProcess.Received received;
        try (EndProcess receiver = EndProcess.receiver(plan(1), EndKind.USRSCTP, 1, 2);
                EndProcess sender = EndProcess.sender(plan(1), EndKind.USRSCTP, 3, 4)) {
            receiver.awaitReady();
            sender.awaitReady();
            received = receiver.awaitReceived(Duration.ofSeconds(20));
        }
        assertEquals(2000, received.bytesPerSecond());
    }

    @Test
    @Timeout(60)
    void shouldTellWhyAnEndFailed() throws Exception {
        program("echo broken >&2; exit 3");
        try (EndProcess receiver = EndProcess.receiver(plan(1), EndKind.USRSCTP, 1, 2)) {
            receiver.awaitReady();
        } catch (final IOException e) {
            assertEquals("usrsctp ended: broken", e.getMessage());
            return;
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void shouldTellThatUsrsctpIsMissing() throws IOException {
        assertTrue(RealPathsRun.whyMissing(programs).contains("libusrsctp-dev"));
        program(COUNTS);
        assertNull(RealPathsRun.whyMissing(programs));
    }

    @Test
    void shouldCountDropsAtPorts() {
        final String table =
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout "
                        + "inode ref pointer drops\n"
                        + "  1: 0100007F:1F90 00000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 5 2 0000 7\n"
                        + "  2: 0100007F:1F91 00000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 5 2 0000 9\n";
        assertEquals(7, UdpDrops.ofTable(table, Set.of(8080)));
        assertEquals(16, UdpDrops.ofTable(table, Set.of(8080, 8081)));
        assertEquals(0, UdpDrops.ofTable(table, Set.of(1)));
    }

    @Test
    void shouldWriteTheResult() {
        final RealPathsResult result = new RealPathsResult(
                1,
                "now",
                1,
                1200,
                0,
                1,
                1,
                1,
                "default",
                List.of(new RealPathsResult.Cell("ours", "usrsctp", 10, 0.002, 2e6, 2.0, 0.1, 1, 0.25)),
                List.of(),
                List.of(),
                null,
                null,
                List.of());
        assertTrue(ResultFile.toJson(result).contains("\"by_usrsctp\" : 2.0"), ResultFile.toJson(result));
        assertTrue(
                RealPathsTable.of(result)
                        .contains("ours    > usrsctp      10    0.20     2.000        2.00     10%     25%"),
                RealPathsTable.of(result));
    }
}

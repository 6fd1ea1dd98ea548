package io.sctp.bench.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.CongestionControl;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class PathRunTest {
    @ParameterizedTest
    @EnumSource(CongestionControl.class)
    void shouldFillAPathWithoutLoss(final CongestionControl controller) {
        final PathResult result = PathMatrix.run(PathCell.bulk(controller, 10, 20, 0));
        assertTrue(result.goodputShare() > 0.95 && result.goodputShare() <= 1.001, result::toString);
        assertTrue(result.p99Ms() > 20, result::toString);
    }

    /** Mathis' formula: the window is 1.22 packets by the root of the loss, where each packet is acknowledged. */
    @ParameterizedTest
    @CsvSource({"0.001, 50", "0.001, 200", "0.01, 20", "0.01, 100"})
    void shouldKeepRfc9260NearItsFormula(final double loss, final int rttMs) {
        assertNearFormula(CongestionControl.RFC_9260, loss, rttMs, Math.sqrt(1.5 / loss));
    }

    /** The larger one of both formulas (RFC 9438 sections 4.3 and 5.1). */
    @ParameterizedTest
    @CsvSource({"0.001, 50", "0.001, 200", "0.01, 20", "0.01, 100"})
    void shouldKeepCubicNearItsFormula(final double loss, final int rttMs) {
        final double cubic = Math.pow(0.4 * 3.7 / (4 * 0.3), 0.25) * Math.pow(rttMs * 1e-3 / loss, 0.75);
        assertNearFormula(CongestionControl.CUBIC, loss, rttMs, Math.max(Math.sqrt(1.5 / loss), cubic));
    }

    /** After 60 seconds. */
    private static void assertNearFormula(
            final CongestionControl controller, final double loss, final int rttMs, final double windowPackets) {
        final PathCell cell = PathCell.bulk(controller, 100, rttMs, loss);
        final PathResult result = new PathRun(cell, 1).run(TimeUnit.SECONDS.toNanos(60), TimeUnit.SECONDS.toNanos(120));
        final double expected = windowPackets * cell.path().mtu() * 8 / (rttMs * 1e-3) / 100e6;
        assertEquals(1, result.goodputShare() / expected, 0.25, () -> result + " instead of " + expected);
    }

    @ParameterizedTest
    @CsvSource({"10, 1, 0.01", "10, 50, 0.001", "100, 20, 0.01"})
    void shouldFillALossyPathByAModelOfIt(final int capacityMbit, final int rttMs, final double loss) {
        final PathResult result =
                PathMatrix.run(PathCell.bulk(CongestionControl.PATH_MODEL, capacityMbit, rttMs, loss));
        assertTrue(result.goodputShare() > 0.95, result::toString);
        assertTrue(result.retransmitted() < 1.5 * loss, result::toString);
    }

    @Test
    void shouldGiveTheSameResultEachTime() {
        final PathCell cell = PathCell.bulk(CongestionControl.CUBIC, 10, 20, 0.01);
        assertEquals(PathMatrix.run(cell), PathMatrix.run(cell));
    }

    @Test
    void shouldDeliverAllMessagesOfALowRate() {
        final PathResult result = PathMatrix.run(new PathCell(
                CongestionControl.CUBIC, SimulatedPath.of(100, 20, 0.01).losingSacks(), PathLoad.ofRate(100, 1000)));
        assertEquals(1, result.goodputShare(), 0.01, result::toString);
        assertTrue(result.retransmitted() > 0.005 && result.retransmitted() < 0.05, result::toString);
    }

    /** A message may be sent at the end of its life, and then wait for the news that one before it was abandoned. */
    @Test
    void shouldDeliverNoMessageLongAfterItsLifetime() {
        final PathResult result = PathMatrix.run(new PathCell(
                CongestionControl.PATH_MODEL,
                SimulatedPath.of(10, 20, 0.01),
                PathLoad.bulk(1200).livingFor(50)));
        assertTrue(result.p99Ms() < 50 + 4 * 20, result::toString);
        assertTrue(result.goodputShare() > 0.8, result::toString);
    }

    @Test
    void shouldShareAPathBetweenTwoFlows() {
        final PathResult result =
                PathMatrix.run(PathCell.beside(CongestionControl.RFC_9260, CongestionControl.RFC_9260, 10, 20, 1));
        assertTrue(result.goodputShare() > 0.3 && result.besideShare() > 0.3, result::toString);
        assertTrue(result.goodputShare() + result.besideShare() > 0.9, result::toString);
    }

    @Test
    void shouldTryEachControllerOverEachPath() {
        final List<PathCell> all = PathMatrix.cells(List.of(CongestionControl.values()), false);
        assertEquals(
                61L * CongestionControl.values().length, all.stream().distinct().count());
        assertEquals(all.size(), all.stream().distinct().count());
    }
}

package io.sctp.bench.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.CongestionControl;
import java.util.List;
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
    @CsvSource({"0.001, 50", "0.001, 100"})
    void shouldKeepRfc9260NearItsFormula(final double loss, final int rttMs) {
        final PathResult result = PathMatrix.run(PathCell.bulk(CongestionControl.RFC_9260, 100, rttMs, loss));
        final double windowBytes = 1.22 / Math.sqrt(loss) * 1256;
        final double expected = windowBytes * 8 / (rttMs * 1e-3) / 100e6;
        assertTrue(
                result.goodputShare() > 0.6 * expected && result.goodputShare() < 1.4 * expected,
                () -> result + " instead of " + expected);
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

package io.sctp.bench.paths.real;

import io.sctp.engine.config.CongestionControl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is measured over real paths.
 *
 * @param roundTrips the paths' delays, both directions together
 * @param losses the shares of packets that are lost in each direction
 * @param bitsPerSecond the rate of the bottleneck; 0 for none
 * @param size bytes of a message
 * @param runs how often each is measured
 * @param warmUp from the first message on, not measured
 * @param duration how long the messages are counted then
 * @param usrsctpBufferBytes usrsctp's send and receive buffers
 * @param controller this library's congestion controller; null for the default one
 * @param programs the folder of the C programs
 */
public record RealPlan(
        List<Duration> roundTrips,
        List<Double> losses,
        long bitsPerSecond,
        int size,
        int runs,
        Duration warmUp,
        Duration duration,
        int usrsctpBufferBytes,
        CongestionControl controller,
        Path programs) {
    private static final int MAX_SIZE = 1 << 18;
    private static final int MAX_RUNS = 1000;

    public RealPlan {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("--size " + size + " is not between 1 and " + MAX_SIZE);
        }
        if (runs < 1 || runs > MAX_RUNS) {
            throw new IllegalArgumentException("--runs " + runs + " is not between 1 and " + MAX_RUNS);
        }
        if (duration.isZero()) {
            throw new IllegalArgumentException("--duration must be above 0");
        }
    }

    /** Returns the cells in the order of a round; every other round has the reverse order. */
    List<RealCell> cells(final int round) {
        final List<RealCell> cells = new ArrayList<>();
        for (final Duration roundTrip : roundTrips) {
            for (final double loss : losses) {
                for (final EndKind sender : EndKind.values()) {
                    for (final EndKind receiver : EndKind.values()) {
                        cells.add(new RealCell(sender, receiver, roundTrip, loss));
                    }
                }
            }
        }
        if (round % 2 == 0) {
            Collections.reverse(cells);
        }
        return cells;
    }
}

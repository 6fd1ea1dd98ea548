package io.sctp.engine.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.PathState;
import io.sctp.engine.config.CongestionControl;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An association may get another controller while data is in flight. */
class ControllerChangeTest {
    private static final long SECOND = 1_000_000_000;

    private static Stream<Arguments> changes() {
        return Arrays.stream(CongestionControl.values())
                .flatMap(from -> Arrays.stream(CongestionControl.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldGoOnInSlowStart(final CongestionControl from, final CongestionControl to) {
        final TransportPath path = path(from);
        acknowledge(path, 10);
        final int window = path.congestion().windowBytes();
        path.congestionControl(to);
        assertEquals(window, path.congestion().windowBytes());
        assertEquals(Integer.MAX_VALUE, path.congestion().thresholdBytes());
        acknowledge(path, 1);
        assertTrue(path.congestion().windowBytes() >= window + 1000, "slow start goes on");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldKeepTheWindowThatALossHasLeft(final CongestionControl from, final CongestionControl to) {
        final TransportPath path = path(from);
        acknowledge(path, 100);
        path.congestion().onTimeout();
        acknowledge(path, 100);
        final int window = path.congestion().windowBytes();
        path.congestionControl(to);
        assertEquals(window, path.congestion().windowBytes());
        acknowledge(path, 1);
        assertEquals(window, path.congestion().windowBytes(), 2000, "no jump");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldLetGoByTheNewWindow(final CongestionControl from, final CongestionControl to) {
        final TransportPath path = path(from);
        path.congestionControl(to);
        path.congestion().onTimeout();
        path.flight().add(path.congestion().windowBytes());
        assertEquals(false, path.flight().hasRoom());
    }

    private static TransportPath path(final CongestionControl control) {
        return new TransportPath(
                0,
                0,
                0xFFFF_0A00_0001L,
                9899,
                0,
                new PathDefaults(1452, 1452, SECOND, SECOND / 10, 60 * SECOND, 0, 5, 0, 65535, 0, 0, control),
                PathState.ACTIVE);
    }

    private static void acknowledge(final TransportPath path, final int packets) {
        for (int i = 0; i < packets; i++) {
            path.congestion().limiting(true);
            path.congestion().onAcked(Acks.acked(1400, path.congestion().windowBytes()));
        }
    }
}

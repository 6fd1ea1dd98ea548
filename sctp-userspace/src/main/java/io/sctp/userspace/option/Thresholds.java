package io.sctp.userspace.option;

import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.engine.Path;
import io.sctp.option.PathThresholds;
import java.net.SocketOption;

/**
 * The error thresholds of a path: two versions of an option, which share the number of retransmissions with
 * SCTP_PEER_ADDR_PARAMS (RFC 7829 section 7.2).
 */
public final class Thresholds {
    private Thresholds() {}

    static PathThresholds of(final Path path) {
        return new PathThresholds(
                path.maxRetransmissions(),
                path.potentiallyFailedRetransmissions(),
                path.primarySwitchoverRetransmissions());
    }

    /** Returns the value of one version of the option. */
    static PathThresholds shownBy(final SctpOption<?> option, final PathThresholds thresholds) {
        return isFirstVersion(option)
                ? new PathThresholds(thresholds.pathMaxRetransmissions(), thresholds.potentiallyFailed(), 0)
                : thresholds;
    }

    private static boolean isFirstVersion(final SctpOption<?> option) {
        return option.equals(SctpOptions.PEER_ADDR_THLDS);
    }

    @SuppressWarnings("unchecked") // Both versions have this type.
    static SocketOption<PathThresholds> version(final SocketOption<?> option) {
        return (SocketOption<PathThresholds>) option;
    }

    static void apply(final Path path, final PathThresholds thresholds) {
        path.maxRetransmissions(thresholds.pathMaxRetransmissions());
        path.potentiallyFailedRetransmissions(thresholds.potentiallyFailed());
        path.primarySwitchoverRetransmissions(thresholds.primarySwitchover());
    }
}

package io.sctp.engine.association;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.path.PathDefaults;
import io.sctp.engine.path.TransportPath;

/** What an association's configuration says of its paths. */
final class PathSettings {
    private PathSettings() {}

    /** What a new path begins with. */
    static PathDefaults of(final AssociationConfig config) {
        return new PathDefaults(
                config.maxPacketSize(),
                config.maxPacketSizeIpv6(),
                config.rtoInitialNs(),
                config.rtoMinNs(),
                config.rtoMaxNs(),
                config.heartbeatIntervalNs(),
                config.maxPathRetransmissions(),
                config.potentiallyFailedRetransmissions(),
                config.primarySwitchoverRetransmissions(),
                config.sackDelayNs(),
                config.trafficClass(),
                config.congestionControl());
    }

    /**
     * What changed for the association changes for each path; what did not may differ from path to path. Marks stay:
     * another one would cost a path its congestion window, even if only for a moment.
     */
    static void change(final Tcb association, final TransportPath path, final AssociationConfig before) {
        final AssociationConfig config = association.config;
        path.rto().bounds(config.rtoMinNs(), config.rtoMaxNs());
        if (before.maxPathRetransmissions() != config.maxPathRetransmissions()) {
            path.maxRetransmissions(config.maxPathRetransmissions());
        }
        if (before.potentiallyFailedRetransmissions() != config.potentiallyFailedRetransmissions()) {
            path.potentiallyFailedRetransmissions(config.potentiallyFailedRetransmissions());
        }
        if (before.primarySwitchoverRetransmissions() != config.primarySwitchoverRetransmissions()) {
            path.primarySwitchoverRetransmissions(config.primarySwitchoverRetransmissions());
        }
        if (before.sackDelayNs() != config.sackDelayNs()) {
            path.sackDelayNs(config.sackDelayNs());
        }
        if (before.heartbeatIntervalNs() != config.heartbeatIntervalNs()) {
            association.heartbeatInterval(path, config.heartbeatIntervalNs());
        }
        if (before.pathMtuRaiseNs() != config.pathMtuRaiseNs()) {
            association.discoverPathMtu(path, config.pathMtuRaiseNs());
        }
    }
}

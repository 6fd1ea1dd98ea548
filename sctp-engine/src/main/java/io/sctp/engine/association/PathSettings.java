package io.sctp.engine.association;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.path.PathDefaults;
import io.sctp.engine.path.TransportPath;

/** The path parameters in an association's configuration. */
final class PathSettings {
    private PathSettings() {}

    /** Returns the initial parameters of a new path. */
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
     * Applies the parameters that changed for the association to each path. Others may differ from path to path. The
     * DSCP is not changed, since a new one would reset the path's congestion window.
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
        if (before.congestionControl() != config.congestionControl()) {
            path.congestionControl(config.congestionControl());
        }
        if (before.pathMtuRaiseNs() != config.pathMtuRaiseNs()) {
            association.discoverPathMtu(path, config.pathMtuRaiseNs());
        }
    }
}

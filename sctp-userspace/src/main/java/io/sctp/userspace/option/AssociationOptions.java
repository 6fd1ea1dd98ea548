package io.sctp.userspace.option;

import io.sctp.Errno;
import io.sctp.OptionTarget;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.engine.AbandonedMessages;
import io.sctp.engine.Association;
import io.sctp.engine.Path;
import io.sctp.option.AssociationParameters;
import io.sctp.option.PathParameters;
import io.sctp.option.PathThresholds;
import io.sctp.option.PrStatus;
import io.sctp.spi.OptionTargets;
import io.sctp.userspace.address.Addresses;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The options of one association and its paths. A value set for the association applies to all its paths; a value set
 * for a path afterwards applies to that path. Guarded by the driver's lock.
 */
public final class AssociationOptions {
    private final AssociationOptionOwner association;

    /** Values set for single paths; null if there are none. */
    private Map<Path, PathParameters> parameters;

    private Map<Path, Duration> probeIntervals;

    private Map<Path, Integer> udpPorts;

    public AssociationOptions(final AssociationOptionOwner association) {
        this.association = association;
    }

    // ---- Reading

    @SuppressWarnings("unchecked") // Each value has its option's type.
    public <T> T get(final SocketOption<T> option, final OptionTarget target) throws SctpException {
        return (T) value(option, target);
    }

    private Object value(final SocketOption<?> option, final OptionTarget target) throws SctpException {
        final Association engine = association.engine();
        if (option.equals(SctpOptions.PRIMARY_ADDR)) {
            return Addresses.of(engine.primaryPath(), engine.peerPort());
        }
        if (option instanceof SctpOption<?> sctp && OptionTargets.isNegotiated(sctp)) {
            return isAgreedOn(sctp);
        }
        if (AuthSettings.OPTIONS.contains(option)) {
            return AuthSettings.get(engine, option);
        }
        if (option.equals(SctpOptions.PR_ASSOC_STATUS)) {
            return status(engine.abandonedMessages());
        }
        if (option.equals(SctpOptions.PR_STREAM_STATUS)) {
            return streamStatus(target.stream());
        }
        if (option.equals(SctpOptions.MAXSEG)) {
            return engine.fragmentationPoint();
        }
        if (option.equals(SctpOptions.STREAM_SCHEDULER_VALUE)) {
            requireStream("get", option, target.stream());
            return engine.schedulerValue(target.stream());
        }
        if (target.address() != null) {
            final Path path = requirePath("get", option, target);
            final Object own = ofPath(option, path);
            return own instanceof PathParameters parametersOfPath ? withMtu(parametersOfPath, path) : own;
        }
        final Object value = association.settings().read(option);
        if (value instanceof PathParameters path) {
            return withMtu(path, engine.primaryPath());
        }
        if (value instanceof AssociationParameters limits) {
            return new AssociationParameters(
                    limits.maxRetransmissions(),
                    engine.pathCount(),
                    engine.peerWindow(),
                    engine.receiveWindowBytes(),
                    limits.cookieLife());
        }
        return value;
    }

    /** If no MTU was set, it reads as the discovered one, or as the initial one. */
    private static PathParameters withMtu(final PathParameters set, final Path path) {
        if (Boolean.TRUE.equals(set.pathMtuDiscovery())) {
            return Options.withDiscovery(set, true, Options.mtu(path));
        }
        return set.pathMtu() == 0 ? Options.withDiscovery(set, false, Options.usualMtu(path.isIpv4())) : set;
    }

    private PrStatus streamStatus(final int stream) throws SctpException {
        requireStream("get", SctpOptions.PR_STREAM_STATUS, stream);
        return status(association.engine().abandonedMessages(stream));
    }

    private void requireStream(final String operation, final SocketOption<?> option, final int stream)
            throws SctpException {
        if (stream >= association.engine().outboundStreams()) {
            throw association.refusal(operation + " " + option.name(), Errno.EINVAL, "there is no stream " + stream);
        }
    }

    private static PrStatus status(final AbandonedMessages abandoned) {
        return abandoned == null ? new PrStatus(0, 0) : new PrStatus(abandoned.unsent(), abandoned.sent());
    }

    private Object ofPath(final SocketOption<?> option, final Path path) {
        if (option.type() == PathThresholds.class) {
            return Thresholds.shownBy((SctpOption<?>) option, Thresholds.of(path));
        }
        Object own = null;
        if (option.equals(SctpOptions.PEER_ADDR_PARAMS)) {
            own = own(parameters, path);
        } else if (option.equals(SctpOptions.PLPMTUD_PROBE_INTERVAL)) {
            own = own(probeIntervals, path);
        } else if (option.equals(SctpOptions.REMOTE_UDP_ENCAPS_PORT)) {
            own = own(udpPorts, path);
        }
        return own != null ? own : association.settings().get(option);
    }

    private static <V> V own(final Map<Path, V> values, final Path path) {
        return values == null ? null : values.get(path);
    }

    /** Whether both ends support a feature. */
    private boolean isAgreedOn(final SctpOption<?> option) {
        if (option.equals(SctpOptions.AUTH_SUPPORTED)) {
            return association.engine().isAuthenticated();
        }
        if (option.equals(SctpOptions.ASCONF_SUPPORTED)) {
            return association.engine().isAddressReconfigurable();
        }
        if (option.equals(SctpOptions.PR_SUPPORTED)) {
            return association.engine().isPartiallyReliable();
        }
        if (option.equals(SctpOptions.INTERLEAVING_SUPPORTED)) {
            return association.engine().isInterleaved();
        }
        assert option.equals(SctpOptions.RECONFIG_SUPPORTED) : "no other feature is supported";
        return association.engine().isReconfigurable();
    }

    // ---- Setting

    public <T> void set(final SocketOption<T> option, final T value, final OptionTarget target) throws SctpException {
        if (option.equals(SctpOptions.PRIMARY_ADDR)) {
            makePrimary((InetSocketAddress) option.type().cast(value));
        } else if (option.equals(SctpOptions.SET_PEER_PRIMARY_ADDR)) {
            association.askForPrimary(
                    "set " + option.name(), (InetSocketAddress) option.type().cast(value));
        } else if (option instanceof SctpOption<?> sctp && OptionTargets.isNegotiated(sctp)) {
            requireAgreedOn(sctp, value);
        } else if (AuthSettings.OPTIONS.contains(option)) {
            AuthSettings.set(association.engine(), option, value);
        } else if (option.equals(SctpOptions.STREAM_SCHEDULER_VALUE)) {
            requireStream("set", option, target.stream());
            association
                    .engine()
                    .schedulerValue(
                            target.stream(), Options.merge(SctpOptions.STREAM_SCHEDULER_VALUE, 0, (Integer) value));
        } else if (target.address() != null) {
            setForPath(option, value, requirePath("set", option, target));
        } else {
            if (value instanceof AssociationParameters limits) {
                requireNoMoreThanPaths(option, limits.maxRetransmissions());
            }
            association.settings().change(option, value);
            association
                    .engine()
                    .configure(association
                            .settings()
                            .engineConfig(association.engine().config()));
            setForPaths(option, value);
        }
    }

    /** As in Linux: otherwise all paths might be inactive while the peer counts as reachable (RFC 9260 section 8.1). */
    private void requireNoMoreThanPaths(final SocketOption<?> option, final int retransmissions) throws SctpException {
        long sum = 0;
        for (int i = 0; i < association.engine().pathCount(); i++) {
            sum += association.engine().path(i).maxRetransmissions();
        }
        if (association.engine().pathCount() > 1 && retransmissions > sum) {
            throw association.refusal(
                    "set " + option.name(),
                    Errno.EINVAL,
                    "maxRetransmissions " + retransmissions + " is above " + sum
                            + ", the sum of those of all paths (SCTP_PEER_ADDR_PARAMS)");
        }
    }

    private void requireAgreedOn(final SctpOption<?> option, final Object value) throws SctpException {
        if (!value.equals(isAgreedOn(option))) {
            throw association.refusal(
                    "set " + option.name(),
                    Errno.EISCONN,
                    "it is negotiated when the association begins: set it before");
        }
    }

    private void makePrimary(final InetSocketAddress address) throws SctpException {
        final Path path = association.path(address);
        if (path == null) {
            throw association.refusal(
                    "set SCTP_PRIMARY_ADDR", Errno.EINVAL, address + " is not an address of the peer");
        }
        if (!path.isConfirmed()) {
            throw association.refusal("set SCTP_PRIMARY_ADDR", Errno.EAGAIN, address + " is not confirmed yet");
        }
        association.makePrimary(path);
    }

    private Path requirePath(final String operation, final SocketOption<?> option, final OptionTarget target)
            throws SctpException {
        final Path path = association.path(target.address());
        if (path == null) {
            throw association.refusal(
                    operation + " " + option.name(), Errno.EINVAL, target.address() + " is not an address of the peer");
        }
        return path;
    }

    // ---- Paths

    private void setForPath(final SocketOption<?> option, final Object value, final Path path) throws SctpException {
        if (value instanceof PathParameters given) {
            final PathParameters merged = Options.merge(
                    SctpOptions.PEER_ADDR_PARAMS, (PathParameters) ofPath(SctpOptions.PEER_ADDR_PARAMS, path), given);
            put(path, merged, Options.probeInterval(given.pathMtuDiscovery(), probeInterval(path)));
        } else if (value instanceof PathThresholds given) {
            setThresholds(path, option, given);
        } else if (option.equals(SctpOptions.PLPMTUD_PROBE_INTERVAL)) {
            final Duration interval =
                    Options.merge(SctpOptions.PLPMTUD_PROBE_INTERVAL, probeInterval(path), (Duration) value);
            final PathParameters current = (PathParameters) ofPath(SctpOptions.PEER_ADDR_PARAMS, path);
            put(path, Options.withDiscovery(current, !interval.isZero(), current.pathMtu()), interval);
        } else {
            assert option.equals(SctpOptions.REMOTE_UDP_ENCAPS_PORT) : "no other option of paths is supported";
            final int port = Options.merge(SctpOptions.REMOTE_UDP_ENCAPS_PORT, 0, (Integer) value);
            udpPorts = udpPorts == null ? new HashMap<>() : udpPorts;
            udpPorts.put(path, port);
            apply(path, port);
        }
    }

    /** The number of retransmissions of a path is also part of another option. */
    private void setThresholds(final Path path, final SocketOption<?> option, final PathThresholds given)
            throws SctpException {
        final PathThresholds thresholds = Options.merge(Thresholds.version(option), Thresholds.of(path), given);
        setForPath(
                SctpOptions.PEER_ADDR_PARAMS,
                PathParameters.UNCHANGED.withMaxRetransmissions(thresholds.pathMaxRetransmissions()),
                path);
        Thresholds.apply(path, thresholds);
    }

    private Duration probeInterval(final Path path) {
        return (Duration) ofPath(SctpOptions.PLPMTUD_PROBE_INTERVAL, path);
    }

    private void put(final Path path, final PathParameters wanted, final Duration interval) {
        parameters = parameters == null ? new HashMap<>() : parameters;
        parameters.put(path, wanted);
        probeIntervals = probeIntervals == null ? new HashMap<>() : probeIntervals;
        probeIntervals.put(path, interval);
        apply(path, wanted);
    }

    /** Setting a value for the association sets it for each path, and replaces the paths' own values. */
    private void setForPaths(final SocketOption<?> option, final Object value) throws SctpException {
        final Association engine = association.engine();
        final boolean changesPackets = option.equals(StandardSocketOptions.IP_TOS);
        for (int i = 0; i < engine.pathCount(); i++) {
            final Path path = engine.path(i);
            if (option.equals(SctpOptions.REMOTE_UDP_ENCAPS_PORT)) {
                udpPorts = null;
                apply(path, (int) value);
            } else if (option.equals(SctpOptions.PLPMTUD_PROBE_INTERVAL)) {
                if (own(probeIntervals, path) != null) {
                    setForPath(option, value, path);
                } else {
                    apply(path, (PathParameters) ofPath(SctpOptions.PEER_ADDR_PARAMS, path));
                }
            } else if (option.equals(SctpOptions.DELAYED_SACK)) {
                final PathParameters common = association.settings().get(SctpOptions.PEER_ADDR_PARAMS);
                setForPathIfItHasItsOwn(
                        path,
                        Boolean.TRUE.equals(common.delayedSack())
                                ? PathParameters.UNCHANGED.withSackDelay(common.sackDelay())
                                : PathParameters.UNCHANGED.withoutSackDelay());
            } else if (value instanceof PathParameters given) {
                setForPathIfItHasItsOwn(path, given);
                apply(path, (PathParameters) ofPath(option, path));
            } else if (value instanceof PathThresholds given) {
                setThresholds(path, option, given);
            } else if (changesPackets) {
                apply(path, (PathParameters) ofPath(SctpOptions.PEER_ADDR_PARAMS, path));
            }
        }
    }

    private void setForPathIfItHasItsOwn(final Path path, final PathParameters given) throws SctpException {
        if (own(parameters, path) != null) {
            setForPath(SctpOptions.PEER_ADDR_PARAMS, given, path);
        }
    }

    /** A path was removed, with the values set for it. */
    public void forget(final Path path) {
        if (parameters != null) {
            parameters.remove(path);
        }
        if (udpPorts != null) {
            udpPorts.remove(path);
        }
    }

    private void apply(final Path path, final PathParameters wanted) {
        final Association engine = association.engine();
        final long raiseNs = probeInterval(path).toNanos();
        if (raiseNs != 0) {
            engine.discoverPathMtu(path, raiseNs);
        } else if (path.isMtuDiscovered() || path.maxPacketSize() != Options.packetSize(wanted, path.isIpv4())) {
            engine.maxPacketSize(path, Options.packetSize(wanted, path.isIpv4()));
        }
        final long intervalNs = Options.heartbeatIntervalNs(wanted);
        if (path.heartbeatIntervalNs() != intervalNs) {
            engine.heartbeatInterval(path, intervalNs);
        }
        path.maxRetransmissions(wanted.maxRetransmissions());
        path.sackDelayNs(Options.sackDelayNs(wanted));
        path.trafficClass(Options.trafficClass(wanted, association.settings().get(StandardSocketOptions.IP_TOS)));
    }

    private void apply(final Path path, final int udpPort) {
        association.engine().udpPort(path, udpPort != 0 ? udpPort : association.usualUdpPort(path));
    }
}

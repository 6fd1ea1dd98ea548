package io.sctp.userspace.option;

import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.PrPolicy;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.config.StreamScheduler;
import io.sctp.option.AssociationParameters;
import io.sctp.option.DefaultSendInfo;
import io.sctp.option.DefaultSendParameters;
import io.sctp.option.DelayedSack;
import io.sctp.option.HmacAlgorithm;
import io.sctp.option.InitParameters;
import io.sctp.option.PathParameters;
import io.sctp.option.PathThresholds;
import io.sctp.option.PrInfo;
import io.sctp.option.RtoInfo;
import io.sctp.option.StreamResetPermission;
import io.sctp.userspace.config.StackConfig;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The option values of an endpoint; each association has a copy. Values needed for every message are kept in fields.
 * Guarded by the driver's lock.
 */
public final class Settings {
    /** The level of FRAGMENT_INTERLEAVE at which parts of an association's messages may come in turn. */
    private static final int PARTS_INTERLEAVED = 2;

    private static final DelayedSack NOT_DELAYED = new DelayedSack(Duration.ZERO, 1);

    /** The stack's configuration. */
    private final StackConfig stack;

    /** Whether the program has set the buffers; the others grow. */
    private boolean isSendBufferSet;

    private boolean isReceiveBufferSet;

    /** Shared with copies until one of them changes. */
    private Map<SocketOption<?>, Object> values;

    private AuthSettings auth;

    private Set<NotificationType> events;
    private boolean showsReceiveInfo;
    private boolean showsNextInfo;
    private boolean refusesToFragment;
    private int context;
    private DefaultSendInfo defaultSendInfo;
    private PrInfo defaultPrInfo;

    public Settings(final StackConfig config) {
        values = Options.defaults(config);
        auth = new AuthSettings();
        stack = config;
        cache();
    }

    private Settings(final Settings other) {
        values = other.values;
        auth = other.auth;
        stack = other.stack;
        isSendBufferSet = other.isSendBufferSet;
        isReceiveBufferSet = other.isReceiveBufferSet;
        cache();
    }

    public Settings copy() {
        return new Settings(this);
    }

    @SuppressWarnings("unchecked") // Only values of the option's type are stored.
    public <T> T get(final SocketOption<T> option) {
        return (T) values.get(option);
    }

    /** Returns the value that a program reads; null for options that only associations have. */
    @SuppressWarnings("unchecked") // Each value has its option's type.
    public <T> T read(final SocketOption<T> option) throws SctpException {
        if (AuthSettings.OPTIONS.contains(option)) {
            requireAuthentication("get " + option.name());
            final boolean signsAddresses = get(SctpOptions.ASCONF_SUPPORTED);
            return (T) auth.get(option, signsAddresses);
        }
        if (option.equals(SctpOptions.HMAC_IDENT)) {
            requireAuthentication("get " + option.name());
        }
        if (option.equals(SctpOptions.DEFAULT_SEND_PARAM)) {
            return (T) defaultSendParameters();
        }
        if (option.equals(SctpOptions.DELAYED_SACK)) {
            return (T) delayedSack();
        }
        if (option.type() == PathThresholds.class) {
            return (T) Thresholds.shownBy((SctpOption<?>) option, get(SctpOptions.PEER_ADDR_THLDS_V2));
        }
        return get(option);
    }

    /** Sets a program's value after it was checked. */
    public <T> void change(final SocketOption<T> option, final T value) throws SctpException {
        if (AuthSettings.OPTIONS.contains(option)) {
            requireAuthentication("set " + option.name());
            auth = auth.with(option, option.type().cast(value));
            return;
        }
        requireConsistent(option, value);
        isSendBufferSet |= option.equals(StandardSocketOptions.SO_SNDBUF);
        isReceiveBufferSet |= option.equals(StandardSocketOptions.SO_RCVBUF);
        if (value instanceof DefaultSendParameters parameters) {
            setDefaults(parameters);
            return;
        }
        if (value instanceof PathThresholds given) {
            setThresholds(option, given);
            return;
        }
        if (value instanceof DelayedSack given) {
            setDelayedSack(given);
            return;
        }
        final T merged = Options.merge(option, get(option), value);
        requireRoom(option, merged);
        put(option, merged);
        if (keepsMessagesTogether()) {
            put(SctpOptions.INTERLEAVING_SUPPORTED, false); // as Linux does
        }
        // The SACK delay and path MTU discovery are each part of two options.
        final PathParameters path = get(SctpOptions.PEER_ADDR_PARAMS);
        if (option.equals(SctpOptions.PEER_ADDR_PARAMS)) {
            final DelayedSack sack = get(SctpOptions.DELAYED_SACK);
            put(SctpOptions.DELAYED_SACK, new DelayedSack(path.sackDelay(), sack.frequency()));
            final PathThresholds thresholds = get(SctpOptions.PEER_ADDR_THLDS_V2);
            put(
                    SctpOptions.PEER_ADDR_THLDS_V2,
                    new PathThresholds(
                            path.maxRetransmissions(), thresholds.potentiallyFailed(), thresholds.primarySwitchover()));
            put(
                    SctpOptions.PLPMTUD_PROBE_INTERVAL,
                    Options.probeInterval(path.pathMtuDiscovery(), get(SctpOptions.PLPMTUD_PROBE_INTERVAL)));
        } else if (option.equals(SctpOptions.PLPMTUD_PROBE_INTERVAL)) {
            put(
                    SctpOptions.PEER_ADDR_PARAMS,
                    Options.withDiscovery(path, !((Duration) merged).isZero(), path.pathMtu()));
        }
    }

    /** Throws an exception if a value contradicts another option. */
    private void requireRoom(final SocketOption<?> option, final Object wanted) throws SctpException {
        final int receiveBuffer = get(StandardSocketOptions.SO_RCVBUF);
        if (option.equals(SctpOptions.PARTIAL_DELIVERY_POINT) && (int) wanted > receiveBuffer) {
            throw SctpException.of(
                    "set " + option.name(),
                    Errno.EINVAL.number(),
                    null,
                    null,
                    wanted + " is more than SO_RCVBUF, " + receiveBuffer);
        }
        if (option.equals(SctpOptions.INTERLEAVING_SUPPORTED) && (boolean) wanted && keepsMessagesTogether()) {
            throw SctpException.of(
                    "set " + option.name(),
                    Errno.EPERM.number(),
                    null,
                    null,
                    "it needs SCTP_FRAGMENT_INTERLEAVE above 0 on this channel");
        }
    }

    /** A frequency of 1 means no delay (RFC 6458 section 8.1.19). */
    private DelayedSack delayedSack() {
        return Boolean.TRUE.equals(get(SctpOptions.PEER_ADDR_PARAMS).delayedSack())
                ? get(SctpOptions.DELAYED_SACK)
                : NOT_DELAYED;
    }

    /** The delay, and whether it is on, are also part of PEER_ADDR_PARAMS. While it is off, the frequency is kept. */
    private void setDelayedSack(final DelayedSack given) throws SctpException {
        final DelayedSack current = get(SctpOptions.DELAYED_SACK);
        final DelayedSack merged = Options.merge(SctpOptions.DELAYED_SACK, current, given);
        final PathParameters path = get(SctpOptions.PEER_ADDR_PARAMS);
        final int frequency = given.frequency() == 1 ? current.frequency() : merged.frequency();
        put(SctpOptions.DELAYED_SACK, new DelayedSack(merged.delay(), frequency));
        put(
                SctpOptions.PEER_ADDR_PARAMS,
                Options.merge(
                        SctpOptions.PEER_ADDR_PARAMS, path, PathParameters.UNCHANGED.withSackDelay(merged.delay())));
        final boolean isUntouched = given.delay().isZero() && given.frequency() == 0;
        if (given.frequency() == 1 || (isUntouched && !path.delayedSack())) {
            put(
                    SctpOptions.PEER_ADDR_PARAMS,
                    Options.merge(
                            SctpOptions.PEER_ADDR_PARAMS,
                            get(SctpOptions.PEER_ADDR_PARAMS),
                            PathParameters.UNCHANGED.withoutSackDelay()));
        }
    }

    /** The number of retransmissions of a path is also part of another option. */
    private void setThresholds(final SocketOption<?> option, final PathThresholds given) throws SctpException {
        final PathThresholds merged =
                Options.merge(Thresholds.version(option), get(SctpOptions.PEER_ADDR_THLDS_V2), given);
        put(SctpOptions.PEER_ADDR_THLDS_V2, merged);
        change(
                SctpOptions.PEER_ADDR_PARAMS,
                PathParameters.UNCHANGED.withMaxRetransmissions(merged.pathMaxRetransmissions()));
    }

    /** Whether a message is received to its end before another one begins (RFC 6458 section 8.1.20, level 0). */
    public boolean keepsMessagesTogether() {
        return get(SctpOptions.FRAGMENT_INTERLEAVE) == 0;
    }

    /** The deprecated option combines two others. */
    private DefaultSendParameters defaultSendParameters() {
        final boolean isLifetime = defaultPrInfo.policy() == PrPolicy.LIFETIME;
        return new DefaultSendParameters(
                defaultSendInfo.stream(),
                defaultSendInfo.ppid(),
                defaultSendInfo.unordered(),
                defaultSendInfo.context(),
                isLifetime ? Duration.ofMillis(defaultPrInfo.value()) : Duration.ZERO);
    }

    private void setDefaults(final DefaultSendParameters given) throws SctpException {
        final long lifetimeMillis = given.lifetime().toMillis();
        change(
                SctpOptions.DEFAULT_SNDINFO,
                new DefaultSendInfo(given.stream(), given.ppid(), given.unordered(), given.context()));
        change(
                SctpOptions.DEFAULT_PRINFO,
                new PrInfo(lifetimeMillis == 0 ? PrPolicy.RELIABLE : PrPolicy.LIFETIME, lifetimeMillis));
    }

    /** Address changes need AUTH (RFC 5061 section 4.1), and without it no HMAC is used. */
    private void requireConsistent(final SocketOption<?> option, final Object value) throws SctpException {
        if (option.equals(SctpOptions.HMAC_IDENT)
                || (option.equals(SctpOptions.ASCONF_SUPPORTED) && value.equals(true))) {
            requireAuthentication("set " + option.name());
        }
        if (option.equals(SctpOptions.AUTH_SUPPORTED) && value.equals(false) && get(SctpOptions.ASCONF_SUPPORTED)) {
            throw SctpException.of(
                    "set " + option.name(),
                    Errno.EBUSY.number(),
                    null,
                    null,
                    "SCTP_ASCONF_SUPPORTED, which is set, needs it");
        }
    }

    private void requireAuthentication(final String operation) throws SctpException {
        if (!get(SctpOptions.AUTH_SUPPORTED)) {
            throw SctpException.of(
                    operation, Errno.EACCES.number(), null, null, "it needs SCTP_AUTH_SUPPORTED, which is not set");
        }
    }

    public <T> void put(final SocketOption<T> option, final T value) {
        final Map<SocketOption<?>, Object> changed = new HashMap<>(values);
        changed.put(option, value);
        values = changed;
        cache();
    }

    private void cache() {
        final Set<NotificationType> subscribed = get(SctpOptions.EVENTS);
        events = subscribed.isEmpty() ? EnumSet.noneOf(NotificationType.class) : EnumSet.copyOf(subscribed);
        showsReceiveInfo = get(SctpOptions.RECVRCVINFO);
        showsNextInfo = get(SctpOptions.RECVNXTINFO);
        refusesToFragment = get(SctpOptions.DISABLE_FRAGMENTS);
        context = get(SctpOptions.CONTEXT);
        defaultSendInfo = get(SctpOptions.DEFAULT_SNDINFO);
        defaultPrInfo = get(SctpOptions.DEFAULT_PRINFO);
    }

    public boolean isSubscribed(final NotificationType type) {
        return events.contains(type);
    }

    public boolean showsReceiveInfo() {
        return showsReceiveInfo;
    }

    public boolean showsNextInfo() {
        return showsNextInfo;
    }

    public boolean refusesToFragment() {
        return refusesToFragment;
    }

    public int context() {
        return context;
    }

    public DefaultSendInfo defaultSendInfo() {
        return defaultSendInfo;
    }

    /** The partial reliability policy of messages that do not set their own. */
    public PrInfo defaultPrInfo() {
        return defaultPrInfo;
    }

    /** The engine's parameters for associations with these settings. */
    public AssociationConfig engineConfig(final List<IpAddress> locals, final List<Integer> localIds) {
        return tune(AssociationConfig.builder())
                .localAddresses(locals, localIds)
                .build();
    }

    /** As above, for an existing association, whose addresses are not changed. */
    public AssociationConfig engineConfig(final AssociationConfig current) {
        return tune(current.toBuilder()).build();
    }

    private AssociationConfigBuilder tune(final AssociationConfigBuilder builder) {
        final RtoInfo rto = get(SctpOptions.RTOINFO);
        final InitParameters init = get(SctpOptions.INITMSG);
        final AssociationParameters limits = get(SctpOptions.ASSOCINFO);
        final DelayedSack sack = get(SctpOptions.DELAYED_SACK);
        final PathParameters path = get(SctpOptions.PEER_ADDR_PARAMS);
        final PathThresholds thresholds = get(SctpOptions.PEER_ADDR_THLDS_V2);
        final int receiveBuffer = get(StandardSocketOptions.SO_RCVBUF);
        final Duration autoclose = get(SctpOptions.AUTOCLOSE);
        final Duration probeInterval = get(SctpOptions.PLPMTUD_PROBE_INTERVAL);
        final boolean immediate = get(SctpOptions.NODELAY);
        final boolean reconfigurable = get(SctpOptions.RECONFIG_SUPPORTED);
        final boolean authenticated = get(SctpOptions.AUTH_SUPPORTED);
        final boolean interleaved = get(SctpOptions.INTERLEAVING_SUPPORTED);
        final boolean changesAddresses = get(SctpOptions.ASCONF_SUPPORTED);
        final boolean partiallyReliable = get(SctpOptions.PR_SUPPORTED);
        return auth.tune(builder)
                .authenticationSupported(authenticated)
                .addressReconfigurationSupported(changesAddresses)
                .authAlgorithms(get(SctpOptions.HMAC_IDENT).stream()
                        .map(HmacAlgorithm::id)
                        .toList())
                .partialDeliveryBytes(partialDeliveryBytes(receiveBuffer, path))
                .partialReliability(partiallyReliable)
                .noDelay(immediate)
                .reconfigurationSupported(reconfigurable)
                .grantedReconfigurations(grants(get(SctpOptions.ENABLE_STREAM_RESET)))
                .streamScheduler(StreamScheduler.valueOf(
                        get(SctpOptions.STREAM_SCHEDULER).name()))
                .interleavingSupported(interleaved)
                .partsInterleaved(get(SctpOptions.FRAGMENT_INTERLEAVE) == PARTS_INTERLEAVED)
                .adaptationIndication(get(SctpOptions.ADAPTATION_LAYER))
                .maxChunkPayload(get(SctpOptions.MAXSEG))
                .trafficClass(Options.trafficClass(path, get(StandardSocketOptions.IP_TOS)))
                .maxInitTimeoutNs(init.maxTimeout().toNanos())
                .rtoInitialNs(rto.initial().toNanos())
                .rtoMinNs(rto.min().toNanos())
                .rtoMaxNs(rto.max().toNanos())
                .outboundStreams(init.outboundStreams())
                .maxInboundStreams(init.maxInboundStreams())
                .maxInitRetransmissions(init.maxAttempts())
                .maxAssociationRetransmissions(limits.maxRetransmissions())
                .cookieLifeNs(limits.cookieLife().toNanos())
                .sackDelayNs(Options.sackDelayNs(path))
                .packetsPerSack(sack.frequency())
                .maxBurst(get(SctpOptions.MAX_BURST))
                .heartbeatIntervalNs(Options.heartbeatIntervalNs(path))
                .maxPathRetransmissions(path.maxRetransmissions())
                .potentiallyFailedRetransmissions(thresholds.potentiallyFailed())
                .primarySwitchoverRetransmissions(thresholds.primarySwitchover())
                .maxPacketSizes(Options.packetSize(path, true), Options.packetSize(path, false))
                .pathMtuRaiseNs(probeInterval.toNanos())
                .autocloseNs(autoclose.toNanos())
                .reassemblyTimeoutNs(stack.reassemblyLimit().toNanos())
                .shutdownStallNs(stack.shutdownStallLimit().toNanos())
                .congestionControl(io.sctp.engine.config.CongestionControl.valueOf(
                        get(SctpOptions.CONGESTION_CONTROL).name()))
                .sendBufferBytes(get(StandardSocketOptions.SO_SNDBUF))
                .maxSendBufferBytes(isSendBufferSet ? 0 : stack.maxBufferBytes())
                .receiveWindowBytes(receiveBuffer)
                .maxReceiveWindowBytes(isReceiveBufferSet ? 0 : stack.maxBufferBytes())
                .maxMessageBytes(receiveBuffer);
    }

    /**
     * The number of bytes from which an incomplete message is delivered in parts. It is small enough that the receive
     * buffer still has space for the next packet.
     */
    private int partialDeliveryBytes(final int receiveBuffer, final PathParameters path) {
        final int twoPacketsLeft = receiveBuffer - 2 * Options.packetSize(path, true);
        final int latest = Math.max(1, Math.min(receiveBuffer / 4 * 3, twoPacketsLeft));
        final int wanted = get(SctpOptions.PARTIAL_DELIVERY_POINT);
        return wanted == 0 ? latest : Math.min(wanted, latest);
    }

    private static int grants(final Set<StreamResetPermission> permissions) {
        int grants = 0;
        for (final StreamResetPermission permission : permissions) {
            grants |= switch (permission) {
                case RESET_STREAMS -> AssociationConfig.GRANT_STREAM_RESET;
                case RESET_ASSOCIATION -> AssociationConfig.GRANT_ASSOCIATION_RESET;
                case CHANGE_ASSOCIATION -> AssociationConfig.GRANT_MORE_STREAMS;
            };
        }
        return grants;
    }
}

package io.sctp.engine.path;

import io.sctp.engine.Path;
import io.sctp.engine.PathState;
import io.sctp.engine.config.CongestionControl;
import io.sctp.engine.packet.PacketHeader;

/**
 * One destination address of the peer: where it is, whether it answers, and how much may be in flight to it. It knows
 * nothing of chunks or timers.
 */
public final class TransportPath implements Path {
    /** The low bits of the octet are not the code point but ECN's. */
    private static final int DSCP_SHIFT = 2;

    /** Beyond any limit; a path that never answers is not counted for ever. */
    private static final int MAX_ERRORS = 1 << 20;

    /** Before an IPv4 address that is held as an IPv6 one. */
    private static final long IPV4_MAPPED = 0xFFFF;

    private final int index;
    private final long addressHigh;
    private final long addressLow;
    private CongestionController congestion;
    private final RtoEstimator rto;
    private final PathFlight flight;
    private final HeartbeatState heartbeat = new HeartbeatState();
    private final Allowance allowance = new Allowance();
    private int udpPort;
    private boolean takesUncut;

    /** Whether the peer was shown to be behind the UDP port. */
    private boolean portVerified = true;

    private int localId;
    private int maxPacketSize;
    private long heartbeatIntervalNs;
    private int maxRetransmissions;
    private int potentiallyFailedRetransmissions;
    private int primarySwitchoverRetransmissions;
    private long sackDelayNs;
    private int trafficClass;

    /** Null unless the path's MTU is being discovered. */
    private PathMtuSearch mtuSearch;

    private PathState state;
    private PathState reportedState;
    private int errorCount;

    private int probeErrors;

    public TransportPath(
            final int index,
            final long addressHigh,
            final long addressLow,
            final int udpPort,
            final int localId,
            final PathDefaults defaults,
            final PathState state) {
        this.index = index;
        this.addressHigh = addressHigh;
        this.addressLow = addressLow;
        this.udpPort = udpPort;
        this.localId = localId;
        this.state = state;
        reportedState = state;
        maxPacketSize = isIpv4() ? defaults.maxPacketSize() : defaults.maxPacketSizeIpv6();
        heartbeatIntervalNs = defaults.heartbeatIntervalNs();
        maxRetransmissions = defaults.maxRetransmissions();
        potentiallyFailedRetransmissions = defaults.potentiallyFailedRetransmissions();
        primarySwitchoverRetransmissions = defaults.primarySwitchoverRetransmissions();
        sackDelayNs = defaults.sackDelayNs();
        trafficClass = defaults.trafficClass();
        congestion = controller(defaults.congestionControl());
        rto = new RtoEstimator(defaults.rtoInitialNs(), defaults.rtoMinNs(), defaults.rtoMaxNs());
        flight = new PathFlight(congestion, rto);
    }

    private CongestionController controller(final CongestionControl wanted) {
        final int maxChunkBytes = maxPacketSize - PacketHeader.LENGTH;
        return switch (wanted) {
            case RFC_9260 -> new Rfc9260CongestionControl(maxChunkBytes, !isIpv4());
            case CUBIC -> new CubicCongestionControl(maxChunkBytes, !isIpv4());
            case PATH_MODEL -> new PathModelCongestionControl(maxChunkBytes, !isIpv4());
        };
    }

    /** Goes on with another controller, and with the window that there is. */
    public void congestionControl(final CongestionControl wanted) {
        final CongestionController next = controller(wanted);
        next.takeOver(congestion);
        congestion = next;
        flight.congestion(next);
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public long addressHigh() {
        return addressHigh;
    }

    @Override
    public long addressLow() {
        return addressLow;
    }

    @Override
    public boolean isIpv4() {
        return addressHigh == 0 && addressLow >>> 32 == IPV4_MAPPED;
    }

    @Override
    public boolean hasAddress(final long high, final long low) {
        return addressLow == low && addressHigh == high;
    }

    @Override
    public int udpPort() {
        return udpPort;
    }

    public void udpPort(final int port) {
        takesUncut &= port == udpPort;
        udpPort = port;
    }

    /** Whether packets may go there in one piece that the system cuts: only this engine takes them apart for sure. */
    public boolean takesUncut() {
        return takesUncut;
    }

    public void takesUncut(final boolean isKnown) {
        takesUncut = isKnown;
    }

    @Override
    public int localId() {
        return localId;
    }

    public void localId(final int id) {
        if (id != localId) {
            localId = id;
            onUnknownConditions();
        }
    }

    @Override
    public int maxPacketSize() {
        return maxPacketSize;
    }

    public void maxPacketSize(final int bytes) {
        maxPacketSize = bytes;
        congestion.maxChunkBytes(bytes - PacketHeader.LENGTH);
    }

    @Override
    public boolean isMtuDiscovered() {
        return mtuSearch != null;
    }

    public PathMtuSearch mtuSearch() {
        return mtuSearch;
    }

    public void mtuSearch(final PathMtuSearch search) {
        mtuSearch = search;
        if (search != null) {
            maxPacketSize(search.size());
        }
    }

    @Override
    public long heartbeatIntervalNs() {
        return heartbeatIntervalNs;
    }

    public void heartbeatIntervalNs(final long intervalNs) {
        heartbeatIntervalNs = intervalNs;
    }

    @Override
    public int maxRetransmissions() {
        return maxRetransmissions;
    }

    @Override
    public void maxRetransmissions(final int count) {
        maxRetransmissions = count;
    }

    @Override
    public int potentiallyFailedRetransmissions() {
        return potentiallyFailedRetransmissions;
    }

    @Override
    public void potentiallyFailedRetransmissions(final int count) {
        potentiallyFailedRetransmissions = count;
    }

    @Override
    public int primarySwitchoverRetransmissions() {
        return primarySwitchoverRetransmissions;
    }

    @Override
    public void primarySwitchoverRetransmissions(final int count) {
        primarySwitchoverRetransmissions = count;
    }

    @Override
    public long sackDelayNs() {
        return sackDelayNs;
    }

    @Override
    public void sackDelayNs(final long delayNs) {
        sackDelayNs = delayNs;
    }

    @Override
    public int trafficClass() {
        return trafficClass;
    }

    @Override
    public void trafficClass(final int octet) {
        final boolean sameQueue = trafficClass >>> DSCP_SHIFT == octet >>> DSCP_SHIFT;
        trafficClass = octet;
        if (!sameQueue) {
            onUnknownConditions();
        }
    }

    /**
     * Packets go another way now. What is in flight stays that, and so does the time-out: it follows with the first
     * packet that is timed on the new way.
     */
    private void onUnknownConditions() {
        congestion.reinitialize();
        flight.onUnknownConditions();
        takesUncut = false;
    }

    @Override
    public int congestionWindowBytes() {
        return congestion.windowBytes();
    }

    @Override
    public int slowStartThresholdBytes() {
        return congestion.thresholdBytes();
    }

    @Override
    public long rtoNs() {
        return rto.rtoNs();
    }

    @Override
    public long smoothedRoundTripNs() {
        return rto.smoothedNs();
    }

    public CongestionController congestion() {
        return congestion;
    }

    public RtoEstimator rto() {
        return rto;
    }

    /** Returns what is in flight. */
    public PathFlight flight() {
        return flight;
    }

    /** Returns what is known of HEARTBEATs. */
    public HeartbeatState heartbeat() {
        return heartbeat;
    }

    /** Returns what may be sent while the address, or the UDP port, is not verified. */
    public Allowance allowance() {
        return allowance;
    }

    @Override
    public PathState state() {
        return state;
    }

    public void state(final PathState newState) {
        state = newState;
    }

    @Override
    public boolean isActive() {
        return state == PathState.ACTIVE;
    }

    @Override
    public boolean isPotentiallyFailed() {
        return state == PathState.POTENTIALLY_FAILED;
    }

    @Override
    public boolean isConfirmed() {
        return state != PathState.UNCONFIRMED;
    }

    @Override
    public boolean isVerified() {
        return portVerified && isConfirmed();
    }

    public void unverifyPort() {
        portVerified = false;
        allowance.clear();
        heartbeat.forget();
    }

    public void verifyPort() {
        portVerified = true;
    }

    /**
     * Returns whether data had better go here than to another path: by state, and then by errors (RFC 7829 section
     * 3.2).
     */
    boolean isBetterThan(final TransportPath other) {
        return state == other.state ? errorCount < other.errorCount : state.compareTo(other.state) < 0;
    }

    public boolean takeStateChange() {
        final boolean changed = state != reportedState;
        reportedState = state;
        return changed;
    }

    @Override
    public int errorCount() {
        return errorCount;
    }

    public void clearErrors() {
        forgetErrors();
        heartbeat.onAnswered();
    }

    public void forgetErrors() {
        errorCount = 0;
        probeErrors = 0;
    }

    public int countError() {
        errorCount = Math.min(MAX_ERRORS, errorCount + 1);
        return errorCount;
    }

    public void countProbeError() {
        probeErrors++;
    }

    public boolean forgiveProbes() {
        final boolean any = probeErrors > 0;
        errorCount = Math.max(0, errorCount - probeErrors);
        probeErrors = 0;
        return any;
    }

    @Override
    public int flightBytes() {
        return flight.bytes();
    }

    @Override
    public int flightChunks() {
        return flight.chunks();
    }

    @Override
    public int retransmitChunks() {
        return flight.lostChunks();
    }

    /** The peer refused a probe of its window. */
    public void onProbeRefused() {
        flight.onRefused(maxPacketSize);
    }

    /** Returns whether a HEARTBEAT may go to this address again: one per RTO (RFC 9260 section 5.4). */
    public boolean isProbeDue(final long nowNs) {
        return heartbeat.isOlderThan(rto.rtoNs(), nowNs);
    }

    /** Takes the answer to a HEARTBEAT; returns false if it answers none that is out. */
    public boolean acceptHeartbeatAck(final long nonce, final long nowNs) {
        if (!heartbeat.isAnswer(nonce)) {
            return false;
        }
        heartbeat.onAnswered();
        rto.onSample(heartbeat.roundTripNs(nowNs));
        return true;
    }
}

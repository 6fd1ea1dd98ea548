package io.sctp.engine.path;

import io.sctp.engine.packet.PacketHeader;

/**
 * One destination address of the peer: where it is, whether it answers, and how much may be in flight to it. It knows
 * nothing of chunks or timers.
 */
public final class Path {
    /** The low bits of the octet are not the code point but ECN's. */
    private static final int DSCP_SHIFT = 2;

    /** Beyond any limit; a path that never answers is not counted for ever. */
    private static final int MAX_ERRORS = 1 << 20;

    /** Before an IPv4 address that is held as an IPv6 one. */
    private static final long IPV4_MAPPED = 0xFFFF;

    private final int index;
    private final long addressHigh;
    private final long addressLow;
    private final CongestionWindow congestion;
    private final RtoEstimator rto;
    private int udpPort;

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

    private int flightBytes;
    private int flightChunks;
    private boolean isUsed;
    private int retransmitChunks;

    /** Whether no more than one packet may be in flight, and whether that is the packet being written. */
    private boolean onePacketOnly;

    private boolean packetMayGrow;

    private int probeErrors;

    private boolean timingRoundTrip;
    private int timedTsn;
    private long timedSinceNs;

    // Of what was sent before the address, or the UDP port, was verified.
    private long allowanceBytes;
    private int probes;
    private boolean isProbeDeferred;

    private boolean heartbeatSent;
    private long heartbeatNonce;
    private long heartbeatSentNs;
    private boolean heartbeatDue;
    private boolean heartbeatUnanswered;
    private boolean heartbeatOnRequest;
    private long lastSentNs;

    // What the SACK now being processed did to this path.
    private int ackedBytes;
    private int flightBytesBefore;
    private boolean cumulativelyAcked;
    private boolean newlyLost;
    private boolean answered;

    public Path(
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
        congestion = new CongestionWindow(maxPacketSize - PacketHeader.LENGTH, !isIpv4());
        rto = new RtoEstimator(defaults.rtoInitialNs(), defaults.rtoMinNs(), defaults.rtoMaxNs());
    }

    /** Returns this path's place in its association, from 0. */
    public int index() {
        return index;
    }

    /** Returns the first eight bytes of the address; IPv4 is held as {@code ::ffff:a.b.c.d}. */
    public long addressHigh() {
        return addressHigh;
    }

    /** Returns the last eight bytes of the address. */
    public long addressLow() {
        return addressLow;
    }

    /** Whether the peer's address is one of IPv4. */
    public boolean isIpv4() {
        return addressHigh == 0 && addressLow >>> 32 == IPV4_MAPPED;
    }

    public boolean hasAddress(final long high, final long low) {
        return addressLow == low && addressHigh == high;
    }

    /** Returns the UDP port under which the peer was last heard (RFC 6951 section 5.4). */
    public int udpPort() {
        return udpPort;
    }

    /** Changes the UDP port; the tables that know the path by it are the caller's business. */
    public void udpPort(final int port) {
        udpPort = port;
    }

    /** Returns the driver's number for the local address from which this path is used. */
    public int localId() {
        return localId;
    }

    /** Uses the path from another address; congestion control begins anew (section 7.2.5.2). */
    public void localId(final int id) {
        if (id != localId) {
            localId = id;
            onUnknownConditions();
        }
    }

    /** Returns the largest SCTP packet this path carries, in bytes from the common header on. */
    public int maxPacketSize() {
        return maxPacketSize;
    }

    public void maxPacketSize(final int bytes) {
        maxPacketSize = bytes;
        congestion.maxChunkBytes(bytes - PacketHeader.LENGTH);
    }

    /** Returns what discovers the path's MTU (RFC 8899), and so says {@link #maxPacketSize}; null if nothing does. */
    public PathMtuSearch mtuSearch() {
        return mtuSearch;
    }

    /** Has the path's MTU discovered, or no more; the timer is the caller's business. */
    public void mtuSearch(final PathMtuSearch search) {
        mtuSearch = search;
        if (search != null) {
            maxPacketSize(search.size());
        }
    }

    /** Returns how long the path may be idle before it is tried, in nanoseconds; 0 for ever. */
    public long heartbeatIntervalNs() {
        return heartbeatIntervalNs;
    }

    /** Changes the interval; the timer is the caller's business. */
    public void heartbeatIntervalNs(final long intervalNs) {
        heartbeatIntervalNs = intervalNs;
    }

    /** Returns Path.Max.Retrans: unanswered transmissions in a row after which it is inactive. */
    public int maxRetransmissions() {
        return maxRetransmissions;
    }

    public void maxRetransmissions(final int count) {
        maxRetransmissions = count;
    }

    /** Returns Potentially.Failed.Max.Retrans: unanswered transmissions in a row after which others are preferred. */
    public int potentiallyFailedRetransmissions() {
        return potentiallyFailedRetransmissions;
    }

    public void potentiallyFailedRetransmissions(final int count) {
        potentiallyFailedRetransmissions = count;
    }

    /** Returns Primary.Switchover.Max.Retrans: as above, after which it is no longer the primary path. */
    public int primarySwitchoverRetransmissions() {
        return primarySwitchoverRetransmissions;
    }

    public void primarySwitchoverRetransmissions(final int count) {
        primarySwitchoverRetransmissions = count;
    }

    /** Returns how long the acknowledgement of data that came over this path may wait, in nanoseconds. */
    public long sackDelayNs() {
        return sackDelayNs;
    }

    public void sackDelayNs(final long delayNs) {
        sackDelayNs = delayNs;
    }

    /** Returns the mark of packets to this path: type of service, or traffic class. */
    public int trafficClass() {
        return trafficClass;
    }

    /** Marks packets so from now on; with another code point congestion control begins anew (section 7.2.5.1). */
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
        onePacketOnly = false;
        timingRoundTrip = false;
    }

    public CongestionWindow congestion() {
        return congestion;
    }

    public RtoEstimator rto() {
        return rto;
    }

    public PathState state() {
        return state;
    }

    public void state(final PathState newState) {
        state = newState;
    }

    public boolean isActive() {
        return state == PathState.ACTIVE;
    }

    public boolean isPotentiallyFailed() {
        return state == PathState.POTENTIALLY_FAILED;
    }

    public boolean isConfirmed() {
        return state != PathState.UNCONFIRMED;
    }

    /** Says whether the peer was shown to be at the address, behind the UDP port. */
    public boolean isVerified() {
        return portVerified && isConfirmed();
    }

    /** The peer was heard behind another UDP port, and is to be shown to be there. */
    public void unverifyPort() {
        portVerified = false;
        allowanceBytes = 0;
        heartbeatSent = false;
        heartbeatUnanswered = false;
    }

    public void verifyPort() {
        portVerified = true;
    }

    /** Returns how many bytes may go to an address that is not verified. */
    public long allowanceBytes() {
        return allowanceBytes;
    }

    public void allow(final long bytes) {
        allowanceBytes += bytes;
    }

    public void spend(final int bytes) {
        allowanceBytes -= bytes;
    }

    /** Returns the HEARTBEATs that went to an address that is not confirmed, whatever came from there. */
    public int probes() {
        return probes;
    }

    public void countProbe() {
        probes++;
    }

    /** So many went there before the address left and came again. */
    public void countProbes(final int before) {
        probes = Math.max(probes, before);
    }

    /** Says whether one RTO has passed since the last HEARTBEAT. */
    public boolean isProbeDue(final long nowNs) {
        return !heartbeatSent || nowNs - heartbeatSentNs >= rto.rtoNs();
    }

    /** A HEARTBEAT that was due may not go yet. */
    public void deferProbe() {
        heartbeatDue = false;
        isProbeDeferred = true;
    }

    /** Says whether a HEARTBEAT was deferred since it was last asked. */
    public boolean takeDeferredProbe() {
        final boolean was = isProbeDeferred;
        isProbeDeferred = false;
        return was;
    }

    /**
     * Says whether data had better go here than to another path: by state, and then by errors (RFC 7829 section 3.2).
     */
    boolean isBetterThan(final Path other) {
        return state == other.state ? errorCount < other.errorCount : state.compareTo(other.state) < 0;
    }

    /** Says whether the state changed since it was last asked, and takes note of the state as it is. */
    public boolean takeStateChange() {
        final boolean changed = state != reportedState;
        reportedState = state;
        return changed;
    }

    /** Returns the transmissions in a row that went unanswered. */
    public int errorCount() {
        return errorCount;
    }

    /** The address answered. */
    public void clearErrors() {
        forgetErrors();
        heartbeatUnanswered = false;
    }

    /** It is given another chance; a HEARTBEAT that is out may still be answered. */
    public void forgetErrors() {
        errorCount = 0;
        probeErrors = 0;
    }

    /** Counts a transmission that went unanswered, and returns the count. */
    public int countError() {
        errorCount = Math.min(MAX_ERRORS, errorCount + 1);
        return errorCount;
    }

    /** The error just counted is that of a window probe: whatever the peer answers takes it back. */
    public void countProbeError() {
        probeErrors++;
    }

    /**
     * The peer answers: probes of its window that went unanswered were no errors (RFC 9260 section 6.1, rule A).
     * Returns whether there were any.
     */
    public boolean forgiveProbes() {
        final boolean any = probeErrors > 0;
        errorCount = Math.max(0, errorCount - probeErrors);
        probeErrors = 0;
        return any;
    }

    // -- data in flight ---------------------------------------------------------------------------------------------

    /**
     * Returns the chunks with user data sent to this path and neither acknowledged nor given up as lost, in bytes, with
     * their headers and padding: what RFC 9260 section 6.1, rule B, holds against the congestion window.
     */
    public int flightBytes() {
        return flightBytes;
    }

    /** Returns the number of chunks that {@link #flightBytes} counts. */
    public int flightChunks() {
        return flightChunks;
    }

    /** Data was sent to this path, or waits for it. */
    public void use() {
        isUsed = true;
    }

    /** Says whether data was ever sent to this path, or waited for it. */
    public boolean isUsed() {
        return isUsed;
    }

    public void addFlight(final int bytes) {
        isUsed = true;
        flightBytes += bytes;
        flightChunks++;
    }

    public void removeFlight(final int bytes) {
        flightBytes -= bytes;
        flightChunks--;
    }

    /** Says whether the congestion window lets another chunk go (RFC 9260 section 6.1, rule B, and section 7.2.3). */
    public boolean hasRoom() {
        return flightBytes < congestion.windowBytes() && (!onePacketOnly || flightChunks == 0 || packetMayGrow);
    }

    /**
     * Until data sent here is acknowledged, only one packet may be in flight, however little is in it (section 7.2.3).
     */
    public void allowOnePacketOnly() {
        onePacketOnly = true;
    }

    /** What was in flight was refused by a peer without room for it, not lost; a time-out before it still counts. */
    public void onRefused() {
        onePacketOnly &= congestion.windowBytes() <= maxPacketSize;
    }

    /** A packet begins that may carry data. */
    public void onPacketBegin() {
        packetMayGrow = flightChunks == 0;
    }

    public void onPacketEnd() {
        packetMayGrow = false;
    }

    /** Returns the number of chunks waiting to be sent again to this path. */
    public int retransmitChunks() {
        return retransmitChunks;
    }

    public void addRetransmitChunks(final int count) {
        isUsed = true;
        retransmitChunks += count;
    }

    public long lastSentNs() {
        return lastSentNs;
    }

    public void lastSentNs(final long nowNs) {
        lastSentNs = nowNs;
    }

    // -- round-trip time --------------------------------------------------------------------------------------------

    /** Starts timing a chunk unless one is being timed already: one measurement per round trip (rule C4). */
    public void startTiming(final int tsn, final long nowNs) {
        if (!timingRoundTrip) {
            timingRoundTrip = true;
            timedTsn = tsn;
            timedSinceNs = nowNs;
        }
    }

    /** Takes the measurement if the acknowledged chunk is the one being timed. */
    public void finishTiming(final int tsn, final long nowNs) {
        if (timingRoundTrip && timedTsn == tsn) {
            timingRoundTrip = false;
            rto.onSample(nowNs - timedSinceNs);
        }
    }

    /** Drops the measurement if its chunk is about to be sent again (Karn's rule). */
    public void stopTiming(final int tsn) {
        if (timedTsn == tsn) {
            timingRoundTrip = false;
        }
    }

    // -- heartbeats -------------------------------------------------------------------------------------------------

    public boolean isHeartbeatDue() {
        return heartbeatDue;
    }

    public void heartbeatDue(final boolean due) {
        heartbeatDue = due;
    }

    /** Says whether a heartbeat is out and has not been answered. */
    public boolean isHeartbeatUnanswered() {
        return heartbeatUnanswered;
    }

    /** Says whether the next heartbeat was asked for by the user, so that it goes even to a busy path. */
    public boolean isHeartbeatOnRequest() {
        return heartbeatOnRequest;
    }

    public void heartbeatOnRequest(final boolean requested) {
        heartbeatOnRequest = requested;
    }

    public void onHeartbeatSent(final long nonce, final long nowNs) {
        heartbeatDue = false;
        heartbeatOnRequest = false;
        heartbeatUnanswered = true;
        heartbeatSent = true;
        heartbeatNonce = nonce;
        heartbeatSentNs = nowNs;
    }

    /** Checks an answer against the heartbeat that is out, and accepts it once. */
    public boolean acceptHeartbeatAck(final long nonce, final long nowNs) {
        if (!heartbeatUnanswered || nonce != heartbeatNonce) {
            return false;
        }
        heartbeatUnanswered = false;
        rto.onSample(nowNs - heartbeatSentNs);
        return true;
    }

    // -- one SACK ---------------------------------------------------------------------------------------------------

    public void beginSack() {
        ackedBytes = 0;
        flightBytesBefore = flightBytes;
        cumulativelyAcked = false;
        newlyLost = false;
        answered = false;
    }

    public int flightBytesBefore() {
        return flightBytesBefore;
    }

    public int ackedBytes() {
        return ackedBytes;
    }

    public void addAckedBytes(final int bytes) {
        ackedBytes += bytes;
        onePacketOnly = false;
    }

    public boolean isCumulativelyAcked() {
        return cumulativelyAcked;
    }

    public void markCumulativelyAcked() {
        cumulativelyAcked = true;
    }

    /** Says whether something was acknowledged that was sent to this path alone, so that it must have arrived there. */
    public boolean isAnswered() {
        return answered;
    }

    public void markAnswered() {
        answered = true;
    }

    public boolean isNewlyLost() {
        return newlyLost;
    }

    public void markNewlyLost() {
        newlyLost = true;
    }
}

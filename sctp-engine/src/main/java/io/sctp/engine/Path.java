package io.sctp.engine;

/** The path to one address of a peer: its state, and what can be set for it alone (RFC 6458 section 8.1.12). */
public interface Path {
    /** Returns the path's index in its association, from 0. */
    int index();

    /** Returns the first eight bytes of the address; IPv4 is represented as {@code ::ffff:a.b.c.d}. */
    long addressHigh();

    /** Returns the last eight bytes of the address. */
    long addressLow();

    /** Whether the peer's address is an IPv4 address. */
    boolean isIpv4();

    boolean hasAddress(long high, long low);

    /** Returns the peer's last known UDP port (RFC 6951 section 5.4). */
    int udpPort();

    /** Returns the driver's number of the path's local address. */
    int localId();

    /** Returns the maximum size of an SCTP packet on this path, in bytes from the common header on. */
    int maxPacketSize();

    /** Whether the MTU is discovered (RFC 8899) instead of fixed. */
    boolean isMtuDiscovered();

    /** Returns the heartbeat interval in nanoseconds; 0 if no heartbeats are sent. */
    long heartbeatIntervalNs();

    /**
     * Returns Path.Max.Retrans: the number of consecutive unanswered transmissions after which the path is inactive.
     */
    int maxRetransmissions();

    void maxRetransmissions(int count);

    /**
     * Returns Potentially.Failed.Max.Retrans: the number of consecutive unanswered transmissions after which other
     * paths are preferred.
     */
    int potentiallyFailedRetransmissions();

    void potentiallyFailedRetransmissions(int count);

    /**
     * Returns Primary.Switchover.Max.Retrans: the number of consecutive unanswered transmissions after which it is no
     * longer the primary path.
     */
    int primarySwitchoverRetransmissions();

    void primarySwitchoverRetransmissions(int count);

    /** Returns the maximum delay of a SACK for data received on this path, in nanoseconds. */
    long sackDelayNs();

    void sackDelayNs(long delayNs);

    /** Returns the traffic class of packets on this path: type of service (IPv4) or traffic class (IPv6). */
    int trafficClass();

    /**
     * Sets the traffic class. If its code point (DSCP) changes, congestion control restarts (RFC 9260 section 7.2.5.1).
     */
    void trafficClass(int octet);

    PathState state();

    boolean isActive();

    boolean isPotentiallyFailed();

    boolean isConfirmed();

    /** Whether the peer's address is confirmed, behind its UDP port. */
    boolean isVerified();

    /** Returns the number of consecutive unanswered transmissions. */
    int errorCount();

    /**
     * Returns the bytes in flight on this path: DATA chunks sent, neither acknowledged nor considered lost, with
     * headers and padding. They count against the congestion window (RFC 9260 section 6.1, rule B).
     */
    int flightBytes();

    /** Returns the number of chunks in {@link #flightBytes}. */
    int flightChunks();

    /** Returns the number of chunks that wait to be retransmitted on this path. */
    int retransmitChunks();

    /** Returns the congestion window in bytes (RFC 9260 section 7.2). */
    int congestionWindowBytes();

    /** Returns the slow-start threshold in bytes (RFC 9260 section 7.2.1). */
    int slowStartThresholdBytes();

    /** Returns the retransmission time-out in nanoseconds (RFC 9260 section 6.3.1). */
    long rtoNs();

    /** Returns the smoothed round-trip time in nanoseconds; 0 before the first measurement. */
    long smoothedRoundTripNs();
}

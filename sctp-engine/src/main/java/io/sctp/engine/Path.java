package io.sctp.engine;

/** The path to one address of a peer: what is known of it, and what may be set for it alone (RFC 6458 section 8.1.12). */
public interface Path {
    /** Returns this path's place in its association, from 0. */
    int index();

    /** Returns the first eight bytes of the address; IPv4 is held as {@code ::ffff:a.b.c.d}. */
    long addressHigh();

    /** Returns the last eight bytes of the address. */
    long addressLow();

    /** Whether the peer's address is one of IPv4. */
    boolean isIpv4();

    boolean hasAddress(long high, long low);

    /** Returns the UDP port under which the peer was last heard (RFC 6951 section 5.4). */
    int udpPort();

    /** Returns the driver's number for the local address from which this path is used. */
    int localId();

    /** Returns the largest SCTP packet this path carries, in bytes from the common header on. */
    int maxPacketSize();

    /** Says whether that is discovered (RFC 8899), not fixed. */
    boolean isMtuDiscovered();

    /** Returns how long the path may be idle before it is tried, in nanoseconds; 0 for ever. */
    long heartbeatIntervalNs();

    /** Returns Path.Max.Retrans: unanswered transmissions in a row after which it is inactive. */
    int maxRetransmissions();

    void maxRetransmissions(int count);

    /** Returns Potentially.Failed.Max.Retrans: unanswered transmissions in a row after which others are preferred. */
    int potentiallyFailedRetransmissions();

    void potentiallyFailedRetransmissions(int count);

    /** Returns Primary.Switchover.Max.Retrans: as above, after which it is no longer the primary path. */
    int primarySwitchoverRetransmissions();

    void primarySwitchoverRetransmissions(int count);

    /** Returns how long the acknowledgement of data that came over this path may wait, in nanoseconds. */
    long sackDelayNs();

    void sackDelayNs(long delayNs);

    /** Returns the mark of packets to this path: type of service, or traffic class. */
    int trafficClass();

    /** Marks packets so from now on; with another code point congestion control begins anew (section 7.2.5.1). */
    void trafficClass(int octet);

    PathState state();

    boolean isActive();

    boolean isPotentiallyFailed();

    boolean isConfirmed();

    /** Says whether the peer was shown to be at the address, behind the UDP port. */
    boolean isVerified();

    /** Returns the transmissions in a row that went unanswered. */
    int errorCount();

    /**
     * Returns the chunks with user data sent to this path and neither acknowledged nor given up as lost, in bytes, with
     * their headers and padding: what RFC 9260 section 6.1, rule B, holds against the congestion window.
     */
    int flightBytes();

    /** Returns the number of chunks that {@link #flightBytes} counts. */
    int flightChunks();

    /** Returns the number of chunks waiting to be sent again to this path. */
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

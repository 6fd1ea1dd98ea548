package io.sctp.engine;

/**
 * The destination of polled packets and their segmentation: all packets but the last are {@link #segmentLength} bytes
 * long, as UDP_SEGMENT requires. Reusable; the engine sets it.
 */
public final class Transmit {
    private long addressHigh;
    private long addressLow;
    private int udpPort;
    private int localId;
    private int segmentLength;
    private int segmentCount;
    private boolean mayBeFragmented;
    private boolean mustNotBeFragmented;
    private int trafficClass;

    /** Makes an empty object. */
    public Transmit() {}

    /** Sets the destination and the local address. */
    public void set(final long high, final long low, final int port, final int local) {
        addressHigh = high;
        addressLow = low;
        udpPort = port;
        localId = local;
        segmentCount = 0;
        mayBeFragmented = false;
        mustNotBeFragmented = false;
        trafficClass = 0;
    }

    /**
     * Sets the segmentation.
     *
     * @param fragments whether packets may exceed their path's MTU
     */
    public void segments(final int length, final int count, final boolean fragments) {
        segmentLength = length;
        segmentCount = count;
        mayBeFragmented = fragments;
    }

    /** Sets whether packets must not be fragmented. */
    public void mustNotBeFragmented(final boolean whole) {
        mustNotBeFragmented = whole;
    }

    /** Sets the traffic class of the packets. */
    public void trafficClass(final int octet) {
        trafficClass = octet;
    }

    /** Returns the traffic class of the packets: type of service (IPv4) or traffic class (IPv6). */
    public int trafficClass() {
        return trafficClass;
    }

    /** Returns the first eight bytes of the destination; IPv4 is represented as {@code ::ffff:a.b.c.d}. */
    public long addressHigh() {
        return addressHigh;
    }

    /** Returns the last eight bytes of the destination. */
    public long addressLow() {
        return addressLow;
    }

    /** Returns the destination's UDP port (RFC 6951). */
    public int udpPort() {
        return udpPort;
    }

    /** Returns the driver's number of the local address to send from. */
    public int localId() {
        return localId;
    }

    /** Returns the length of every packet except the last, which may be shorter. */
    public int segmentLength() {
        return segmentLength;
    }

    public int segmentCount() {
        return segmentCount;
    }

    /**
     * Whether packets may exceed their path's MTU and must be sent without "don't fragment". A chunk that was already
     * sent cannot be fragmented again (RFC 9260 section 6.9).
     */
    public boolean mayBeFragmented() {
        return mayBeFragmented;
    }

    /**
     * Whether packets must be sent with "don't fragment", because their path's MTU is being discovered (RFC 8899); one
     * that the driver's system refuses counts as lost. If neither this nor {@link #mayBeFragmented} holds, the system
     * decides.
     */
    public boolean mustNotBeFragmented() {
        return mustNotBeFragmented;
    }
}

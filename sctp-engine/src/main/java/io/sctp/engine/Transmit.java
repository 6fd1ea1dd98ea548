package io.sctp.engine;

/**
 * Where packets just polled go, and how they are cut: all but the last are {@link #segmentLength} bytes long, the shape
 * that UDP_SEGMENT wants. Reusable; the engine sets it.
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

    /** Makes one that says nothing yet. */
    public Transmit() {}

    /** Sets where packets go, from which address of this end. */
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
     * Sets how they are cut.
     *
     * @param fragments whether they may be longer than their path carries
     */
    public void segments(final int length, final int count, final boolean fragments) {
        segmentLength = length;
        segmentCount = count;
        mayBeFragmented = fragments;
    }

    /** Sets whether they must arrive whole. */
    public void mustNotBeFragmented(final boolean whole) {
        mustNotBeFragmented = whole;
    }

    /** Sets the mark of the packets. */
    public void trafficClass(final int octet) {
        trafficClass = octet;
    }

    /** Returns the mark of the packets: type of service, or traffic class. */
    public int trafficClass() {
        return trafficClass;
    }

    /** Returns the first eight bytes of the destination; IPv4 is held as {@code ::ffff:a.b.c.d}. */
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

    /** Returns the driver's number for the local address to send from. */
    public int localId() {
        return localId;
    }

    /** Returns the length of every packet but the last, which may be shorter. */
    public int segmentLength() {
        return segmentLength;
    }

    public int segmentCount() {
        return segmentCount;
    }

    /**
     * Says whether the packets are longer than their path carries, or may be, so that they must go without "don't
     * fragment": a chunk that was sent already cannot be cut again (RFC 9260 section 6.9).
     */
    public boolean mayBeFragmented() {
        return mayBeFragmented;
    }

    /**
     * Says whether the packets must arrive whole or not at all, as their path's MTU is being discovered (RFC 8899):
     * they go with "don't fragment", and one that is too long for the driver's own system is lost. If neither this nor
     * {@link #mayBeFragmented} holds, it is the system's choice.
     */
    public boolean mustNotBeFragmented() {
        return mustNotBeFragmented;
    }
}

package io.sctp.engine.path;

/**
 * What is in flight to one path, what waits to be sent to it again, and how much may be in flight (RFC 9260 sections
 * 6.1, 6.3.1 and 7.2).
 */
public final class PathFlight {
    private CongestionController congestion;
    private final RtoEstimator rto;

    private int bytes;
    private int chunks;
    private int lostChunks;
    private boolean isUsed;
    private long lastSentNs;

    /** Whether no more than one packet may be in flight, and whether that is the packet being written. */
    private boolean onePacketOnly;

    private boolean packetMayGrow;

    private final Deliveries deliveries = new Deliveries();
    private final TailProbe tailProbe = new TailProbe();

    private boolean isTiming;
    private int timedTsn;
    private long timedSinceNs;

    PathFlight(final CongestionController congestion, final RtoEstimator rto) {
        this.congestion = congestion;
        this.rto = rto;
    }

    void congestion(final CongestionController next) {
        congestion = next;
    }

    /** Returns the bytes of the chunks in flight, with their headers and padding. */
    public int bytes() {
        return bytes;
    }

    /** Returns the number of chunks in flight. */
    public int chunks() {
        return chunks;
    }

    /** Returns the number of lost chunks that wait to be sent to this path. */
    public int lostChunks() {
        return lostChunks;
    }

    /** Data may be sent to this path. */
    public void use() {
        isUsed = true;
    }

    /** Returns whether chunks or queued messages may name this path. */
    public boolean isUsed() {
        return isUsed;
    }

    public void add(final int chunkBytes) {
        isUsed = true;
        bytes += chunkBytes;
        chunks++;
    }

    /** A chunk is sent for the first time: one at a time is timed (section 6.3.1, rule C4). */
    public void onSent(final int tsn, final int chunkBytes, final long nowNs) {
        add(chunkBytes);
        lastSentNs = nowNs;
        if (!isTiming) {
            isTiming = true;
            timedTsn = tsn;
            timedSinceNs = nowNs;
        }
    }

    public void remove(final int chunkBytes) {
        bytes -= chunkBytes;
        chunks--;
    }

    /** Adds lost chunks that wait for this path; a negative count removes some. */
    public void addLost(final int count) {
        isUsed = true;
        lostChunks += count;
    }

    /**
     * Returns whether more data may go (RFC 9260 section 6.1, rule B): less than the congestion window is in flight. A
     * chunk may exceed it by less than a packet.
     */
    public boolean hasRoom() {
        return bytes < congestion.windowBytes() && (!onePacketOnly || chunks == 0 || packetMayGrow);
    }

    /**
     * T3-rtx expired: only one packet may be in flight until something is acknowledged (section 7.2.3), however small
     * chunks are.
     */
    public void allowOnePacketOnly() {
        onePacketOnly = true;
    }

    /** Data sent to this path was acknowledged. */
    public void onAcked() {
        onePacketOnly = false;
    }

    /** The peer refused a probe of its window: nothing was lost, if the window is more than one packet. */
    void onRefused(final int maxPacketSize) {
        onePacketOnly &= congestion.windowBytes() <= maxPacketSize;
    }

    /** A packet to this path is written; its chunks belong together. */
    public void onPacketBegin() {
        packetMayGrow = chunks == 0;
    }

    public void onPacketEnd() {
        packetMayGrow = false;
    }

    /** Returns what arrived. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /** Returns the probe for a lost tail. */
    public TailProbe tailProbe() {
        return tailProbe;
    }

    /** Packets go another way now. What is in flight stays that. */
    void onUnknownConditions() {
        deliveries.forget();
        onePacketOnly = false;
        isTiming = false;
    }

    /** Returns when data was last sent. */
    public long lastSentNs() {
        return lastSentNs;
    }

    public void lastSentNs(final long nowNs) {
        lastSentNs = nowNs;
    }

    // -- round-trip time --------------------------------------------------------------------------------------------

    /** A chunk was acknowledged. */
    public void finishTiming(final int tsn, final long nowNs) {
        if (isTiming && timedTsn == tsn) {
            isTiming = false;
            rto.onSample(nowNs - timedSinceNs);
        }
    }

    /** A chunk will be sent again, so that its acknowledgement says nothing of time (section 6.3.1, rule C5). */
    public void stopTiming(final int tsn) {
        if (timedTsn == tsn) {
            isTiming = false;
        }
    }
}

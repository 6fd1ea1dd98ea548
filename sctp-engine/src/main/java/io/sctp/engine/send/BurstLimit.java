package io.sctp.engine.send;

/**
 * How many packets of data go at once (RFC 9260 section 6.1, rule D). A message, a SACK and a pause let Max.Burst
 * packets go, and what is not used when there is nothing to send is lost; 0 is no limit of its own. Whatever Max.Burst
 * is and however many SACKs come together, no more than {@link #MOST} packets go before the peer acknowledges some of
 * them, or time has passed: a receiver's buffer takes them. Where the receive buffer is known to be larger, and nothing
 * else holds packets on the way, that is {@link #MOST_WITHOUT_QUEUE}. What is held back goes a little later, so that a
 * peer that acknowledges in batches is sent as much as any other.
 */
public final class BurstLimit {
    /** As many packets of 1,500 bytes as half a UDP buffer of 128 KiB takes, counted as Linux counts them. */
    public static final int MOST = 32;

    /**
     * As {@link #MOST}, for another of these engines that is reached without any queue but its own receive buffer. By
     * default Linux gives a socket at least 416 KiB if it asks for more; this many packets take 288 KiB one by one.
     */
    public static final int MOST_WITHOUT_QUEUE = 128;

    /** Each packet that is acknowledged lets two go, as in slow start. */
    private static final int PER_PACKET_ACKED = 2;

    /**
     * Packets per second at least, if timers were exact: a window goes out within half a round trip, or at this rate.
     */
    private static final long MIN_PAUSE_NS = 250_000;

    private int most = MOST;
    private int credit;
    private int unanswered;

    /** Sets the limit to {@link #MOST} or to {@link #MOST_WITHOUT_QUEUE}. */
    public void most(final int packets) {
        most = packets;
    }

    /** Returns whether a packet of new data may go. */
    public boolean allowsNew() {
        return credit > 0 && unanswered < most;
    }

    /** Returns whether a packet of lost data may go, which Max.Burst does not limit. */
    public boolean allowsLost() {
        return unanswered < most;
    }

    /** A packet with data was written, new or not. */
    public void onSent(final boolean isNew) {
        unanswered++;
        credit -= isNew ? 1 : 0;
    }

    /** There is a message to send. */
    public void onMessage(final int maxBurst) {
        credit = Math.max(credit, effective(maxBurst));
    }

    /**
     * A SACK came.
     *
     * @param packetsAcked how many packets the data that it is the first to acknowledge would fill
     * @param flightChunks how many chunks are still in flight
     */
    public void onSack(final int maxBurst, final int packetsAcked, final int flightChunks) {
        unanswered = Math.min(flightChunks, Math.max(0, unanswered - PER_PACKET_ACKED * packetsAcked));
        credit = Math.min(most, Math.max(0, credit) + effective(maxBurst));
    }

    /** There is nothing to send, or no room for it: what might have gone is lost. */
    public void onNothingToSend(final int maxBurst) {
        credit = Math.min(credit, effective(maxBurst));
    }

    /**
     * Time has passed, or the association begins.
     *
     * @param pauses how many times as long it was as it had to be, at least 1
     */
    public void onPause(final int maxBurst, final long pauses) {
        unanswered = 0;
        credit = (int) Math.min(most, Math.max(1, pauses) * effective(maxBurst));
    }

    /** Returns how long what is held back waits: a window goes out within half a round trip. */
    public long pauseNs(final int maxBurst, final long roundTripNs, final int windowBytes, final int packetBytes) {
        final long windowPackets = Math.max(1, windowBytes / packetBytes);
        final long sharedNs = roundTripNs / 2 / windowPackets * effective(maxBurst);
        return Math.max(MIN_PAUSE_NS, Math.min(sharedNs, roundTripNs / 2));
    }

    private int effective(final int maxBurst) {
        return maxBurst == 0 ? most : Math.min(most, maxBurst);
    }
}

package io.sctp.foreign;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends data: one window, one timer, fast retransmit by three missing reports, FORWARD TSN for what is given up. */
final class Sender {
    private static final int INITIAL_WINDOW = 4380;
    private static final int MISSING_REPORTS = 3;

    private final Habits habits;
    private final Deque<Fragment> queue = new ArrayDeque<>();
    private final TreeMap<Long, Fragment> outstanding = new TreeMap<>();
    private final Map<Integer, Integer> nextSsn = new HashMap<>();
    private long nextTsn;
    private long cumulative;
    private long messages;
    private long peerWindow;
    private int congestionWindow = INITIAL_WINDOW;
    private int threshold = Integer.MAX_VALUE;
    private long recoversAt = -1;
    private int burst;
    private boolean forwardIsDue;
    private int streams;

    Sender(final Habits habits, final int initialTsn) {
        this.habits = habits;
        nextTsn = initialTsn & 0xFFFF_FFFFL;
        cumulative = nextTsn - 1;
        burst = habits.maxBurst();
    }

    /** The peer has answered: so much it takes, on so many streams. */
    void start(final long windowBytes, final int agreedStreams) {
        peerWindow = windowBytes;
        streams = agreedStreams;
    }

    int streams() {
        return streams;
    }

    void enqueue(
            final int stream, final boolean unordered, final int ppid, final byte[] content, final boolean isReliable) {
        final int most = habits.maxPacketBytes() - WireFormat.HEADER - WireFormat.CHUNK_HEADER - Fragment.FIXED & ~3;
        final int ssn = unordered ? 0 : nextSsn.merge(stream, 1, Integer::sum) - 1 & 0xFFFF;
        messages++;
        for (int at = 0; at < content.length; at += most) {
            final int end = Math.min(content.length, at + most);
            final int flags = (unordered ? Fragment.UNORDERED : 0)
                    | (at == 0 ? Fragment.FIRST : 0)
                    | (end == content.length ? Fragment.LAST : 0);
            final Fragment fragment = new Fragment(stream, ssn, ppid, flags, Arrays.copyOfRange(content, at, end));
            fragment.message = messages;
            fragment.isReliable = isReliable;
            queue.add(fragment);
        }
    }

    boolean isDone() {
        return queue.isEmpty() && outstanding.isEmpty();
    }

    boolean hasOutstanding() {
        return !outstanding.isEmpty();
    }

    int lastTsnSent() {
        return (int) (nextTsn - 1);
    }

    private int flight() {
        return outstanding.values().stream()
                .filter(Fragment::isInFlight)
                .mapToInt(fragment -> fragment.data.length)
                .sum();
    }

    // -- what goes --------------------------------------------------------------------------------------------------

    /** Takes the chunks of the next packet that may go, none if none may. */
    List<WireFormat.Chunk> next() {
        final List<WireFormat.Chunk> chunks = new ArrayList<>();
        if (forwardIsDue) {
            forwardIsDue = false;
            final WireFormat.Chunk forward = forward();
            if (forward != null) {
                chunks.add(forward);
                return chunks;
            }
        }
        int room = habits.maxPacketBytes() - WireFormat.HEADER;
        int flight = flight();
        for (final Fragment lost : outstanding.values()) {
            if (lost.isLost && !lost.isGivenUp && flight < congestionWindow && lost.paddedLength() <= room) {
                lost.isLost = false;
                lost.timesSent++;
                flight += lost.data.length;
                room -= lost.paddedLength();
                chunks.add(lost.chunk());
                if (!habits.bundles()) {
                    return chunks;
                }
            }
        }
        final boolean anyLost =
                outstanding.values().stream().anyMatch(fragment -> fragment.isLost && !fragment.isGivenUp);
        boolean isNew = false;
        while (!anyLost && burst > 0 && mayGo(queue.peek(), flight, room)) {
            final Fragment fragment = queue.poll();
            fragment.tsn = nextTsn++;
            fragment.timesSent = 1;
            outstanding.put(fragment.tsn, fragment);
            flight += fragment.data.length;
            room -= fragment.paddedLength();
            chunks.add(fragment.chunk());
            isNew = true;
            if (!habits.bundles()) {
                break;
            }
        }
        burst -= isNew ? 1 : 0;
        return chunks;
    }

    private boolean mayGo(final Fragment fragment, final int flight, final int room) {
        return fragment != null
                && fragment.paddedLength() <= room
                && flight < congestionWindow
                && (flight == 0 || flight + fragment.data.length <= peerWindow);
    }

    // -- what comes -------------------------------------------------------------------------------------------------

    /** Takes a SACK; returns whether it acknowledged the earliest outstanding chunk. */
    boolean onSack(final ByteBuffer body) {
        final int gaps = body.getShort(8) & 0xFFFF;
        final long sacked = cumulative + (body.getInt(0) - (int) cumulative);
        if (sacked >= nextTsn) {
            throw new AssertionError("TSN " + (int) sacked + " was acknowledged, and " + lastTsnSent() + " sent last");
        }
        if (sacked < cumulative) {
            return false;
        }
        final boolean advanced = acknowledge(sacked);
        long highestNew = -1;
        for (final Fragment fragment : outstanding.values()) {
            final boolean reported = isReported(body, gaps, (int) (fragment.tsn - sacked));
            if (reported && !fragment.isAcknowledged) {
                highestNew = fragment.tsn;
                fragment.isAcknowledged = true;
                fragment.isLost = false;
            } else if (!reported && fragment.isAcknowledged) {
                // The receiver has thrown it away, which it may (section 6.2).
                fragment.isAcknowledged = false;
                fragment.isLost = true;
            }
        }
        for (final Fragment fragment :
                List.copyOf(outstanding.headMap(Math.max(highestNew, 0), false).values())) {
            if (!fragment.isAcknowledged && !fragment.isLost && ++fragment.missingReports == MISSING_REPORTS) {
                lose(fragment);
            }
        }
        peerWindow = body.getInt(4) & 0xFFFF_FFFFL;
        if (!habits.forwardsLate()) {
            forwardIsDue = advancedPoint() > cumulative;
        }
        return advanced;
    }

    private static boolean isReported(final ByteBuffer body, final int gaps, final int offset) {
        for (int i = 0; i < gaps; i++) {
            if (offset >= (body.getShort(12 + 4 * i) & 0xFFFF) && offset <= (body.getShort(14 + 4 * i) & 0xFFFF)) {
                return true;
            }
        }
        return false;
    }

    private void lose(final Fragment fragment) {
        fragment.isLost = true;
        if (fragment.tsn > recoversAt) {
            recoversAt = nextTsn - 1;
            threshold = Math.max(congestionWindow / 2, 4 * habits.maxPacketBytes());
            congestionWindow = threshold;
        }
        giveUpIfWorthless(fragment);
    }

    /** Takes the cumulative TSN of a SACK or SHUTDOWN; returns whether it moved. */
    boolean acknowledge(final long sacked) {
        burst = habits.maxBurst();
        if (sacked <= cumulative) {
            return false;
        }
        final int bytes = outstanding.headMap(sacked, true).values().stream()
                .mapToInt(fragment -> fragment.data.length)
                .sum();
        outstanding.headMap(sacked, true).clear();
        cumulative = sacked;
        final int step = congestionWindow <= threshold
                ? Math.min(bytes, habits.maxPacketBytes())
                : Math.max(1, habits.maxPacketBytes() * bytes / congestionWindow);
        congestionWindow = Math.min(congestionWindow + step, 1 << 20);
        return true;
    }

    /** As above, with the number as it is on the wire; what was never sent is nothing to be acknowledged. */
    boolean acknowledgeWire(final int tsn) {
        final long sacked = cumulative + (tsn - (int) cumulative);
        return sacked < nextTsn && acknowledge(sacked);
    }

    // -- what is lost or given up ------------------------------------------------------------------------------------

    /** T3-rtx expired. */
    void onTimeout() {
        threshold = Math.max(congestionWindow / 2, 4 * habits.maxPacketBytes());
        congestionWindow = habits.maxPacketBytes();
        burst = habits.maxBurst();
        for (final Fragment fragment : List.copyOf(outstanding.values())) {
            if (!fragment.isAcknowledged && !fragment.isGivenUp) {
                fragment.isLost = true;
                giveUpIfWorthless(fragment);
            }
        }
        forwardIsDue = advancedPoint() > cumulative;
    }

    /** A message is given up whole: what of it was not sent yet takes its TSNs, and is not sent. */
    private void giveUpIfWorthless(final Fragment fragment) {
        if (fragment.isReliable || fragment.timesSent <= habits.mayGiveUpAfter() || fragment.isGivenUp) {
            return;
        }
        while (!queue.isEmpty() && queue.peek().message == fragment.message) {
            final Fragment rest = queue.poll();
            rest.tsn = nextTsn++;
            outstanding.put(rest.tsn, rest);
        }
        outstanding.values().stream()
                .filter(part -> part.message == fragment.message)
                .forEach(part -> part.isGivenUp = true);
    }

    /** RFC 3758 section 3.5: how far everything is acknowledged or given up. */
    private long advancedPoint() {
        long point = cumulative;
        for (final Fragment fragment : outstanding.values()) {
            if (!fragment.isGivenUp) {
                break;
            }
            point = fragment.tsn;
        }
        return point;
    }

    private WireFormat.Chunk forward() {
        final long point = advancedPoint();
        if (point <= cumulative) {
            return null;
        }
        final List<int[]> skipped = new ArrayList<>();
        for (final Fragment fragment : outstanding.headMap(point, true).values()) {
            if (fragment.is(Fragment.UNORDERED)) {
                continue;
            }
            skipped.removeIf(
                    entry -> entry[0] == fragment.stream && (!habits.listsEachMessage() || entry[1] == fragment.ssn));
            skipped.add(new int[] {fragment.stream, fragment.ssn});
        }
        final ByteBuffer body = ByteBuffer.allocate(4 + 4 * skipped.size()).putInt((int) point);
        skipped.forEach(entry -> body.putShort((short) entry[0]).putShort((short) entry[1]));
        return WireFormat.chunk(WireFormat.FORWARD_TSN, 0, body);
    }
}

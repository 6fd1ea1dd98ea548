package io.sctp.foreign;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes data in: a table of fragments by TSN, looked through from its beginning each time. Slow, and easy to believe.
 */
final class Receiver {
    private static final int MAX_GAPS = 20;

    /** A message that waits to be read. */
    record Message(int stream, boolean isUnordered, int ppid, ByteBuffer content) {}

    private final int windowBytes;
    private final TreeMap<Long, Fragment> held = new TreeMap<>();
    private final TreeSet<Long> beyond = new TreeSet<>();
    private final Map<Integer, Integer> expected = new HashMap<>();
    private final Deque<Message> unread = new ArrayDeque<>();
    private final List<Integer> duplicates = new ArrayList<>();
    private long cumulative;
    private int heldBytes;
    private int unreadBytes;

    Receiver(final int windowBytes, final int initialTsn) {
        this.windowBytes = windowBytes;
        cumulative = (initialTsn & 0xFFFF_FFFFL) - 1;
    }

    int cumulativeTsn() {
        return (int) cumulative;
    }

    boolean hasGap() {
        return !beyond.isEmpty();
    }

    int window() {
        return Math.max(0, windowBytes - heldBytes - unreadBytes);
    }

    long unwrap(final int tsn) {
        return cumulative + (tsn - (int) cumulative);
    }

    /** Takes a fragment, beyond its window only the next; returns whether it is to be acknowledged at once. */
    boolean accept(final Fragment fragment) {
        final long tsn = fragment.tsn;
        if (tsn <= cumulative || beyond.contains(tsn)) {
            if (duplicates.size() < MAX_GAPS) {
                duplicates.add((int) tsn);
            }
            return true;
        }
        if (window() == 0 && tsn != cumulative + 1) {
            return true;
        }
        final boolean hadGap = hasGap();
        held.put(tsn, fragment);
        heldBytes += fragment.data.length;
        beyond.add(tsn);
        absorb();
        deliver();
        return hadGap || hasGap() || window() == 0;
    }

    private void absorb() {
        while (!beyond.isEmpty() && beyond.first() <= cumulative + 1) {
            cumulative = Math.max(cumulative, beyond.pollFirst());
        }
    }

    private void deliver() {
        boolean any = true;
        while (any) {
            any = false;
            for (final Fragment first : List.copyOf(held.values())) {
                if (first.is(Fragment.FIRST) && isItsTurn(first) && take(first)) {
                    any = true;
                    break;
                }
            }
        }
    }

    private boolean isItsTurn(final Fragment first) {
        return first.is(Fragment.UNORDERED) || first.ssn == expected.getOrDefault(first.stream, 0);
    }

    /** Moves a message that is whole to those that wait to be read. */
    private boolean take(final Fragment first) {
        long last = first.tsn;
        while (held.containsKey(last) && !held.get(last).is(Fragment.LAST)) {
            last++;
        }
        if (!held.containsKey(last)) {
            return false;
        }
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (long tsn = first.tsn; tsn <= last; tsn++) {
            final Fragment part = held.remove(tsn);
            if (part.stream != first.stream || part.ssn != first.ssn || (part.is(Fragment.FIRST) && part != first)) {
                throw new AssertionError("fragments that contradict each other at TSN " + (int) tsn);
            }
            heldBytes -= part.data.length;
            content.writeBytes(part.data);
        }
        if (!first.is(Fragment.UNORDERED)) {
            expected.put(first.stream, first.ssn + 1 & 0xFFFF);
        }
        unreadBytes += content.size();
        unread.add(new Message(
                first.stream, first.is(Fragment.UNORDERED), first.ppid, ByteBuffer.wrap(content.toByteArray())));
        return true;
    }

    /** Takes the next message, or null. */
    Message read() {
        final Message message = unread.poll();
        if (message != null) {
            unreadBytes -= message.content().capacity();
        }
        return message;
    }

    /** RFC 3758 section 3.6. */
    void forward(final ByteBuffer body) {
        final long to = unwrap(body.getInt(0));
        if (to <= cumulative) {
            return;
        }
        cumulative = to;
        for (int at = 4; at + 4 <= body.limit(); at += 4) {
            final int stream = body.getShort(at) & 0xFFFF;
            final int ssn = body.getShort(at + 2) & 0xFFFF;
            if ((short) (ssn + 1 - expected.getOrDefault(stream, 0)) > 0) {
                deliverUpTo(stream, ssn);
                expected.put(stream, ssn + 1 & 0xFFFF);
            }
        }
        // What came whole of the skipped ones is delivered; no more will come of the others.
        deliver();
        for (final Fragment skipped : List.copyOf(held.headMap(to, true).values())) {
            if (!isPartOfOneBeyond(skipped, to)) {
                held.remove(skipped.tsn);
                heldBytes -= skipped.data.length;
            }
        }
        beyond.headSet(to, true).clear();
        absorb();
        deliver();
    }

    private void deliverUpTo(final int stream, final int ssn) {
        for (int next = expected.getOrDefault(stream, 0); (short) (ssn - next) >= 0; next = next + 1 & 0xFFFF) {
            expected.put(stream, next);
            deliver();
        }
    }

    /** A message may be whole and wait for its turn, or end beyond what was skipped. */
    private boolean isPartOfOneBeyond(final Fragment fragment, final long to) {
        long first = fragment.tsn;
        while (held.containsKey(first) && !held.get(first).is(Fragment.FIRST)) {
            first--;
        }
        long last = fragment.tsn;
        while (held.containsKey(last) && !held.get(last).is(Fragment.LAST)) {
            last++;
        }
        return held.containsKey(first) && (held.containsKey(last) || last > to);
    }

    /** Throws away what waits beyond a gap, as if it had never come (RFC 9260 section 6.2). */
    void renege() {
        for (final long tsn : List.copyOf(held.tailMap(cumulative, false).keySet())) {
            heldBytes -= held.remove(tsn).data.length;
            beyond.remove(tsn);
        }
    }

    /** As below, with each duplicate so many times. */
    WireFormat.Chunk sack(final int times) {
        final List<Integer> once = List.copyOf(duplicates);
        for (int i = 1; i < times; i++) {
            duplicates.addAll(once);
        }
        return sack();
    }

    WireFormat.Chunk sack() {
        final List<Integer> gaps = new ArrayList<>();
        long previous = Long.MIN_VALUE;
        for (final long tsn : beyond) {
            final int offset = (int) (tsn - cumulative);
            if (tsn == previous + 1) {
                gaps.set(gaps.size() - 1, offset);
            } else if (gaps.size() < 2 * MAX_GAPS) {
                gaps.add(offset);
                gaps.add(offset);
            } else {
                break;
            }
            previous = tsn;
        }
        final ByteBuffer body = ByteBuffer.allocate(12 + 2 * gaps.size() + 4 * duplicates.size());
        body.putInt((int) cumulative).putInt(window());
        body.putShort((short) (gaps.size() / 2)).putShort((short) duplicates.size());
        gaps.forEach(offset -> body.putShort((short) (int) offset));
        duplicates.forEach(body::putInt);
        duplicates.clear();
        return WireFormat.chunk(WireFormat.SACK, 0, body);
    }
}

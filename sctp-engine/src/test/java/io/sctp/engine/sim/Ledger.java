package io.sctp.engine.sim;

import io.sctp.engine.send.StreamNumbers;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Checks one direction of one association: every message exactly once, in order per stream, intact. It knows only what
 * the users at both ends did.
 *
 * <p>Each message begins with its number (8 bytes) and continues with bytes made from it. When an association is
 * disturbed (aborted, restarted, lost), {@link #excuse} says that what is on its way may get lost; it may still arrive.
 */
final class Ledger {
    static final int MIN_LENGTH = 8;

    private static final int ACKNOWLEDGED_PIECE = 1 << 16;

    /** A message that may be given up carries 16 bytes with each piece that say when. */
    private static final int MORTAL_PIECE = ACKNOWLEDGED_PIECE - 16;

    private final String name;
    private final Map<Long, Integer> lengths = new HashMap<>();
    private final Map<Long, Integer> streams = new HashMap<>();
    private final Set<Long> missing = new HashSet<>();
    private final Map<Integer, Long> lastOfStream = new HashMap<>();
    private final Map<Integer, Set<Long>> orderedMissing = new HashMap<>();
    private final Set<Long> excused = new HashSet<>();
    private final Set<Long> returned = new HashSet<>();
    private final Set<Long> returnedUnsent = new HashSet<>();
    private final Set<Long> forgotten = new HashSet<>();
    private final Set<Long> received = new HashSet<>();
    private final Set<Long> forgottenByReceiver = new HashSet<>();
    private final Map<Long, Integer> sequences = new HashMap<>();
    private final Map<Integer, Integer> nextSequences = new HashMap<>();
    private final MessageCounts counts = new MessageCounts();
    private boolean disturbed;
    private boolean revived;
    private int confused;
    private final Set<Long> mortal = new HashSet<>();
    private long nextNumber = 1;
    private int receivedCount;

    /** The ppid of a message: one that no protocol has, or tshark would take the payload for that protocol's. */
    static int ppid(final int number) {
        return number ^ 0x5C70_0000;
    }

    Ledger(final String name) {
        this.name = name;
    }

    /** Writes the next message; it counts only if {@link #sent} follows. */
    int write(final ByteBuffer buffer, final int length) {
        fill(buffer, length, nextNumber);
        return (int) nextNumber;
    }

    void sent(final int length, final int stream, final boolean unordered, final boolean mayBeGivenUp) {
        final long number = nextNumber++;
        if (mayBeGivenUp) {
            mortal.add(number);
        }
        lengths.put(number, length);
        streams.put(number, unordered ? -1 : stream);
        missing.add(number);
        counts.sent(number, stream, unordered);
        sequences.put(number, unordered ? 0 : nextSequences.getOrDefault(stream, StreamNumbers.first()));
        if (!unordered) {
            nextSequences.put(stream, sequences.get(number) + 1 & 0xFFFF);
            orderedMissing.computeIfAbsent(stream, key -> new HashSet<>()).add(number);
        }
    }

    /** These streams begin again: what is sent on them from now on is numbered from 0. None means all. */
    void reset(final int... resetStreams) {
        counts.reset(resetStreams);
        if (resetStreams.length == 0) {
            nextSequences.clear();
        }
        for (final int stream : resetStreams) {
            nextSequences.remove(stream);
        }
    }

    void received(
            final ByteBuffer buffer,
            final int length,
            final int stream,
            final int ssn,
            final int messageId,
            final boolean unordered,
            final int ppid) {
        require(length >= MIN_LENGTH, () -> "received a message of " + length + " bytes that nobody sent");
        final long number = buffer.getLong(0);
        require(lengths.containsKey(number), () -> "received message " + number + " that nobody sent");
        final boolean again = forgottenByReceiver.remove(number);
        require(missing.remove(number) || again, () -> "received message " + number + " twice");
        require(lengths.get(number) == length, () -> "message " + number + " changed its length to " + length);
        final int expectedStream = streams.get(number);
        require(
                unordered ? expectedStream == -1 : expectedStream == stream,
                () -> "message " + number + " changed its stream or order");
        require(ppid == ppid((int) number), () -> "message " + number + " changed its ppid to " + ppid);
        require(!returnedUnsent.contains(number), () -> "message " + number + " arrived and was handed back as unsent");
        require(
                disturbed || sequences.get(number) == ssn,
                () -> "message " + number + " came with sequence number " + ssn + ", not " + sequences.get(number));
        require(
                disturbed || messageId == ssn || counts.isOf(number, messageId),
                () -> "message " + number + " came with identifier " + messageId);
        checkBody(buffer, length, number);
        receivedCount += again ? 0 : 1;
        received.add(number);
        if (!unordered) {
            final Set<Long> outstanding = orderedMissing.get(stream);
            outstanding.remove(number);
            final long last = lastOfStream.getOrDefault(stream, 0L);
            require(number > last, () -> "message " + number + " of stream " + stream + " came after " + last);
            for (final long earlier : outstanding) {
                require(
                        earlier > number || excused.contains(earlier),
                        () -> "message " + number + " of stream " + stream + " came before " + earlier);
            }
            lastOfStream.put(stream, number);
        }
    }

    /** The sender was handed a message back, because it will not be delivered or he will not hear that it was. */
    void returned(final ByteBuffer buffer, final int length, final int context, final int ppid, final boolean sent) {
        final long number = buffer.getLong(0);
        require(lengths.containsKey(number), () -> "was handed back message " + number + " that nobody sent");
        require(lengths.get(number) == length, () -> "message " + number + " came back with " + length + " bytes");
        require(
                context == (int) number && ppid == ppid((int) number),
                () -> "message " + number + " came back as another");
        require(returned.add(number), () -> "message " + number + " came back twice");
        checkBody(buffer, length, number);
        if (!sent) {
            require(missing.contains(number), () -> "message " + number + " came back as unsent, but had arrived");
            returnedUnsent.add(number);
        }
    }

    /** The sender was handed back what is left of a message whose beginning was acknowledged, in pieces of 64 KiB. */
    void returnedEnd(final ByteBuffer buffer, final int length, final int context, final int ppid) {
        final long number = context;
        require(
                lengths.containsKey(number),
                () -> "was handed back the end of message " + number + " that nobody sent");
        final int gone = lengths.get(number) - length;
        require(
                gone > 0 && gone % (mortal.contains(number) ? MORTAL_PIECE : ACKNOWLEDGED_PIECE) == 0,
                () -> "message " + number + " came back without its first " + gone + " bytes");
        require(ppid == ppid(context), () -> "the end of message " + number + " came back as another's");
        require(returned.add(number), () -> "message " + number + " came back twice");
        for (int i = 0; i < length; i++) {
            if (buffer.get(i) != body(number, gone + i)) {
                throw new AssertionError(name + ": message " + number + " came back damaged at byte " + (gone + i));
            }
        }
    }

    /**
     * The sender was told that a message was given up: it need not arrive, and others need not wait for it. One of
     * which nothing was sent uses no sequence number.
     */
    void abandoned(final int context, final boolean sent) {
        final long number = context;
        require(mortal.contains(number), () -> "message " + number + " was given up, though it should not be");
        excused.add(number);
        final int stream = streams.get(number);
        if (!sent) {
            counts.notSent(number);
        }
        if (!sent && stream != -1) {
            nextSequences.merge(stream, -1, (sequence, change) -> sequence + change & 0xFFFF);
            for (final long later : orderedMissing.get(stream)) {
                if (later > number) {
                    sequences.merge(later, -1, (sequence, change) -> sequence + change & 0xFFFF);
                }
            }
        }
    }

    /**
     * One end forgot everything: what was acknowledged may be lost, too. What it received with the cookie before its
     * peer heard of that, it may be sent again.
     */
    void forget() {
        beginAnew();
        evict();
    }

    /** The receiver's memory was used up, and it gave up what nobody had read yet, acknowledged or not. */
    void evict() {
        forgotten.addAll(missing);
        excused.addAll(missing);
    }

    /**
     * The receiver gave its association up and has another with the same peer. Each message comes once in an
     * association: a peer that did not hear of the end and sends its cookie again makes a second one of it (RFC 9260
     * section 5.1, step D: a valid cookie is enough), and sends with the cookie what came in the first.
     */
    void revive() {
        beginAnew();
        revived = true;
    }

    /** Says whether the receiver gave an association up and has another, which an old cookie made. */
    boolean isRevived() {
        return revived;
    }

    private void beginAnew() {
        forgottenByReceiver.addAll(received);
        lastOfStream.clear();
    }

    /**
     * The sender has a second association, which an old cookie made, with the TSNs of its first: so many chunks of it
     * may be acknowledged by what was said of the first, though the receiver never gets them.
     */
    void mayBeConfused(final int chunks) {
        confused += chunks;
    }

    /** What is on its way now may get lost. */
    void excuse() {
        disturbed = true;
        excused.addAll(missing);
    }

    /** The association ended gracefully, and the user has read everything. */
    void checkComplete() {
        for (final long number : missing) {
            require(excused.contains(number), () -> "message " + number + " was never received");
            require(
                    returned.contains(number) || forgotten.contains(number) || confused-- > 0,
                    () -> "message " + number + " was neither received nor handed back");
        }
    }

    int sentCount() {
        return lengths.size();
    }

    int receivedCount() {
        return receivedCount;
    }

    private static void fill(final ByteBuffer buffer, final int length, final long number) {
        buffer.putLong(0, number);
        for (int i = MIN_LENGTH; i < length; i++) {
            buffer.put(i, body(number, i));
        }
    }

    private void checkBody(final ByteBuffer buffer, final int length, final long number) {
        for (int i = MIN_LENGTH; i < length; i++) {
            if (buffer.get(i) != body(number, i)) {
                throw new AssertionError(name + ": message " + number + " is damaged at byte " + i);
            }
        }
    }

    private static byte body(final long number, final int index) {
        return (byte) (number * 131 + index * 7L + (index >> 8));
    }

    private void require(final boolean condition, final Supplier<String> what) {
        if (!condition) {
            throw new AssertionError(name + ": " + what.get());
        }
    }
}

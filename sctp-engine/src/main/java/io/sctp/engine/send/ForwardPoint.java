package io.sctp.engine.send;

import com.carrotsearch.hppc.IntIntHashMap;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.ForwardTsnChunk;
import io.sctp.engine.packet.IForwardTsnChunk;
import io.sctp.engine.packet.Serial;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The Advanced.Peer.Ack.Point of RFC 3758 section 3.5, and what a FORWARD TSN to there lists: for each stream the last
 * message that was given up. Each TSN is looked at once, so that a SACK costs nothing for what earlier ones found.
 */
final class ForwardPoint {
    /** In the key of a stream: its unordered messages (RFC 8260 section 2.3.1). */
    private static final int UNORDERED_BIT = 1 << 16;

    private static final int INITIAL_ENTRIES = 4;

    private final OutstandingData outstanding;
    private final Numbering numbering;

    private boolean started;

    /** The most streams that the list may have. */
    private int most;

    /** The next TSN to look at. */
    private int next;

    /** The last TSN given up before that; what was acknowledged behind it does not count. */
    private int point;

    /** Whether a stream did not fit into the list, so that the peer has to advance first. */
    private boolean full;

    // By entry: the stream, its last message that was given up, and the last TSN of that.
    private int[] streams = new int[INITIAL_ENTRIES];
    private int[] numbers = new int[INITIAL_ENTRIES];
    private int[] lastTsns = new int[INITIAL_ENTRIES];
    private int count;
    private final IntIntHashMap entryOf = new IntIntHashMap();

    ForwardPoint(final OutstandingData outstanding, final Numbering numbering) {
        this.outstanding = outstanding;
        this.numbering = numbering;
    }

    /**
     * Looks at up to {@code limit} more TSNs.
     *
     * @param room bytes of a packet for the chunk
     * @return the TSNs looked at; as many as the limit if there may be more
     */
    int advance(final int limit, final int room) {
        most = (room - ForwardTsnChunk.FIXED_LENGTH) / entryLength();
        if (!isKept()) {
            restart();
        }
        if (Serial.before(next, outstanding.firstTsn())) {
            next = outstanding.firstTsn();
            point = next - 1;
        }
        dropPassed();
        full = false;
        int looked = 0;
        while (looked < limit && next != outstanding.nextTsn() && isPassable(next) && take(next)) {
            looked++;
            next++;
        }
        return looked;
    }

    /** Returns whether what was found before still counts: the path may carry less now. */
    private boolean isKept() {
        return started && count <= most;
    }

    private void restart() {
        started = true;
        next = outstanding.firstTsn();
        point = next - 1;
        count = 0;
        entryOf.clear();
    }

    /** Returns whether nothing is left to look at before the peer acknowledges more. */
    boolean isReady() {
        return started
                && !Serial.before(next, outstanding.firstTsn())
                && (full || next == outstanding.nextTsn() || !isPassable(next));
    }

    /** A chunk that was acknowledged is outstanding again. */
    void onReneged(final int tsn) {
        if (started && Serial.before(tsn, next)) {
            restart();
        }
    }

    /** A chunk was given up that may have been passed as acknowledged. */
    void onAbandoned(final int tsn) {
        if (started && Serial.before(tsn, next) && !Serial.before(tsn, outstanding.firstTsn()) && !take(tsn)) {
            restart();
        }
    }

    /** Returns whether the peer need not wait for a chunk, or has it. */
    private boolean isPassable(final int tsn) {
        final int state = outstanding.state(tsn);
        return state == OutstandingData.ABANDONED || state == OutstandingData.ACKED;
    }

    private boolean take(final int tsn) {
        if (outstanding.state(tsn) == OutstandingData.ACKED) {
            // Passed only if something given up follows: it may be the beginning of a message that is not.
            return true;
        }
        if (numbering.isInterleaved() || !outstanding.isUnordered(tsn)) {
            final int key = outstanding.stream(tsn) | (outstanding.isUnordered(tsn) ? UNORDERED_BIT : 0);
            int entry = entryOf.getOrDefault(key, count);
            if (entry == count) {
                if (count >= most) {
                    full = true;
                    return false;
                }
                entry = add(key, tsn);
            }
            if (Serial.before(lastTsns[entry], tsn)) {
                numbers[entry] = numbering.isInterleaved() ? outstanding.mid(tsn) : outstanding.ssn(tsn);
                lastTsns[entry] = tsn;
            }
        }
        point = Serial.before(point, tsn) ? tsn : point;
        return true;
    }

    private int add(final int key, final int tsn) {
        if (count == streams.length) {
            streams = Arrays.copyOf(streams, 2 * count);
            numbers = Arrays.copyOf(numbers, 2 * count);
            lastTsns = Arrays.copyOf(lastTsns, 2 * count);
        }
        streams[count] = key;
        lastTsns[count] = tsn - 1;
        entryOf.put(key, count);
        return count++;
    }

    /** What the peer's cumulative TSN has passed is not listed again. */
    private void dropPassed() {
        for (int entry = count - 1; entry >= 0; entry--) {
            if (Serial.before(lastTsns[entry], outstanding.firstTsn())) {
                entryOf.remove(streams[entry]);
                count--;
                if (entry != count) {
                    streams[entry] = streams[count];
                    numbers[entry] = numbers[count];
                    lastTsns[entry] = lastTsns[count];
                    entryOf.put(streams[entry], entry);
                }
            }
        }
    }

    private int entryLength() {
        return numbering.isInterleaved() ? IForwardTsnChunk.ENTRY_LENGTH : ForwardTsnChunk.ENTRY_LENGTH;
    }

    /** Returns the length of the chunk. */
    int length() {
        return ForwardTsnChunk.FIXED_LENGTH + count * entryLength();
    }

    /** Writes a FORWARD TSN, or I-FORWARD-TSN, and returns where it ends (RFC 3758 section 3.5, rule C4). */
    int write(final ByteBuffer out, final int offset) {
        final boolean interleaved = numbering.isInterleaved();
        int position = offset + ForwardTsnChunk.FIXED_LENGTH;
        for (int entry = 0; entry < count; entry++) {
            final int stream = streams[entry] & 0xFFFF;
            if (interleaved) {
                IForwardTsnChunk.writeEntry(
                        out, position, stream, (streams[entry] & UNORDERED_BIT) != 0, numbers[entry]);
            } else {
                out.putInt(position, stream << 16 | numbers[entry]);
            }
            position += entryLength();
        }
        out.putInt(offset + ForwardTsnChunk.TSN_OFFSET, point);
        Chunk.write(out, offset, interleaved ? ChunkType.I_FORWARD_TSN : ChunkType.FORWARD_TSN, 0, position - offset);
        return position;
    }
}

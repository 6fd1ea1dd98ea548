package io.sctp.engine.send;

import java.util.Arrays;
import java.util.BitSet;

/** The streams on which sends would block while they are being reset (RFC 6525), and how much of them is queued. */
final class HeldStreams {
    private static final int[] NONE = {};
    private static final int INITIAL_CAPACITY = 16;

    /** Null, as a rule, for none. */
    private BitSet held;

    /** By stream, the segments that are queued. */
    private int[] queued = NONE;

    private int heldSegments;

    /** Holds these streams, or all of the association if none is named. */
    void hold(final int streamCount, final int... streams) {
        held = new BitSet();
        for (final int stream : streams) {
            held.set(stream);
        }
        if (streams.length == 0) {
            held.set(0, streamCount);
        }
        heldSegments = 0;
        for (int stream = held.nextSetBit(0); stream >= 0 && stream < queued.length; ) {
            heldSegments += queued[stream];
            stream = held.nextSetBit(stream + 1);
        }
    }

    void release() {
        held = null;
    }

    boolean holds(final int stream) {
        return held != null && held.get(stream);
    }

    /** Returns whether segments are queued that came before their stream was held. */
    boolean isAnyQueued() {
        return held != null && heldSegments > 0;
    }

    /** A message was queued on a stream that is not held. */
    void onQueued(final int stream, final int segments) {
        if (stream >= queued.length) {
            queued = Arrays.copyOf(queued, Math.max(INITIAL_CAPACITY, Integer.highestOneBit(stream) * 2));
        }
        queued[stream] += segments;
    }

    /** A segment is queued no more. */
    void onRemoved(final int stream) {
        queued[stream]--;
        if (holds(stream)) {
            heldSegments--;
        }
    }

    /** Gives memory back: nothing is queued. */
    void trim() {
        queued = NONE;
    }
}

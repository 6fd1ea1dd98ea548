package io.sctp.engine.sim;

import io.sctp.engine.send.MessageIdentifiers;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What RFC 8260 section 2 demands of I-DATA on the wire: identifiers without gaps for the ordered and the unordered
 * messages of each stream, fragments numbered from 0 and sent in order, one message of a stream at a time, and the same
 * chunk under a TSN however often it is sent. Each check returns what is broken, or null.
 */
final class FragmentRules {
    private static final int UNORDERED = 4;
    private static final int BEGIN = 2;
    private static final int END = 1;

    /** The message that a stream sends. */
    private record Begun(boolean unordered, int mid, int nextFragment) {}

    private final Map<Integer, String> chunks = new HashMap<>();
    private final Map<Integer, Integer> nextOrdered = new HashMap<>();
    private final Map<Integer, Integer> nextUnordered = new HashMap<>();
    private final Map<Integer, Begun> begun = new HashMap<>();

    String sent(final ByteBuffer packet, final int at, final boolean again, final boolean mayBeGivenUp) {
        final int tsn = packet.getInt(at + 4);
        final int flags = packet.get(at + 1);
        final int stream = packet.getShort(at + 8) & 0xFFFF;
        final int mid = packet.getInt(at + 12);
        final boolean begins = (flags & BEGIN) != 0;
        final int fragment = begins ? 0 : packet.getInt(at + 16);
        final boolean unordered = (flags & UNORDERED) != 0;
        final String chunk = flags + " " + stream + "." + mid + " " + packet.getInt(at + 16);
        if (packet.getShort(at + 10) != 0) {
            return "I-DATA with reserved bits";
        }
        final String before = chunks.putIfAbsent(tsn, chunk);
        if (again || before != null) {
            return before == null || before.equals(chunk) ? null : "TSN " + tsn + " was " + before + ", now " + chunk;
        }
        final Begun current = begun.get(stream);
        if (begins) {
            final int expected = next(unordered).getOrDefault(stream, MessageIdentifiers.first());
            next(unordered).put(stream, mid + 1);
            if (mid != expected) {
                return "message " + mid + " of stream " + stream + ", not " + expected;
            }
            if (current != null && !mayBeGivenUp) {
                return "message " + mid + " of stream " + stream + " in the middle of " + current;
            }
        } else if (!new Begun(unordered, mid, fragment).equals(current)) {
            return chunk + " after " + current;
        }
        if ((flags & END) != 0) {
            begun.remove(stream);
        } else {
            begun.put(stream, new Begun(unordered, mid, fragment + 1));
        }
        return null;
    }

    String forwardSent(final ByteBuffer packet, final int at, final int length) {
        if (length < 8 || length % 8 != 0) {
            return "an I-FORWARD-TSN of " + length + " bytes";
        }
        final Set<Integer> about = new HashSet<>();
        for (int entry = at + 8; entry < at + length; entry += 8) {
            final int stream = packet.getShort(entry) & 0xFFFF;
            final int flags = packet.getShort(entry + 2);
            if (!about.add(packet.getInt(entry)) || (flags & ~1) != 0) {
                return "stream " + stream + " twice in an I-FORWARD-TSN, or reserved bits";
            }
            if (packet.getInt(entry + 4) - next(flags == 1).getOrDefault(stream, MessageIdentifiers.first()) >= 0) {
                return "message " + packet.getInt(entry + 4) + " of stream " + stream + " skipped that was not sent";
            }
        }
        return null;
    }

    /** These streams begin again; none means all. */
    void reset(final int... streams) {
        if (streams.length == 0) {
            nextOrdered.clear();
            nextUnordered.clear();
            begun.clear();
        }
        for (final int stream : streams) {
            nextOrdered.remove(stream);
            nextUnordered.remove(stream);
            begun.remove(stream);
        }
    }

    private Map<Integer, Integer> next(final boolean unordered) {
        return unordered ? nextUnordered : nextOrdered;
    }
}

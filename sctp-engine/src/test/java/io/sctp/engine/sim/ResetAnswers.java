package io.sctp.engine.sim;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * What the answers to one end's requests to reset its streams acknowledge: a peer that has performed one has everything
 * up to the TSN that the request names (RFC 6525 section 5.2.2).
 */
final class ResetAnswers {
    private static final int RE_CONFIG = 130;
    private static final int OUTGOING_RESET = 13;
    private static final int RESPONSE = 16;
    private static final int MOST_SUCCESSFUL = 1;

    private final Map<Integer, Integer> lastTsns = new HashMap<>();

    void clear() {
        lastTsns.clear();
    }

    /** This end sends a chunk. */
    void sent(final ByteBuffer packet, final int chunk) {
        for (int at = chunk + 4; at < end(packet, chunk); at += padded(packet, at)) {
            if (packet.getShort(at) == OUTGOING_RESET) {
                lastTsns.put(packet.getInt(at + 4), packet.getInt(at + 12));
            }
        }
    }

    /** Returns the TSN up to which a chunk from the peer acknowledges everything, or null. */
    Integer acknowledged(final ByteBuffer packet, final int chunk) {
        for (int at = chunk + 4; at < end(packet, chunk); at += padded(packet, at)) {
            if (packet.getShort(at) == RESPONSE
                    && packet.getInt(at + 8) <= MOST_SUCCESSFUL
                    && lastTsns.containsKey(packet.getInt(at + 4))) {
                return lastTsns.get(packet.getInt(at + 4));
            }
        }
        return null;
    }

    /** Of a chunk that has nothing to do with this it is where its parameters would begin. */
    private static int end(final ByteBuffer packet, final int chunk) {
        return chunk + ((packet.get(chunk) & 0xFF) == RE_CONFIG ? packet.getShort(chunk + 2) : 4);
    }

    private static int padded(final ByteBuffer packet, final int at) {
        return packet.getShort(at + 2) + 3 & ~3;
    }
}

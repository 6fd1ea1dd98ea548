package io.sctp.foreign;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The cookies that a peer has given out; they name what it remembers, and hold nothing else. */
final class Cookies {
    /** What a cookie stands for. */
    record Opening(int localTag, int localTsn, int peerTag, int peerTsn, long peerWindow, int outbound, int peerPort) {}

    private final int staleCookies;
    private final Map<Long, Opening> openings = new HashMap<>();
    private final Set<Long> stale = new HashSet<>();
    private long newestKey;

    /** The first cookies that come back are treated as stale, as many as are given. */
    Cookies(final int staleCookies) {
        this.staleCookies = staleCookies;
    }

    void add(final long key, final Opening opening) {
        openings.put(key, opening);
        newestKey = key;
    }

    /** Returns the key in a COOKIE ECHO; a cookie of no length stands for the INIT that came last. */
    long key(final ByteBuffer body) {
        if (body.limit() == 0) {
            return newestKey;
        }
        return body.limit() < Long.BYTES ? 0 : body.getLong(0);
    }

    /** Returns what a cookie stands for, or null where it is not of this peer. */
    Opening get(final long key) {
        return openings.get(key);
    }

    /** Says whether a cookie is stale; one that is remains so. */
    boolean isStale(final long key) {
        if (stale.size() < staleCookies) {
            stale.add(key);
        }
        return stale.contains(key);
    }

    /** Forgets what the cookies stand for. */
    void clear() {
        openings.clear();
    }
}

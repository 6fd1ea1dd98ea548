package io.sctp.engine.association;

/** What to do with a COOKIE ECHO when an association exists already: the table in RFC 9260 section 5.2.4. */
enum CookieAction {
    /** A: the peer restarted. */
    RESTART,
    /** B: both ends opened the association at the same time. */
    COLLISION,
    /** C: a late cookie, from before this end's own INIT. */
    LATE,
    /** D: the cookie was received before, or its COOKIE ACK was lost. */
    DUPLICATE,
    /** The tags match no case. */
    DISCARD;

    /**
     * Decides by the tags in the cookie.
     *
     * @param existing the association; its peer tag is 0 if not yet known, its Tie-Tags are 0 if it never sent them
     */
    static CookieAction decide(final Tcb existing, final StateCookie cookie) {
        final boolean localMatches = cookie.localTag == existing.localTag;
        final boolean peerMatches = cookie.peerTag == existing.peerTag;
        if (localMatches) {
            return peerMatches ? DUPLICATE : COLLISION;
        }
        if (peerMatches) {
            return cookie.localTieTag == 0 && cookie.peerTieTag == 0 ? LATE : DISCARD;
        }
        final boolean tiesMatch = existing.isTied()
                && cookie.localTieTag == existing.localTieTag
                && cookie.peerTieTag == existing.peerTieTag;
        return tiesMatch ? RESTART : DISCARD;
    }
}

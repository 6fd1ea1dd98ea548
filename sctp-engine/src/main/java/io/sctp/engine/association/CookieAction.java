package io.sctp.engine.association;

/** What to do with a COOKIE ECHO when an association exists already: the table of RFC 9260 section 5.2.4. */
enum CookieAction {
    /** A: the peer restarted. */
    RESTART,
    /** B: both ends opened the association at the same time. */
    COLLISION,
    /** C: a cookie that comes late, from before this end's own INIT. */
    LATE,
    /** D: the cookie was received before, or the acknowledgement of it was lost. */
    DUPLICATE,
    /** Tags that fit no case. */
    DISCARD;

    /**
     * Decides by the tags in the cookie.
     *
     * @param existing the association, whose peer's tag is 0 if not yet known, and its Tie-Tags if it never gave them
     * out
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

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
     * @param localTag this end's tag of the existing association
     * @param peerTag the peer's tag of the existing association, 0 if not yet known
     */
    static CookieAction decide(final int localTag, final int peerTag, final StateCookie cookie) {
        final boolean localMatches = cookie.localTag == localTag;
        final boolean peerMatches = cookie.peerTag == peerTag;
        if (localMatches) {
            return peerMatches ? DUPLICATE : COLLISION;
        }
        if (peerMatches) {
            return cookie.localTieTag == 0 && cookie.peerTieTag == 0 ? LATE : DISCARD;
        }
        final boolean tiesMatch = cookie.localTieTag == localTag && cookie.peerTieTag == peerTag;
        return tiesMatch ? RESTART : DISCARD;
    }
}

package io.sctp;

import java.net.InetSocketAddress;

/**
 * The association, path or stream for which an option is read or set (RFC 6458 section 7).
 *
 * @param association an association id, or {@link #FUTURE}, {@link #CURRENT} or {@link #ALL}
 * @param address one of the peer's addresses, or null for every path
 * @param stream a stream number, or 0
 */
public record OptionTarget(int association, InetSocketAddress address, int stream) {
    /** The endpoint itself and future associations. */
    public static final int FUTURE = 0;
    /** Existing associations, but not future ones. For setting only. On a one-to-one channel the same as FUTURE. */
    public static final int CURRENT = 1;
    /** Existing and future associations. For setting only. On a one-to-one channel the same as FUTURE. */
    public static final int ALL = 2;

    /** The endpoint itself. */
    public static final OptionTarget ENDPOINT = new OptionTarget(FUTURE, null, 0);

    /** One association. */
    public static OptionTarget association(final int id) {
        return new OptionTarget(id, null, 0);
    }

    /** One path of an association. */
    public static OptionTarget path(final int associationId, final InetSocketAddress peer) {
        return new OptionTarget(associationId, peer, 0);
    }

    /** One stream of an association. */
    public static OptionTarget stream(final int associationId, final int stream) {
        return new OptionTarget(associationId, null, stream);
    }
}

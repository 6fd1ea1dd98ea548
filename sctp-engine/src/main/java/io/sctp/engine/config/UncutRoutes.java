package io.sctp.engine.config;

/**
 * Says to which addresses several packets may be sent as one piece, which the system cuts (UDP_SEGMENT), whoever is
 * there. Such a piece may reach its receiver uncut where no network card is in between. A kernel that implements SCTP
 * in UDP must never receive one. A peer that is known to be this engine takes them everywhere.
 */
@FunctionalInterface
public interface UncutRoutes {
    /** No address. */
    UncutRoutes NONE = (high, low) -> false;

    /**
     * Returns whether no kernel's SCTP receives what is sent to this address now. Asked by the thread that polls the
     * engine, whenever a second packet for the address is ready; it must not take long.
     *
     * @param addressHigh the first eight bytes of the address, as in {@link IpAddress}
     * @param addressLow the last eight bytes
     */
    boolean leadTo(long addressHigh, long addressLow);

    /**
     * Returns whether no network is on the way to this address, and so no queue that a burst could fill but the
     * receiver's own. Asked in the same way.
     *
     * @param addressHigh the first eight bytes of the address, as in {@link IpAddress}
     * @param addressLow the last eight bytes
     */
    default boolean stayOnTheMachine(final long addressHigh, final long addressLow) {
        return false;
    }
}

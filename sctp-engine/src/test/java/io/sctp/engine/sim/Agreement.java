package io.sctp.engine.sim;

import io.sctp.engine.config.IpAddress;
import java.util.List;

/** What both ends must say of an association, when nothing is under way. */
final class Agreement {
    private Agreement() {}

    /** What one end has agreed on with the other, the other knows. */
    static void checkAddresses(final SimHost one, final SimHost other) {
        final List<IpAddress> addresses = one.association.config().localAddresses();
        for (final IpAddress address : addresses) {
            require(other.knows(address), other.name + " does not know " + address + " of the other");
        }
        require(
                other.association.pathCount() == addresses.size(),
                other.name + " has " + other.association.pathCount() + " paths to " + addresses);
    }

    /** What one end was told to be done, the other has done; at the very end an answer may be missing. */
    static void checkReconfigurations(final SimHost one, final SimHost other) {
        if (one.disturbed) {
            return;
        }
        final int resets = other.incomingResets - one.outgoingResets;
        require(resets == 0 || resets == 1, one.name + " reset its streams, the other saw " + resets + " more");
        final int added = other.inboundAdded - one.outboundAdded;
        require(added >= 0 && added <= 5, one.name + " has streams added, the other " + added + " more");
        require(
                Math.abs(one.associationResets - other.associationResets) <= 1,
                "the two ends count their resets differently");
    }

    private static void require(final boolean condition, final String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}

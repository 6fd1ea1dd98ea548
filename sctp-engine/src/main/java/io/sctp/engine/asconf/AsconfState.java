package io.sctp.engine.asconf;

import io.sctp.engine.AddressChange;
import io.sctp.engine.association.ExtensionState;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What an association knows of requests to change addresses: its own, and the peer's. Made with the first of either.
 */
final class AsconfState extends ExtensionState {
    /** A change of one of this end's addresses that was asked for and not answered yet. */
    record Wish(AddressChange change, IpAddress address, int localId) {}

    static final int MAX_TOLD = 64;
    static final int MAX_WISHES = 64;

    /** A peer that bundles ASCONFs (section 5.5) may ask again for as many answers. */
    private static final int KEPT_ANSWERS = 4;

    // -- this end's requests

    int nextSerial;

    final Deque<Wish> waiting = new ArrayDeque<>(2);

    /** What the outstanding ASCONF asks for, in the order of its correlation IDs, which begin with 0. */
    final List<Wish> asked = new ArrayList<>(2);

    /** The ASCONF as it was sent, to be sent again unchanged; null if none is outstanding. */
    byte[] sent;

    /** The index of the path to which it was sent last. */
    int sentPath;

    int timesSent;

    /** The changes that the peer does not know. */
    final Set<AddressChange> unknownToPeer = EnumSet.noneOf(AddressChange.class);

    // -- the peer's requests

    int expectedSerial;

    /** The last ASCONF-ACKs, by the lowest bits of their serial number. */
    private final byte[][] answers = new byte[KEPT_ANSWERS][];

    /** The path that the peer wants to be the primary one, as soon as it is confirmed. */
    TransportPath wantedPrimary;

    AsconfState(final int localInitialTsn, final int peerInitialTsn) {
        nextSerial = localInitialTsn;
        expectedSerial = peerInitialTsn;
    }

    /** The association began anew: what was not answered is asked for again. */
    void restart(final int localInitialTsn, final int peerInitialTsn) {
        for (int i = asked.size() - 1; i >= 0; i--) {
            waiting.addFirst(asked.get(i));
        }
        asked.clear();
        sent = null;
        nextSerial = localInitialTsn;
        expectedSerial = peerInitialTsn;
        Arrays.fill(answers, null);
        wantedPrimary = null;
    }

    boolean isOutstanding() {
        return sent != null;
    }

    /** Says whether the address with this number is being given up: nothing may leave from there (rule F4). */
    boolean isLeaving(final int localId) {
        for (final Wish wish : asked) {
            if (wish.change() == AddressChange.REMOVE && wish.localId() == localId) {
                return true;
            }
        }
        return false;
    }

    /** Returns the addresses of this end as they will be when everything asked for is done. */
    List<IpAddress> wishedFor(final AssociationConfig config) {
        final List<IpAddress> addresses = new ArrayList<>(config.localAddresses());
        for (final Wish wish : asked) {
            // One that is being given up is listed no more.
            if (wish.change() == AddressChange.ADD) {
                addresses.add(wish.address());
            }
        }
        for (final Wish wish : waiting) {
            if (wish.change() == AddressChange.ADD) {
                addresses.add(wish.address());
            } else if (wish.change() == AddressChange.REMOVE) {
                addresses.remove(wish.address());
            }
        }
        return addresses;
    }

    /** Keeps the answer to the request that was expected, which is done. */
    void answered(final ByteBuffer answer, final int length) {
        final int slot = expectedSerial++ & KEPT_ANSWERS - 1;
        if (answers[slot] == null || answers[slot].length != length) {
            answers[slot] = new byte[length];
        }
        answer.get(0, answers[slot]);
    }

    /** Returns the answer to a request, or null if it is to come, or so old that it is not known any more. */
    byte[] answerTo(final int serial) {
        final int age = expectedSerial - serial;
        return age < 1 || age > KEPT_ANSWERS ? null : answers[serial & KEPT_ANSWERS - 1];
    }
}

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

/** The address requests of an association: its own and the peer's. Created with the first request. */
final class AsconfState extends ExtensionState {
    /** A requested change of one of this end's addresses that is not answered yet. */
    record Wish(AddressChange change, IpAddress address, int localId) {}

    static final int MAX_TOLD = 64;
    static final int MAX_WISHES = 64;

    /** Number of answers kept. A peer that bundles ASCONFs (RFC 5061 section 5.5) may repeat that many requests. */
    private static final int KEPT_ANSWERS = 4;

    // -- this end's requests

    int nextSerial;

    final Deque<Wish> waiting = new ArrayDeque<>(2);

    /** The changes in the outstanding ASCONF, in the order of their correlation IDs, which begin with 0. */
    final List<Wish> asked = new ArrayList<>(2);

    /** The ASCONF as it was sent, for retransmission; null if none is outstanding. */
    byte[] sent;

    /** The index of the path to which it was last sent. */
    int sentPath;

    int timesSent;

    /** The kinds of change that the peer does not support. */
    final Set<AddressChange> unknownToPeer = EnumSet.noneOf(AddressChange.class);

    // -- the peer's requests

    int expectedSerial;

    /** The last ASCONF-ACKs, by the lowest bits of their serial number. */
    private final byte[][] answers = new byte[KEPT_ANSWERS][];

    /** The path that the peer wants as primary, once it is confirmed. */
    TransportPath wantedPrimary;

    AsconfState(final int localInitialTsn, final int peerInitialTsn) {
        nextSerial = localInitialTsn;
        expectedSerial = peerInitialTsn;
    }

    /** The association restarted: unanswered requests are sent again. */
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

    /**
     * Whether the address with this number is being deleted, so that nothing may be sent from it (RFC 5061 section 5.3,
     * rule F4).
     */
    boolean isLeaving(final int localId) {
        for (final Wish wish : asked) {
            if (wish.change() == AddressChange.REMOVE && wish.localId() == localId) {
                return true;
            }
        }
        return false;
    }

    /** Returns this end's addresses as they will be after all requested changes. */
    List<IpAddress> wishedFor(final AssociationConfig config) {
        final List<IpAddress> addresses = new ArrayList<>(config.localAddresses());
        for (final Wish wish : asked) {
            // An address that is being deleted is not in the list.
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

    /** Stores the answer to the expected request, which has been performed. */
    void answered(final ByteBuffer answer, final int length) {
        final int slot = expectedSerial++ & KEPT_ANSWERS - 1;
        if (answers[slot] == null || answers[slot].length != length) {
            answers[slot] = new byte[length];
        }
        answer.get(0, answers[slot]);
    }

    /** Returns the stored answer to a request, or null if it is not answered yet or too old. */
    byte[] answerTo(final int serial) {
        final int age = expectedSerial - serial;
        return age < 1 || age > KEPT_ANSWERS ? null : answers[serial & KEPT_ANSWERS - 1];
    }
}

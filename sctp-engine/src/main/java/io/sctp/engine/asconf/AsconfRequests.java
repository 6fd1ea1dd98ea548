package io.sctp.engine.asconf;

import io.sctp.engine.AddressChange;
import io.sctp.engine.AddressRequest;
import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.asconf.AsconfState.Wish;
import io.sctp.engine.association.Aborts;
import io.sctp.engine.association.ControlPackets;
import io.sctp.engine.association.EngineState;
import io.sctp.engine.association.Reachability;
import io.sctp.engine.association.Tcb;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.AsconfChunk;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.IpAddressParameter;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.Timers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * This end's requests to change its addresses (RFC 5061 section 5.1). One ASCONF is outstanding at a time and is
 * retransmitted until it is answered. An address is used only while the peer has it as one of this end's.
 */
final class AsconfRequests {
    /** Maximum number of changes in an ASCONF, so that it fits every path. */
    private static final int MAX_ASKED = 8;

    private static final int MAX_LENGTH = AsconfChunk.BODY_OFFSET
            + IpAddressParameter.IPV6_LENGTH
            + MAX_ASKED * (AsconfChunk.CONTENT_OFFSET + IpAddressParameter.IPV6_LENGTH);

    private final EngineState engine;
    private final Aborts aborts;
    private final ControlPackets packets;
    private final Reachability reachability;
    private final AddressReconfiguration extension;
    private final ByteBuffer chunk = ByteBuffer.allocate(MAX_LENGTH);

    AsconfRequests(
            final EngineState engine,
            final Aborts aborts,
            final ControlPackets packets,
            final Reachability reachability,
            final AddressReconfiguration extension) {
        this.engine = engine;
        this.aborts = aborts;
        this.packets = packets;
        this.reachability = reachability;
        this.extension = extension;
    }

    // -- the user's requests ----------------------------------------------------------------------------------------

    AddressRequest begin(
            final Tcb association, final AddressChange change, final IpAddress address, final int localId) {
        if (association.state() != AssociationState.ESTABLISHED) {
            return AddressRequest.NOT_ESTABLISHED;
        }
        if (!association.isAddressReconfigurable()) {
            return AddressRequest.NOT_SUPPORTED;
        }
        final AsconfState state = extension.state(association);
        if (state.unknownToPeer.contains(change)) {
            return AddressRequest.NOT_SUPPORTED;
        }
        if (state.waiting.size() == AsconfState.MAX_WISHES) {
            return AddressRequest.TOO_MANY;
        }
        if (!isPossible(state.wishedFor(association.config()), change, address)) {
            return AddressRequest.INVALID;
        }
        state.waiting.add(new Wish(change, address, localId));
        engine.wantsToSend(association);
        return AddressRequest.BEGUN;
    }

    /** RFC 5061 section 5.3, rule F5, and section 5.4. The addresses of this end are known only if they are listed. */
    private static boolean isPossible(
            final List<IpAddress> wishedFor, final AddressChange change, final IpAddress address) {
        final boolean isThere = wishedFor.contains(address);
        return switch (change) {
            case ADD -> !wishedFor.isEmpty() && !isThere && IpAddressParameter.isUsable(address.high(), address.low());
            case REMOVE -> isThere && wishedFor.size() > 1;
            case MAKE_PRIMARY -> isThere;
        };
    }

    // -- the wire ---------------------------------------------------------------------------------------------------

    /** Sends the waiting requests if no ASCONF is outstanding (RFC 5061 section 5.1, rule A3). */
    void proceed(final Tcb association, final AsconfState state) {
        if (state.isOutstanding()
                || state.waiting.isEmpty()
                || !AsconfResponses.mayBeSent(association.state())
                || !association.paths().forData().isConfirmed()) {
            return;
        }
        if (!association.isAddressReconfigurable()) {
            // The peer has restarted and no longer supports ASCONF.
            abandon(association);
            return;
        }
        while (!state.waiting.isEmpty() && state.asked.size() < MAX_ASKED && take(association, state)) {
            // Takes as many requests as fit into one ASCONF.
        }
        if (!state.asked.isEmpty()) {
            PathChanges.chooseSources(association);
            state.sent = chunk(association, state);
            state.timesSent = 0;
            transmit(association, association.paths().forData(), null);
        }
    }

    /** Moves the first request into the ASCONF. Returns whether to try the next. */
    private boolean take(final Tcb association, final AsconfState state) {
        final Wish wish = state.waiting.peek();
        if (comesOrGoes(state, wish.address()) && wish.change() != AddressChange.MAKE_PRIMARY) {
            // An address that is both deleted and added needs two ASCONFs; one could be sent from no address.
            return false;
        }
        if (wish.change() == AddressChange.REMOVE) {
            final AssociationConfig config = association.config();
            if (config.localAddresses().size() == 1 && config.localAddresses().contains(wish.address())) {
                if (!state.asked.isEmpty()) {
                    // Another address must be added first; otherwise none would be left to send from (RFC 5061 section
                    // 5.3, rules F1 and F4).
                    return false;
                }
                state.waiting.remove();
                finish(association, wish, false);
                return true;
            }
            unlist(association, wish.address());
        }
        state.asked.add(state.waiting.remove());
        return true;
    }

    private static boolean comesOrGoes(final AsconfState state, final IpAddress address) {
        for (final Wish wish : state.asked) {
            if (wish.address().equals(address) && wish.change() != AddressChange.MAKE_PRIMARY) {
                return true;
            }
        }
        return false;
    }

    private byte[] chunk(final Tcb association, final AsconfState state) {
        final AssociationConfig config = association.config();
        final int localId = association.paths().forData().localId();
        int place = config.localAddresses().size() - 1;
        while (place > 0 && config.localId(place) != localId) {
            place--;
        }
        final IpAddress known = config.localAddresses().get(place);
        int end = AsconfChunk.BODY_OFFSET;
        end += IpAddressParameter.write(chunk, end, known.high(), known.low());
        for (int i = 0; i < state.asked.size(); i++) {
            final Wish wish = state.asked.get(i);
            end = AsconfChunk.writeRequest(
                    chunk,
                    end,
                    parameterType(wish.change()),
                    i,
                    wish.address().high(),
                    wish.address().low());
        }
        Chunk.write(chunk, 0, ChunkType.ASCONF, 0, end);
        chunk.putInt(AsconfChunk.SERIAL_OFFSET, state.nextSerial++);
        final byte[] bytes = new byte[end];
        chunk.get(0, bytes);
        return bytes;
    }

    /**
     * Sends the outstanding ASCONF.
     *
     * @param added the request whose address it is sent from; null for the usual source
     */
    private void transmit(final Tcb association, final TransportPath path, final Wish added) {
        final AsconfState state = extension.stateOrNull(association);
        state.sentPath = path.index();
        association.timers().arm(Timers.ASCONF, engine.nowNs() + path.rto().rtoNs());
        if (!path.isConfirmed()) {
            return;
        }
        state.timesSent++;
        if (added == null) {
            engine.sendControl(association, path, state.sent);
        } else {
            sendFrom(association, path, added.localId());
        }
    }

    /** T4-RTO expired (RFC 5061 section 5.1, rules B1 to B5). */
    void onTimeout(final Tcb association) {
        final AsconfState state = extension.stateOrNull(association);
        if (state == null || !state.isOutstanding() || !AsconfResponses.mayBeSent(association.state())) {
            return;
        }
        final TransportPath before = association.paths().find(state.sentPath);
        final TransportPath path = before == null ? association.paths().forData() : before;
        path.rto().backOff();
        if (!reachability.onUnanswered(association, path)) {
            return;
        }
        final boolean everySecondTime = (state.timesSent & 1) != 0;
        transmit(association, association.paths().alternateTo(path), everySecondTime ? firstAdded(state) : null);
    }

    private static Wish firstAdded(final AsconfState state) {
        for (final Wish wish : state.asked) {
            if (wish.change() == AddressChange.ADD) {
                return wish;
            }
        }
        return null;
    }

    /**
     * If this end has moved, the addresses that the peer knows may not work any more. An ASCONF, but nothing else, may
     * be sent from the address that it adds (RFC 5061 section 5.3, rule F1, and section 5.3.2).
     */
    private void sendFrom(final Tcb association, final TransportPath path, final int localId) {
        packets.send(association, extension.state(association).sent, path, localId);
    }

    // -- answers ----------------------------------------------------------------------------------------------------

    /** Handles an authenticated ASCONF-ACK. */
    void onAck(final Tcb association, final ByteBuffer packet, final int ack, final int length) {
        if (!AsconfResponses.mayBeSent(association.state())) {
            return;
        }
        if (!AsconfChunk.isAckWellFormed(packet, ack, length)) {
            aborts.violation(association, "ASCONF-ACK with a parameter of a wrong length");
            return;
        }
        final AsconfState state = extension.state(association);
        final int serial = AsconfChunk.serial(packet, ack);
        if (serial - state.nextSerial >= 0) {
            // RFC 5061 section 5.3, rule F0.
            aborts.abort(association, CloseReason.PEER_VIOLATION, CauseCode.ILLEGAL_ASCONF_ACK, new byte[0]);
        } else if (state.isOutstanding() && serial == state.nextSerial - 1) {
            onAnswered(association, state);
            final int done = outcome(state, packet, ack, ack + length);
            finishAll(association, done);
        }
    }

    /**
     * Completes an answered request (RFC 5061 section 5.1, rule A5). The answer is counted for a path only if the
     * request was sent once.
     */
    private void onAnswered(final Tcb association, final AsconfState state) {
        association.timers().cancel(Timers.ASCONF);
        association.forgetErrors();
        final TransportPath path = association.paths().find(state.sentPath);
        if (state.timesSent == 1 && path != null && path.isConfirmed()) {
            reachability.onAnswered(association, path);
        }
    }

    /** Returns the successful changes, as bits by correlation ID (RFC 5061 section 5.1, rules A6 to A8). */
    private int outcome(final AsconfState state, final ByteBuffer packet, final int ack, final int end) {
        int succeeded = 0;
        int failed = 0;
        for (int at = ack + AsconfChunk.BODY_OFFSET; at < end; at = Parameter.next(packet, at)) {
            engine.work().step();
            final int type = Parameter.type(packet, at);
            final int correlation = AsconfChunk.correlation(packet, at);
            if (correlation < 0 || correlation >= state.asked.size()) {
                continue;
            }
            if (type == ParameterType.SUCCESS_INDICATION) {
                succeeded |= 1 << correlation;
            } else if (type == ParameterType.ERROR_CAUSE_INDICATION) {
                final int cause = Parameter.type(packet, at + AsconfChunk.CONTENT_OFFSET);
                if (cause == CauseCode.UNRECOGNIZED_PARAMETERS) {
                    noteUnknown(state, state.asked.get(correlation).change());
                }
                if (isDoneAnyway(state.asked.get(correlation), cause)) {
                    succeeded |= 1 << correlation;
                }
                failed |= 1 << correlation;
            }
        }
        final int beforeFirstFailure = failed == 0 ? -1 : Integer.lowestOneBit(failed) - 1;
        return succeeded | beforeFirstFailure;
    }

    /** The peer does not know an address to delete, for example after a restart: then it is deleted already. */
    private static boolean isDoneAnyway(final Wish wish, final int cause) {
        return wish.change() == AddressChange.REMOVE && cause == CauseCode.UNRESOLVABLE_ADDRESS;
    }

    /** RFC 5061 section 5.3, rules F3a and F3b. */
    private static void noteUnknown(final AsconfState state, final AddressChange change) {
        state.unknownToPeer.addAll(
                change == AddressChange.MAKE_PRIMARY
                        ? Set.of(AddressChange.MAKE_PRIMARY)
                        : Set.of(AddressChange.ADD, AddressChange.REMOVE));
    }

    /** The peer does not support ASCONF, whatever it announced (RFC 5061 section 5.1, rule A9). */
    void onUnrecognized(final Tcb association) {
        final AsconfState state = extension.stateOrNull(association);
        if (state != null && state.isOutstanding()) {
            noteUnknown(state, AddressChange.ADD);
            noteUnknown(state, AddressChange.MAKE_PRIMARY);
            abandon(association);
        }
    }

    private void finishAll(final Tcb association, final int done) {
        final AsconfState state = extension.stateOrNull(association);
        final List<Wish> answered = new ArrayList<>(state.asked);
        state.asked.clear();
        state.sent = null;
        for (int i = 0; i < answered.size(); i++) {
            finish(association, answered.get(i), (done & 1 << i) != 0);
        }
        PathChanges.chooseSources(association);
        engine.wantsToSend(association);
    }

    private void finish(final Tcb association, final Wish wish, final boolean done) {
        final boolean isListed = association.config().localAddresses().contains(wish.address());
        final boolean isThere =
                (wish.change() == AddressChange.ADD && done) || (wish.change() == AddressChange.REMOVE && !done);
        if (isThere && !isListed) {
            list(association, wish);
        }
        extension.tell(
                association, (handler, which) -> handler.onAddressChange(which, wish.change(), wish.address(), done));
    }

    /** Fails all waiting requests, because the association is closed or the peer does not support them. */
    void abandon(final Tcb association) {
        final AsconfState state = extension.stateOrNull(association);
        if (state == null) {
            return;
        }
        if (state.isOutstanding()) {
            association.timers().cancel(Timers.ASCONF);
            finishAll(association, 0);
        }
        while (!state.waiting.isEmpty()) {
            final Wish wish = state.waiting.remove();
            extension.tell(
                    association,
                    (handler, which) -> handler.onAddressChange(which, wish.change(), wish.address(), false));
        }
    }

    // -- this end's list --------------------------------------------------------------------------------------------

    static void listFirst(final Tcb association, final IpAddress address, final int localId) {
        if (association.config().localAddresses().isEmpty()) {
            association.localAddresses(List.of(address), List.of(localId));
        }
    }

    private static void list(final Tcb association, final Wish wish) {
        final List<IpAddress> addresses = new ArrayList<>(association.config().localAddresses());
        final List<Integer> ids = ids(association.config());
        addresses.add(wish.address());
        ids.add(wish.localId());
        association.localAddresses(addresses, ids);
    }

    private static void unlist(final Tcb association, final IpAddress address) {
        final List<IpAddress> addresses = new ArrayList<>(association.config().localAddresses());
        final List<Integer> ids = ids(association.config());
        final int place = addresses.indexOf(address);
        if (place >= 0) {
            addresses.remove(place);
            ids.remove(place);
            association.localAddresses(addresses, ids);
        }
    }

    private static List<Integer> ids(final AssociationConfig config) {
        final List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < config.localAddresses().size(); i++) {
            ids.add(config.localId(i));
        }
        return ids;
    }

    private static int parameterType(final AddressChange change) {
        return switch (change) {
            case ADD -> ParameterType.ADD_IP_ADDRESS;
            case REMOVE -> ParameterType.DELETE_IP_ADDRESS;
            case MAKE_PRIMARY -> ParameterType.SET_PRIMARY_ADDRESS;
        };
    }
}

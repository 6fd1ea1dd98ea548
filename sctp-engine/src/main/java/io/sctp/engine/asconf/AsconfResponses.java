package io.sctp.engine.asconf;

import io.sctp.engine.AssociationState;
import io.sctp.engine.association.Aborts;
import io.sctp.engine.association.Arrival;
import io.sctp.engine.association.ControlPackets;
import io.sctp.engine.association.EngineState;
import io.sctp.engine.association.SourceAddresses;
import io.sctp.engine.association.Tcb;
import io.sctp.engine.packet.AsconfChunk;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.IpAddressParameter;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;

/**
 * The peer's requests to change its addresses (RFC 5061 sections 5.2 and 5.3). They are performed in order. A repeated
 * request gets the same answer again. Answers go to the source of the request, even if it is unknown, in packets of
 * their own.
 */
final class AsconfResponses {
    /** How much longer an answer may be than its request: the headers of one error, for which there is always space. */
    static final int ERROR_HEADERS_LENGTH = AsconfChunk.CONTENT_OFFSET + Parameter.HEADER_LENGTH;

    private static final int MAX_LENGTH = 900;
    private static final int SUCCESS_LENGTH = AsconfChunk.CONTENT_OFFSET;

    private final EngineState engine;
    private final Aborts aborts;
    private final ControlPackets packets;
    private final AddressReconfiguration extension;
    private final PathChanges pathChanges;
    private final ByteBuffer answer = ByteBuffer.allocate(MAX_LENGTH);

    /** The end of the answer being written, and its limit. */
    private int position;

    private int limit;

    AsconfResponses(
            final EngineState engine,
            final Aborts aborts,
            final ControlPackets packets,
            final AddressReconfiguration extension,
            final PathChanges pathChanges) {
        this.engine = engine;
        this.aborts = aborts;
        this.packets = packets;
        this.extension = extension;
        this.pathChanges = pathChanges;
    }

    /** RFC 5061 section 5.1.1, rule C4. */
    static boolean mayBeSent(final AssociationState state) {
        return switch (state) {
            case ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_SENT, SHUTDOWN_RECEIVED -> true;
            default -> false;
        };
    }

    /**
     * Whether to read a packet with the right tag from an unknown address: it begins with an AUTH, which is still to be
     * verified, and an ASCONF that names an address of the association (RFC 5061 section 5.2, rule D2).
     */
    boolean mayComeFromElsewhere(final Tcb association, final Arrival arrival, final int firstChunk) {
        if (!association.isAddressReconfigurable()
                || !mayBeSent(association.state())
                || Chunk.type(arrival.packet(), firstChunk) != ChunkType.AUTH) {
            return false;
        }
        final int chunk = firstChunk + Chunk.padded(Chunk.length(arrival.packet(), firstChunk));
        final int parameter = chunk + AsconfChunk.BODY_OFFSET;
        if (chunk <= firstChunk
                || parameter > arrival.end()
                || Chunk.type(arrival.packet(), chunk) != ChunkType.ASCONF
                || !Parameter.fits(arrival.packet(), parameter, arrival.end())
                || !IpAddressParameter.isAddress(arrival.packet(), parameter)) {
            return false;
        }
        final long high = IpAddressParameter.high(arrival.packet(), parameter);
        final long low = IpAddressParameter.low(arrival.packet(), parameter);
        return isWildcard(high, low) || association.paths().find(high, low) != null;
    }

    /**
     * Handles an authenticated ASCONF.
     *
     * @return whether to go on with the next chunk, because the source of the packet is now an address of the
     *     association
     */
    boolean onChunk(final Tcb association, final Arrival arrival, final int chunk, final int length) {
        if (mayBeSent(association.state())) {
            if (!AsconfChunk.isWellFormed(arrival.packet(), chunk, length)) {
                aborts.violation(association, "ASCONF with a parameter of a wrong length");
                return false;
            }
            final AsconfState state = extension.state(association);
            final int serial = AsconfChunk.serial(arrival.packet(), chunk);
            if (serial == state.expectedSerial && state.toldCount() < AsconfState.MAX_TOLD) {
                perform(association, arrival, chunk, length);
                state.answered(answer, position);
            }
            final byte[] known = state.answerTo(serial);
            if (known != null) {
                send(association, arrival, known);
            }
        }
        return source(association, arrival) != null;
    }

    private static TransportPath source(final Tcb association, final Arrival arrival) {
        return association.paths().find(arrival.addressHigh(), arrival.addressLow());
    }

    private void send(final Tcb association, final Arrival arrival, final byte[] known) {
        // Not from an address that the peer does not know yet, or that is being deleted (RFC 5061 section 5.3, rules F1
        // and F4).
        final int localId = association.config().hasLocalId(arrival.localId())
                ? arrival.localId()
                : association.paths().forData().localId();
        packets.answer(association, known, arrival, localId);
    }

    // -- requests ---------------------------------------------------------------------------------------------------

    /** Performs the requests and writes the answer. Until one fails, the answer is empty, which means success. */
    private void perform(final Tcb association, final Arrival arrival, final int chunk, final int length) {
        final ByteBuffer packet = arrival.packet();
        final int end = chunk + length;
        position = AsconfChunk.BODY_OFFSET;
        limit = Math.min(MAX_LENGTH, length + ERROR_HEADERS_LENGTH);
        int failure = CauseCode.NONE;
        boolean anyFailed = false;
        for (int at = AsconfChunk.firstParameter(packet, chunk); at < end; at = Parameter.next(packet, at)) {
            engine.work().steps(1 + association.paths().count());
            final int type = Parameter.type(packet, at);
            final boolean changesList = type == ParameterType.ADD_IP_ADDRESS || type == ParameterType.DELETE_IP_ADDRESS;
            if (anyFailed && position + SUCCESS_LENGTH > limit) {
                // A request without a response counts as failed (RFC 5061 section 5.1, rule A7), so it must not be
                // performed.
                break;
            }
            final int cause = failure != CauseCode.NONE && changesList
                    ? failure // RFC 5061 section 5.3, rule F11.
                    : performOne(association, arrival, at, type);
            if (cause != CauseCode.NONE) {
                writeError(packet, at, cause, anyFailed);
                anyFailed = true;
                failure = changesList ? cause : failure;
            } else if (anyFailed) {
                writeSuccess(AsconfChunk.correlation(packet, at));
            }
            if (!AsconfChunk.isRequest(type) && !ParameterType.isSkippable(type)) {
                break;
            }
        }
        Chunk.write(answer, 0, ChunkType.ASCONF_ACK, 0, position);
        answer.putInt(AsconfChunk.SERIAL_OFFSET, AsconfChunk.serial(packet, chunk));
    }

    /** Performs one request. Returns the error cause if it fails. */
    private int performOne(final Tcb association, final Arrival arrival, final int parameter, final int type) {
        if (!AsconfChunk.isRequest(type)) {
            return ParameterType.isReported(type) ? CauseCode.UNRECOGNIZED_PARAMETERS : CauseCode.NONE;
        }
        if (extension.state(association).toldCount() >= AsconfState.MAX_TOLD) {
            return CauseCode.RESOURCE_SHORTAGE;
        }
        final int address = parameter + AsconfChunk.CONTENT_OFFSET;
        long high = IpAddressParameter.high(arrival.packet(), address);
        long low = IpAddressParameter.low(arrival.packet(), address);
        if (isWildcard(high, low)) {
            if (type == ParameterType.DELETE_IP_ADDRESS) {
                return removeOthers(association, arrival);
            }
            high = arrival.addressHigh();
            low = arrival.addressLow();
        }
        return switch (type) {
            case ParameterType.ADD_IP_ADDRESS -> add(association, arrival, high, low);
            case ParameterType.DELETE_IP_ADDRESS -> remove(association, arrival, high, low);
            default -> prefer(association, high, low);
        };
    }

    /** 0.0.0.0 and :: stand for the source address of the packet. */
    private static boolean isWildcard(final long high, final long low) {
        return high == 0 && (low == 0 || low == IpAddressParameter.mapped(0));
    }

    private int add(final Tcb association, final Arrival arrival, final long high, final long low) {
        if (association.paths().find(high, low) != null) {
            return CauseCode.NONE;
        }
        if (!IpAddressParameter.isUsable(high, low)) {
            return CauseCode.UNRESOLVABLE_ADDRESS;
        }
        if (isOfAnother(association, high, low, arrival.udpPort())) {
            return CauseCode.NO_AUTHORIZATION;
        }
        if (association.paths().count() >= engine.config().maxPaths()) {
            return CauseCode.RESOURCE_SHORTAGE;
        }
        pathChanges.add(
                association,
                high,
                low,
                arrival.udpPort(),
                SourceAddresses.closest(association.config(), high, low, arrival.localId()));
        return CauseCode.NONE;
    }

    /** Two associations with the same ports must not share an address, as an INIT from it would match both. */
    private boolean isOfAnother(final Tcb association, final long high, final long low, final int udpPort) {
        final Tcb other = engine.associations()
                .findByAddress(high, low, udpPort, association.localPort(), association.peerPort());
        return other != null && other != association;
    }

    private int remove(final Tcb association, final Arrival arrival, final long high, final long low) {
        final TransportPath path = association.paths().find(high, low);
        if (path == null) {
            return CauseCode.UNRESOLVABLE_ADDRESS;
        }
        if (isLast(association)) {
            return CauseCode.DELETE_LAST_ADDRESS;
        }
        if (path == source(association, arrival)) {
            return CauseCode.DELETE_SOURCE_ADDRESS;
        }
        pathChanges.remove(association, path);
        return CauseCode.NONE;
    }

    private static boolean isLast(final Tcb association) {
        return association.paths().count() == 1;
    }

    private int removeOthers(final Tcb association, final Arrival arrival) {
        final TransportPath kept = source(association, arrival);
        if (kept == null) {
            return CauseCode.DELETE_LAST_ADDRESS;
        }
        for (int i = association.paths().count() - 1; i >= 0; i--) {
            if (association.paths().path(i) != kept) {
                pathChanges.remove(association, association.paths().path(i));
            }
        }
        return CauseCode.NONE;
    }

    private int prefer(final Tcb association, final long high, final long low) {
        final TransportPath path = association.paths().find(high, low);
        if (path == null) {
            return CauseCode.UNRESOLVABLE_ADDRESS;
        }
        pathChanges.prefer(association, path);
        return CauseCode.NONE;
    }

    // -- responses --------------------------------------------------------------------------------------------------

    /**
     * Writes an error with the request it is about. If there is no space for the request, the first error has only its
     * cause, and later ones are left out (RFC 5061 section 5.1, rule A7).
     */
    private void writeError(final ByteBuffer packet, final int parameter, final int cause, final boolean anyBefore) {
        final int whole = Parameter.length(packet, parameter);
        final boolean fits = position + ERROR_HEADERS_LENGTH + Chunk.padded(whole) <= limit;
        if (!fits && anyBefore) {
            return;
        }
        final int copied = fits ? whole : 0;
        final int length = ERROR_HEADERS_LENGTH + copied;
        Parameter.write(answer, position, ParameterType.ERROR_CAUSE_INDICATION, length);
        answer.putInt(position + AsconfChunk.CORRELATION_OFFSET, AsconfChunk.correlation(packet, parameter));
        Parameter.write(answer, position + AsconfChunk.CONTENT_OFFSET, cause, Parameter.HEADER_LENGTH + copied);
        answer.put(position + ERROR_HEADERS_LENGTH, packet, parameter, copied);
        Chunk.pad(answer, position, length);
        position += Chunk.padded(length);
    }

    private void writeSuccess(final int correlation) {
        Parameter.write(answer, position, ParameterType.SUCCESS_INDICATION, SUCCESS_LENGTH);
        answer.putInt(position + AsconfChunk.CORRELATION_OFFSET, correlation);
        position += SUCCESS_LENGTH;
    }
}

package io.sctp.kernel;

import static io.sctp.kernel.AssociationCodecs.u16;

import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.SctpException;
import io.sctp.SctpNotification;
import io.sctp.SctpNotification.AdaptationIndication;
import io.sctp.SctpNotification.AssociationChange;
import io.sctp.SctpNotification.AssociationReset;
import io.sctp.SctpNotification.Authentication;
import io.sctp.SctpNotification.PartialDelivery;
import io.sctp.SctpNotification.PeerAddressChange;
import io.sctp.SctpNotification.RemoteError;
import io.sctp.SctpNotification.ResetResult;
import io.sctp.SctpNotification.SendFailed;
import io.sctp.SctpNotification.SendFailedDeprecated;
import io.sctp.SctpNotification.SenderDry;
import io.sctp.SctpNotification.Shutdown;
import io.sctp.SctpNotification.StreamChange;
import io.sctp.SctpNotification.StreamReset;
import io.sctp.natives.Abi;
import io.sctp.spi.SocketAddresses;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes the kernel's notifications. Stateless. If the bytes are not one complete notification, it throws an
 * {@link SctpException} (EPROTO) that says what is wrong.
 *
 * <p>Numbers are in native byte order, except the cause codes in {@code sac_error}, {@code sre_error} and
 * {@code ssf_error}, and payload protocol identifiers, which the kernel passes on in network order.
 */
final class NotificationDecoder {
    /** Type, flags and length. */
    private static final int HEADER_SIZE = 8;

    /**
     * The U bit of a DATA chunk (RFC 9260 section 3.3.1): Linux reports the flags of the failed chunk, not those of the
     * send.
     */
    private static final int CHUNK_UNORDERED = 0x4;

    private NotificationDecoder() {}

    /**
     * Decodes one notification.
     *
     * @param memory contains it from index 0, regardless of position and byte order
     * @param length of the notification in bytes
     */
    static SctpNotification decode(final ByteBuffer memory, final int length) throws SctpException {
        if (length < HEADER_SIZE || length > memory.capacity()) {
            throw malformed("a notification", length + " bytes are not " + HEADER_SIZE + " to " + memory.capacity());
        }
        final ByteBuffer bytes = memory.duplicate().clear().limit(length).order(ByteOrder.nativeOrder());
        final int number = u16(bytes, Abi.NotificationHeader.TYPE);
        final NotificationType type = KernelCodes.NOTIFICATION_TYPES.constant(number);
        if (type == null) {
            throw malformed("a notification", "there is no type 0x" + Integer.toHexString(number));
        }
        final int stated = bytes.getInt(Abi.NotificationHeader.LENGTH);
        if (stated != length) {
            throw malformed(type, "it should have " + Integer.toUnsignedString(stated) + " bytes and has " + length);
        }
        if (length < size(type)) {
            throw malformed(type, length + " bytes are less than " + size(type));
        }
        return decode(type, bytes);
    }

    private static int size(final NotificationType type) {
        return switch (type) {
            case ASSOCIATION_CHANGE -> Abi.AssocChange.SIZE;
            case PEER_ADDRESS_CHANGE -> Abi.PaddrChange.SIZE;
            case SEND_FAILED_DEPRECATED -> Abi.SendFailed.SIZE;
            case REMOTE_ERROR -> Abi.RemoteError.SIZE;
            case SHUTDOWN -> Abi.ShutdownEvent.SIZE;
            case PARTIAL_DELIVERY -> Abi.PdapiEvent.SIZE;
            case ADAPTATION_INDICATION -> Abi.AdaptationEvent.SIZE;
            case AUTHENTICATION -> Abi.AuthkeyEvent.SIZE;
            case SENDER_DRY -> Abi.SenderDryEvent.SIZE;
            case STREAM_RESET -> Abi.StreamResetEvent.SIZE;
            case ASSOCIATION_RESET -> Abi.AssocResetEvent.SIZE;
            case STREAM_CHANGE -> Abi.StreamChangeEvent.SIZE;
            case SEND_FAILED -> Abi.SendFailedEvent.SIZE;
        };
    }

    private static SctpNotification decode(final NotificationType type, final ByteBuffer bytes) throws SctpException {
        return switch (type) {
            case ASSOCIATION_CHANGE -> associationChange(bytes);
            case PEER_ADDRESS_CHANGE -> peerAddressChange(bytes);
            case SEND_FAILED_DEPRECATED -> sendFailedDeprecated(bytes);
            case REMOTE_ERROR ->
                new RemoteError(
                        bytes.getInt(Abi.RemoteError.ASSOC_ID),
                        cause(bytes, Abi.RemoteError.ERROR),
                        rest(bytes, Abi.RemoteError.DATA));
            case SHUTDOWN -> new Shutdown(bytes.getInt(Abi.ShutdownEvent.ASSOC_ID));
            case PARTIAL_DELIVERY ->
                new PartialDelivery(
                        bytes.getInt(Abi.PdapiEvent.ASSOC_ID),
                        bytes.getInt(Abi.PdapiEvent.STREAM),
                        bytes.getInt(Abi.PdapiEvent.SEQ),
                        bytes.getInt(Abi.PdapiEvent.INDICATION));
            case ADAPTATION_INDICATION ->
                new AdaptationIndication(
                        bytes.getInt(Abi.AdaptationEvent.ASSOC_ID), bytes.getInt(Abi.AdaptationEvent.ADAPTATION_IND));
            case AUTHENTICATION -> authentication(bytes);
            case SENDER_DRY -> new SenderDry(bytes.getInt(Abi.SenderDryEvent.ASSOC_ID));
            case STREAM_RESET -> streamReset(bytes);
            case ASSOCIATION_RESET ->
                new AssociationReset(
                        bytes.getInt(Abi.AssocResetEvent.ASSOC_ID),
                        result(bytes, Abi.AssociationResetFlag.DENIED, Abi.AssociationResetFlag.FAILED),
                        bytes.getInt(Abi.AssocResetEvent.LOCAL_TSN),
                        bytes.getInt(Abi.AssocResetEvent.REMOTE_TSN));
            case STREAM_CHANGE ->
                new StreamChange(
                        bytes.getInt(Abi.StreamChangeEvent.ASSOC_ID),
                        result(bytes, Abi.StreamChangeFlag.DENIED, Abi.StreamChangeFlag.FAILED),
                        u16(bytes, Abi.StreamChangeEvent.INSTRMS),
                        u16(bytes, Abi.StreamChangeEvent.OUTSTRMS));
            case SEND_FAILED -> sendFailed(bytes);
        };
    }

    private static SctpNotification associationChange(final ByteBuffer bytes) throws SctpException {
        return new AssociationChange(
                bytes.getInt(Abi.AssocChange.ASSOC_ID),
                known(
                        KernelCodes.ASSOCIATION_TRANSITIONS,
                        u16(bytes, Abi.AssocChange.STATE),
                        NotificationType.ASSOCIATION_CHANGE),
                cause(bytes, Abi.AssocChange.ERROR),
                u16(bytes, Abi.AssocChange.OUTBOUND_STREAMS),
                u16(bytes, Abi.AssocChange.INBOUND_STREAMS),
                rest(bytes, Abi.AssocChange.INFO));
    }

    private static SctpNotification peerAddressChange(final ByteBuffer bytes) throws SctpException {
        final InetSocketAddress address = SocketAddresses.read(bytes, Abi.PaddrChange.AADDR);
        if (address == null) {
            throw malformed(
                    NotificationType.PEER_ADDRESS_CHANGE,
                    "address family " + u16(bytes, Abi.PaddrChange.AADDR) + " is neither IPv4 nor IPv6");
        }
        return new PeerAddressChange(
                bytes.getInt(Abi.PaddrChange.ASSOC_ID),
                address,
                known(
                        KernelCodes.PATH_TRANSITIONS,
                        bytes.getInt(Abi.PaddrChange.STATE),
                        NotificationType.PEER_ADDRESS_CHANGE),
                bytes.getInt(Abi.PaddrChange.ERROR));
    }

    private static SctpNotification sendFailedDeprecated(final ByteBuffer bytes) {
        final int info = Abi.SendFailed.INFO;
        return new SendFailedDeprecated(
                bytes.getInt(Abi.SendFailed.ASSOC_ID),
                wasSent(bytes),
                wideCause(bytes, Abi.SendFailed.ERROR),
                u16(bytes, info + Abi.Sndrcvinfo.STREAM),
                NetworkOrder.swap(bytes.getInt(info + Abi.Sndrcvinfo.PPID)),
                bytes.getInt(info + Abi.Sndrcvinfo.CONTEXT),
                rest(bytes, Abi.SendFailed.DATA));
    }

    private static SctpNotification sendFailed(final ByteBuffer bytes) {
        final int info = Abi.SendFailedEvent.INFO;
        return new SendFailed(
                bytes.getInt(Abi.SendFailedEvent.ASSOC_ID),
                wasSent(bytes),
                wideCause(bytes, Abi.SendFailedEvent.ERROR),
                u16(bytes, info + Abi.Sndinfo.SID),
                NetworkOrder.swap(bytes.getInt(info + Abi.Sndinfo.PPID)),
                bytes.getInt(info + Abi.Sndinfo.CONTEXT),
                (u16(bytes, info + Abi.Sndinfo.FLAGS) & CHUNK_UNORDERED) != 0,
                rest(bytes, Abi.SendFailedEvent.DATA));
    }

    private static boolean wasSent(final ByteBuffer bytes) {
        return u16(bytes, Abi.NotificationHeader.FLAGS) == Abi.SendFailedFlag.DATA_SENT;
    }

    private static SctpNotification authentication(final ByteBuffer bytes) throws SctpException {
        return new Authentication(
                bytes.getInt(Abi.AuthkeyEvent.ASSOC_ID),
                u16(bytes, Abi.AuthkeyEvent.KEYNUMBER),
                known(
                        KernelCodes.AUTHENTICATION_INDICATIONS,
                        bytes.getInt(Abi.AuthkeyEvent.INDICATION),
                        NotificationType.AUTHENTICATION));
    }

    private static SctpNotification streamReset(final ByteBuffer bytes) throws SctpException {
        final int flags = u16(bytes, Abi.NotificationHeader.FLAGS);
        final int listed = bytes.limit() - Abi.StreamResetEvent.STREAM_LIST;
        if (listed % Short.BYTES != 0) {
            throw malformed(NotificationType.STREAM_RESET, "its list of streams has " + listed + " bytes");
        }
        final List<Integer> streams = new ArrayList<>(listed / Short.BYTES);
        for (int offset = Abi.StreamResetEvent.STREAM_LIST; offset < bytes.limit(); offset += Short.BYTES) {
            streams.add(u16(bytes, offset));
        }
        return new StreamReset(
                bytes.getInt(Abi.StreamResetEvent.ASSOC_ID),
                (flags & Abi.StreamResetFlag.INCOMING_SSN) != 0,
                (flags & Abi.StreamResetFlag.OUTGOING_SSN) != 0,
                result(bytes, Abi.StreamResetFlag.DENIED, Abi.StreamResetFlag.FAILED),
                List.copyOf(streams));
    }

    private static ResetResult result(final ByteBuffer bytes, final int denied, final int failed) {
        final int flags = u16(bytes, Abi.NotificationHeader.FLAGS);
        if ((flags & denied) != 0) {
            return ResetResult.DENIED;
        }
        return (flags & failed) != 0 ? ResetResult.FAILED : ResetResult.DONE;
    }

    private static <E extends Enum<E>> E known(final Codes<E> codes, final int number, final NotificationType type)
            throws SctpException {
        final E constant = codes.constant(number);
        if (constant == null) {
            throw malformed(type, "there is no value " + number);
        }
        return constant;
    }

    /** A cause code in network order. */
    private static int cause(final ByteBuffer bytes, final int offset) {
        return Short.toUnsignedInt(NetworkOrder.swap(bytes.getShort(offset)));
    }

    /** A cause code in network order that the kernel has widened to 32 bits without conversion. */
    private static int wideCause(final ByteBuffer bytes, final int offset) {
        final int error = bytes.getInt(offset);
        return error >>> Short.SIZE == 0 ? Short.toUnsignedInt(NetworkOrder.swap((short) error)) : error;
    }

    /** Returns a copy of the bytes after the struct. */
    private static ByteBuffer rest(final ByteBuffer bytes, final int offset) {
        final byte[] copy = new byte[bytes.limit() - offset];
        bytes.get(offset, copy);
        return ByteBuffer.wrap(copy).asReadOnlyBuffer();
    }

    private static SctpException malformed(final Object what, final String why) {
        return new SctpException("decode " + what, Errno.EPROTO.number(), null, null, why);
    }
}

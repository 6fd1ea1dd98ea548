package io.sctp.kernel;

import io.sctp.Association.ResetDirection;
import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.natives.Abi;
import io.sctp.option.AssociationStatistics;
import io.sctp.option.AssociationStatus;
import io.sctp.option.PathState;
import io.sctp.option.PathStatus;
import io.sctp.spi.SocketAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Queries and operations on associations through socket options. Stateless: every method takes the socket. On a
 * one-to-one socket the kernel ignores the association id.
 *
 * <p>If there is no association with that id, they throw {@link SctpException.NotConnected}.
 */
final class AssociationControl {
    /** Space for 16 IPv6 addresses; doubled until all fit. */
    private static final int INITIAL_ADDRESS_BYTES = Abi.Getaddrs.ADDRS + 16 * SocketAddresses.IPV6_SIZE;

    private static final int MAX_LIST_BYTES = 1 << 24;

    /** The number of associations that may begin between the query of their number and that of their ids. */
    private static final int SPARE_IDS = 16;

    private static final String RECONFIGURATION =
            "re-configuration must be enabled on both ends before the association begins (SCTP_RECONFIG_SUPPORTED, or"
                    + " sysctl net.sctp.reconf_enable=1), and this kind of it by SCTP_ENABLE_STREAM_RESET";

    private AssociationControl() {}

    /** State, stream counts, receive window, primary path. */
    static AssociationStatus status(final int fd, final int association) throws SctpException {
        final ByteBuffer memory = Memory.allocate(Abi.Status.SIZE);
        memory.putInt(Abi.Status.ASSOC_ID, association);
        check(OptionCalls.get(fd, Abi.Option.STATUS, memory), "status", association);
        return StatusCodecs.status(memory);
    }

    /** Whether a one-to-one socket has its association. */
    static boolean exists(final int fd) {
        return OptionCalls.get(fd, Abi.Option.STATUS, Memory.allocate(Abi.Status.SIZE)) >= 0;
    }

    /** Counters; reading them starts a new period for the largest RTO. */
    static AssociationStatistics statistics(final int fd, final int association) throws SctpException {
        final ByteBuffer memory = Memory.allocate(Abi.AssocStats.SIZE);
        memory.putInt(Abi.AssocStats.ASSOC_ID, association);
        check(OptionCalls.get(fd, Abi.Option.GET_ASSOC_STATS, memory), "statistics", association);
        return StatusCodecs.statistics(memory);
    }

    /**
     * Returns all paths to the peer. A potentially failed path that Linux hides (SCTP_EXPOSE_POTENTIALLY_FAILED_STATE)
     * is {@link PathState#UNKNOWN}, with all other fields 0. A path that is removed meanwhile is left out.
     */
    static List<PathStatus> paths(final int fd, final int association) throws SctpException {
        final SctpAddress peer = peerAddresses(fd, association);
        final List<PathStatus> paths = new ArrayList<>();
        for (final InetAddress address : peer.addresses()) {
            final InetSocketAddress path = new InetSocketAddress(address, peer.port());
            final ByteBuffer memory = Memory.allocate(Abi.Paddrinfo.SIZE);
            memory.putInt(Abi.Paddrinfo.ASSOC_ID, association);
            SocketAddresses.write(memory, Abi.Paddrinfo.ADDRESS, path);
            final int result = OptionCalls.get(fd, Abi.Option.GET_PEER_ADDR_INFO, memory);
            if (result == -Errno.EACCES.number()) {
                paths.add(new PathStatus(path, PathState.UNKNOWN, 0, Duration.ZERO, Duration.ZERO, 0));
            } else if (result != -Errno.EINVAL.number()) {
                check(result, "path " + path, association);
                paths.add(StatusCodecs.path(memory, 0));
            }
        }
        return List.copyOf(paths);
    }

    /** All of the peer's addresses; id 0 stands for the association of a one-to-one socket. */
    static SctpAddress peerAddresses(final int fd, final int association) throws SctpException {
        final String operation = "peer addresses" + of(association);
        final SctpAddress peer = addresses(fd, Abi.Option.GET_PEER_ADDRS, association, operation);
        if (peer == null) {
            throw noAssociation(operation, Errno.ENOTCONN.number(), association);
        }
        return peer;
    }

    /**
     * Returns the local addresses of an association or, with id 0, of the endpoint. For an endpoint bound to the
     * wildcard address those are all of the machine's.
     *
     * @return null if the endpoint is not bound
     */
    static SctpAddress localAddresses(final int fd, final int association) throws SctpException {
        final String operation = association == 0 ? "local addresses" : "local addresses of association " + association;
        return addresses(fd, Abi.Option.GET_LOCAL_ADDRS, association, operation);
    }

    private static SctpAddress addresses(final int fd, final int option, final int association, final String operation)
            throws SctpException {
        int result = -Errno.ENOMEM.number();
        for (int size = INITIAL_ADDRESS_BYTES; size <= MAX_LIST_BYTES; size *= 2) {
            final ByteBuffer memory = Memory.allocate(size);
            memory.putInt(Abi.Getaddrs.ASSOC_ID, association);
            result = OptionCalls.get(fd, option, memory);
            if (result >= 0) {
                return StatusCodecs.addresses(memory);
            }
            if (result != -Errno.ENOMEM.number()) {
                break;
            }
        }
        throw failure(operation, -result, association);
    }

    /** Returns the number of associations of a one-to-many socket. */
    static int associationCount(final int fd) throws SctpException {
        final ByteBuffer memory = Memory.allocate(Integer.BYTES);
        final int result = OptionCalls.get(fd, Abi.Option.GET_ASSOC_NUMBER, memory);
        if (result < 0) {
            throw SctpException.of("number of associations", -result, null, null);
        }
        return memory.getInt(0);
    }

    /** The ids of a one-to-many socket's associations. */
    static int[] associationIds(final int fd) throws SctpException {
        int result = -Errno.EINVAL.number();
        int room = associationCount(fd) + SPARE_IDS;
        for (; room <= MAX_LIST_BYTES / Integer.BYTES; room *= 2) {
            final ByteBuffer memory = Memory.allocate(Abi.AssocIds.ASSOC_ID + room * Integer.BYTES);
            result = OptionCalls.get(fd, Abi.Option.GET_ASSOC_ID_LIST, memory);
            if (result >= 0) {
                final int[] ids = new int[memory.getInt(Abi.AssocIds.NUMBER_OF_IDS)];
                memory.position(Abi.AssocIds.ASSOC_ID);
                memory.asIntBuffer().get(ids);
                return ids;
            }
            if (result != -Errno.EINVAL.number()) { // the error for a buffer that is too small
                break;
            }
        }
        throw SctpException.of("ids of associations", -result, null, null);
    }

    /** Requests a reset of streams; none for all. */
    static void resetStreams(final int fd, final int association, final ResetDirection direction, final int... streams)
            throws SctpException {
        Range.check("number of streams", streams.length, 0, Range.MAX_U16);
        final ByteBuffer memory = Memory.allocate(Abi.ResetStreams.STREAM_LIST + streams.length * Short.BYTES);
        memory.putInt(Abi.ResetStreams.ASSOC_ID, association);
        memory.putShort(Abi.ResetStreams.FLAGS, (short) bits(direction));
        memory.putShort(Abi.ResetStreams.NUMBER_STREAMS, (short) streams.length);
        int offset = Abi.ResetStreams.STREAM_LIST;
        for (final int stream : streams) {
            memory.putShort(offset, Range.u16("stream", stream));
            offset += Short.BYTES;
        }
        reconfigure(fd, Abi.Option.RESET_STREAMS, memory, "reset streams of association " + association, association);
    }

    private static int bits(final ResetDirection direction) {
        return switch (direction) {
            case INCOMING -> Abi.StreamResetDirection.INCOMING;
            case OUTGOING -> Abi.StreamResetDirection.OUTGOING;
            case BOTH -> Abi.StreamResetDirection.INCOMING | Abi.StreamResetDirection.OUTGOING;
        };
    }

    /** Requests a reset of the association. */
    static void resetAssociation(final int fd, final int association) throws SctpException {
        final ByteBuffer memory = Memory.allocate(Integer.BYTES).putInt(0, association);
        reconfigure(fd, Abi.Option.RESET_ASSOC, memory, "reset association " + association, association);
    }

    /** Requests additional streams. */
    static void addStreams(final int fd, final int association, final int inbound, final int outbound)
            throws SctpException {
        final ByteBuffer memory = Memory.allocate(Abi.AddStreams.SIZE);
        memory.putInt(Abi.AddStreams.ASSOC_ID, association);
        memory.putShort(Abi.AddStreams.INSTRMS, Range.u16("inbound streams to add", inbound));
        memory.putShort(Abi.AddStreams.OUTSTRMS, Range.u16("outbound streams to add", outbound));
        reconfigure(fd, Abi.Option.ADD_STREAMS, memory, "add streams to association " + association, association);
    }

    private static void reconfigure(
            final int fd, final int option, final ByteBuffer memory, final String operation, final int association)
            throws SctpException {
        final int errno = -OptionCalls.set(fd, option, memory);
        if (errno == 0) {
            return;
        }
        final Errno known = Errno.of(errno);
        final String advice = known == null
                ? null
                : switch (known) {
                    case ENOPROTOOPT -> RECONFIGURATION;
                    case EAGAIN -> "messages still wait to be sent or acknowledged";
                    case EINPROGRESS -> "an earlier request has not been answered yet";
                    case EINVAL -> "there may be no association " + association + ", or not these streams";
                    default -> null;
                };
        throw SctpException.of(operation, errno, null, null, advice);
    }

    /** Switches an event on or off, for current and future associations. */
    static void subscribe(final int fd, final NotificationType type, final boolean on) throws SctpException {
        final ByteBuffer memory = event(type, Abi.AssociationSelector.ALL_ASSOC);
        memory.put(Abi.Event.ON, (byte) (on ? 1 : 0));
        final int result = OptionCalls.set(fd, Abi.Option.EVENT, memory);
        if (result < 0) {
            throw SctpException.of((on ? "subscribe to " : "unsubscribe from ") + type, -result, null, null);
        }
    }

    /** Whether an event is on, for future associations or for the association of a one-to-one socket. */
    static boolean isSubscribed(final int fd, final NotificationType type) throws SctpException {
        final ByteBuffer memory = event(type, Abi.AssociationSelector.FUTURE_ASSOC);
        final int result = OptionCalls.get(fd, Abi.Option.EVENT, memory);
        if (result < 0) {
            throw SctpException.of("subscription to " + type, -result, null, null);
        }
        return memory.get(Abi.Event.ON) != 0;
    }

    private static ByteBuffer event(final NotificationType type, final int association) {
        final ByteBuffer memory = Memory.allocate(Abi.Event.SIZE);
        memory.putInt(Abi.Event.ASSOC_ID, association);
        memory.putShort(Abi.Event.TYPE, (short) KernelCodes.NOTIFICATION_TYPES.number(type));
        return memory;
    }

    private static void check(final int result, final String what, final int association) throws SctpException {
        if (result < 0) {
            throw failure(what + of(association), -result, association);
        }
    }

    private static String of(final int association) {
        return association == 0 ? "" : " of association " + association;
    }

    private static SctpException failure(final String operation, final int errno, final int association) {
        return errno == Errno.EINVAL.number()
                ? noAssociation(operation, errno, association)
                : SctpException.of(operation, errno, null, null);
    }

    /** There is no such association, or it has ended. */
    static SctpException noAssociation(final String operation, final int errno, final int association) {
        return new SctpException.NotConnected(
                operation,
                errno,
                null,
                null,
                "there is no association " + (association == 0 ? "" : association + " ") + "on this channel");
    }
}

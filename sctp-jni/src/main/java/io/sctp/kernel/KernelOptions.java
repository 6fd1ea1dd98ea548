package io.sctp.kernel;

import static java.util.Map.entry;

import io.sctp.Errno;
import io.sctp.OptionTarget;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.jni.Abi;
import io.sctp.spi.OptionTargets;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

/**
 * The options of {@link SctpOptions} on a kernel socket: for each its number, and the codec of its value. Stateless;
 * options are cold, so every call has memory of its own.
 *
 * <p>What does not fit the option (a value out of range, a target it does not have, reading what can only be set) is an
 * {@link IllegalArgumentException} before the kernel is asked. On a connected one-to-one socket Linux ignores the
 * association id: the endpoint's options are then those of its association.
 */
final class KernelOptions {
    private static final Map<SctpOption<?>, KernelOption<?>> TABLE = Map.ofEntries(
            option(SctpOptions.RTOINFO, Abi.Option.RTOINFO, AssociationCodecs.rtoInfo()),
            option(SctpOptions.ASSOCINFO, Abi.Option.ASSOCINFO, AssociationCodecs.associationParameters()),
            option(SctpOptions.INITMSG, Abi.Option.INITMSG, AssociationCodecs.initParameters()),
            option(SctpOptions.NODELAY, Abi.Option.NODELAY, NumberCodecs.endpointFlag()),
            option(SctpOptions.AUTOCLOSE, Abi.Option.AUTOCLOSE, NumberCodecs.endpointSeconds("idle time")),
            option(
                    SctpOptions.SET_PEER_PRIMARY_ADDR,
                    Abi.Option.SET_PEER_PRIMARY_ADDR,
                    PathCodecs.peerPrimaryAddress()),
            option(SctpOptions.PRIMARY_ADDR, Abi.Option.PRIMARY_ADDR, PathCodecs.primaryAddress()),
            option(SctpOptions.ADAPTATION_LAYER, Abi.Option.ADAPTATION_LAYER, AssociationCodecs.adaptationLayer()),
            option(SctpOptions.DISABLE_FRAGMENTS, Abi.Option.DISABLE_FRAGMENTS, NumberCodecs.endpointFlag()),
            option(SctpOptions.PEER_ADDR_PARAMS, Abi.Option.PEER_ADDR_PARAMS, PathCodecs.parameters()),
            option(
                    SctpOptions.DEFAULT_SEND_PARAM,
                    Abi.Option.DEFAULT_SEND_PARAM,
                    AssociationCodecs.defaultSendParameters()),
            option(SctpOptions.EVENTS, Abi.Option.EVENTS, AssociationCodecs.events()),
            option(SctpOptions.I_WANT_MAPPED_V4_ADDR, Abi.Option.I_WANT_MAPPED_V4_ADDR, NumberCodecs.endpointFlag()),
            option(SctpOptions.MAXSEG, Abi.Option.MAXSEG, NumberCodecs.number("maximum chunk", 0, Range.MAX_U16)),
            option(SctpOptions.DELAYED_SACK, Abi.Option.DELAYED_ACK_TIME, AssociationCodecs.delayedSack()),
            option(
                    SctpOptions.CONTEXT,
                    Abi.Option.CONTEXT,
                    NumberCodecs.number("context", Integer.MIN_VALUE, Integer.MAX_VALUE)),
            option(
                    SctpOptions.FRAGMENT_INTERLEAVE,
                    Abi.Option.FRAGMENT_INTERLEAVE,
                    NumberCodecs.endpointNumber("interleave level", 0, 2)),
            option(
                    SctpOptions.PARTIAL_DELIVERY_POINT,
                    Abi.Option.PARTIAL_DELIVERY_POINT,
                    NumberCodecs.endpointNumber("partial delivery point", 0, Integer.MAX_VALUE)),
            option(
                    SctpOptions.MAX_BURST,
                    Abi.Option.MAX_BURST,
                    NumberCodecs.number("maximum burst", 0, Integer.MAX_VALUE)),
            option(SctpOptions.AUTH_CHUNK, Abi.Option.AUTH_CHUNK, AuthCodecs.chunk()),
            option(SctpOptions.HMAC_IDENT, Abi.Option.HMAC_IDENT, AuthCodecs.hmacs()),
            option(SctpOptions.AUTH_KEY, Abi.Option.AUTH_KEY, AuthCodecs.key()),
            option(SctpOptions.AUTH_ACTIVE_KEY, Abi.Option.AUTH_ACTIVE_KEY, AuthCodecs.keyNumber()),
            option(SctpOptions.AUTH_DELETE_KEY, Abi.Option.AUTH_DELETE_KEY, AuthCodecs.keyNumber()),
            option(SctpOptions.AUTH_DEACTIVATE_KEY, Abi.Option.AUTH_DEACTIVATE_KEY, AuthCodecs.keyNumber()),
            option(SctpOptions.PEER_AUTH_CHUNKS, Abi.Option.PEER_AUTH_CHUNKS, AuthCodecs.chunks()),
            option(SctpOptions.LOCAL_AUTH_CHUNKS, Abi.Option.LOCAL_AUTH_CHUNKS, AuthCodecs.chunks()),
            option(SctpOptions.AUTO_ASCONF, Abi.Option.AUTO_ASCONF, NumberCodecs.endpointFlag()),
            option(SctpOptions.PEER_ADDR_THLDS, Abi.Option.PEER_ADDR_THLDS, PathCodecs.thresholds()),
            option(SctpOptions.PEER_ADDR_THLDS_V2, Abi.Option.PEER_ADDR_THLDS_V2, PathCodecs.thresholdsV2()),
            option(SctpOptions.RECVRCVINFO, Abi.Option.RECVRCVINFO, NumberCodecs.endpointFlag()),
            option(SctpOptions.RECVNXTINFO, Abi.Option.RECVNXTINFO, NumberCodecs.endpointFlag()),
            option(SctpOptions.DEFAULT_SNDINFO, Abi.Option.DEFAULT_SNDINFO, AssociationCodecs.defaultSendInfo()),
            option(SctpOptions.REUSE_PORT, Abi.Option.REUSE_PORT, NumberCodecs.endpointFlag()),
            option(SctpOptions.PR_SUPPORTED, Abi.Option.PR_SUPPORTED, NumberCodecs.flag()),
            option(SctpOptions.DEFAULT_PRINFO, Abi.Option.DEFAULT_PRINFO, AssociationCodecs.prInfo()),
            option(SctpOptions.PR_ASSOC_STATUS, Abi.Option.PR_ASSOC_STATUS, AssociationCodecs.prAssociationStatus()),
            option(SctpOptions.PR_STREAM_STATUS, Abi.Option.PR_STREAM_STATUS, AssociationCodecs.prStreamStatus()),
            option(SctpOptions.RECONFIG_SUPPORTED, Abi.Option.RECONFIG_SUPPORTED, NumberCodecs.flag()),
            option(SctpOptions.ENABLE_STREAM_RESET, Abi.Option.ENABLE_STREAM_RESET, NumberCodecs.resetPermissions()),
            option(SctpOptions.STREAM_SCHEDULER, Abi.Option.STREAM_SCHEDULER, NumberCodecs.scheduler()),
            option(
                    SctpOptions.STREAM_SCHEDULER_VALUE,
                    Abi.Option.STREAM_SCHEDULER_VALUE,
                    AssociationCodecs.streamSchedulerValue()),
            option(SctpOptions.INTERLEAVING_SUPPORTED, Abi.Option.INTERLEAVING_SUPPORTED, NumberCodecs.flag()),
            option(SctpOptions.ASCONF_SUPPORTED, Abi.Option.ASCONF_SUPPORTED, NumberCodecs.flag()),
            option(SctpOptions.AUTH_SUPPORTED, Abi.Option.AUTH_SUPPORTED, NumberCodecs.flag()),
            option(SctpOptions.ECN_SUPPORTED, Abi.Option.ECN_SUPPORTED, NumberCodecs.flag()),
            option(
                    SctpOptions.EXPOSE_POTENTIALLY_FAILED_STATE,
                    Abi.Option.EXPOSE_POTENTIALLY_FAILED_STATE,
                    NumberCodecs.exposePotentiallyFailed()),
            option(SctpOptions.REMOTE_UDP_ENCAPS_PORT, Abi.Option.REMOTE_UDP_ENCAPS_PORT, PathCodecs.udpPort()),
            option(SctpOptions.PLPMTUD_PROBE_INTERVAL, Abi.Option.PLPMTUD_PROBE_INTERVAL, PathCodecs.probeInterval()));

    private KernelOptions() {}

    /**
     * The value of an option.
     *
     * @throws IllegalArgumentException if the option cannot be read, or not for this target
     * @throws SctpException.Unsupported if this kernel or this kind of socket does not have it
     */
    static <T> T get(final int fd, final SctpOption<T> option, final OptionTarget target) throws SctpException {
        OptionTargets.checkReadable(option, target);
        final KernelOption<T> kernelOption = of(option);
        final OptionCodec<T> codec = kernelOption.codec();
        final ByteBuffer memory = Memory.allocate(codec.capacity());
        codec.writeQuery(memory, target);
        final int result = OptionCalls.get(fd, kernelOption.number(), memory);
        if (result < 0) {
            throw OptionFailure.of("get", option, null, target, -result);
        }
        return codec.read(memory, result);
    }

    /**
     * Sets an option.
     *
     * @throws IllegalArgumentException if the option cannot be set, or not for this target, or not to this value
     * @throws SctpException.Unsupported if this kernel or this kind of socket does not have it
     * @throws SctpException.PermissionDenied if a feature that it needs is switched off; the message says where
     * @throws SctpException if it was negotiated with the association that the socket has (EISCONN)
     */
    static <T> void set(final int fd, final SctpOption<T> option, final T value, final OptionTarget target)
            throws SctpException {
        OptionTargets.checkWritable(option, value, target);
        Range.present(option.name(), value);
        final KernelOption<T> kernelOption = of(option);
        final OptionCodec<T> codec = kernelOption.codec();
        final ByteBuffer memory = Memory.allocate(codec.size(value));
        try {
            int result = codec.keepsTheRest() ? OptionCalls.get(fd, kernelOption.number(), memory) : 0;
            if (result >= 0) {
                codec.layout().writeTarget(memory, target);
                codec.write(memory, value);
                result = OptionCalls.set(fd, kernelOption.number(), memory);
            }
            if (result < 0) {
                throw OptionFailure.of("set", option, value, target, -result);
            }
            checkNotIgnored(fd, option, value, target);
        } finally {
            if (codec.secret()) {
                Memory.wipe(memory);
            }
        }
    }

    /**
     * What was negotiated when an association began stays as it is: on a one-to-one socket that has one, Linux would
     * take the new value for the endpoint, of which nothing can come any more, and report success.
     */
    private static <T> void checkNotIgnored(
            final int fd, final SctpOption<T> option, final T value, final OptionTarget target) throws SctpException {
        if (OptionTargets.isNegotiated(option) && !value.equals(get(fd, option, target))) {
            throw SctpException.of(
                    "set " + option,
                    Errno.EISCONN.number(),
                    null,
                    null,
                    "it is negotiated when the association begins: set it before");
        }
    }

    /** The value of one of {@link #standardOptions()}; see {@link StandardOptions#get}. */
    static <T> T get(final int fd, final SocketOption<T> option) throws SctpException {
        return StandardOptions.get(fd, option);
    }

    /** Sets one of {@link #standardOptions()}; see {@link StandardOptions#set}. */
    static <T> void set(final int fd, final SocketOption<T> option, final T value) throws SctpException {
        StandardOptions.set(fd, option, value);
    }

    /** The options of {@link java.net.StandardSocketOptions} that SCTP sockets have. */
    static Set<SocketOption<?>> standardOptions() {
        return StandardOptions.ALL;
    }

    /** The error number that waits on a socket, which the kernel then forgets; 0 for none. */
    static int takeError(final int fd) throws SctpException {
        return StandardOptions.takeError(fd);
    }

    /** The kernel's number for an option. */
    static int number(final SctpOption<?> option) {
        return of(option).number();
    }

    /** How the value of an option lies in memory. */
    static <T> OptionCodec<T> codec(final SctpOption<T> option) {
        return of(option).codec();
    }

    @SuppressWarnings("unchecked") // The table's only way in, option(...), ties both types together.
    private static <T> KernelOption<T> of(final SctpOption<T> option) {
        final KernelOption<?> found = TABLE.get(option);
        if (found == null) {
            throw new AssertionError(option + " is missing from the table");
        }
        return (KernelOption<T>) found;
    }

    private static <T> Map.Entry<SctpOption<?>, KernelOption<?>> option(
            final SctpOption<T> option, final int number, final OptionCodec<T> codec) {
        return entry(option, new KernelOption<>(number, codec));
    }

    private record KernelOption<T>(int number, OptionCodec<T> codec) {}
}

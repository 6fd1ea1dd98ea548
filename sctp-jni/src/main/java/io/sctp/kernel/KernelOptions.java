package io.sctp.kernel;

import static java.util.Map.entry;

import io.sctp.Errno;
import io.sctp.OptionTarget;
import io.sctp.PrPolicy;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.natives.Abi;
import io.sctp.option.PathParameters;
import io.sctp.option.PrInfo;
import io.sctp.spi.OptionCatalog;
import io.sctp.spi.OptionEntry;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The options of {@link SctpOptions} on a kernel socket: the number of each, and the codec of its value. Stateless.
 * Options are rarely used, so every call allocates its memory.
 *
 * <p>The {@link OptionCatalog} has checked values and targets before. This class detects values that Linux would accept
 * but not apply. On a connected one-to-one socket Linux ignores the association id: the endpoint's options are then
 * those of its association.
 */
final class KernelOptions {
    private static final Map<SctpOption<?>, KernelOption<?>> TABLE = Map.ofEntries(
            option(SctpOptions.RTOINFO, Abi.Option.RTOINFO, AssociationCodecs.rtoInfo()),
            option(SctpOptions.ASSOCINFO, Abi.Option.ASSOCINFO, AssociationCodecs.associationParameters()),
            option(SctpOptions.INITMSG, Abi.Option.INITMSG, AssociationCodecs.initParameters()),
            option(SctpOptions.NODELAY, Abi.Option.NODELAY, NumberCodecs.endpointFlag()),
            option(SctpOptions.AUTOCLOSE, Abi.Option.AUTOCLOSE, NumberCodecs.endpointSeconds()),
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
            option(SctpOptions.MAXSEG, Abi.Option.MAXSEG, NumberCodecs.number()),
            option(SctpOptions.DELAYED_SACK, Abi.Option.DELAYED_ACK_TIME, AssociationCodecs.delayedSack()),
            option(SctpOptions.CONTEXT, Abi.Option.CONTEXT, NumberCodecs.number()),
            option(SctpOptions.FRAGMENT_INTERLEAVE, Abi.Option.FRAGMENT_INTERLEAVE, NumberCodecs.endpointNumber()),
            option(
                    SctpOptions.PARTIAL_DELIVERY_POINT,
                    Abi.Option.PARTIAL_DELIVERY_POINT,
                    NumberCodecs.endpointNumber()),
            option(SctpOptions.MAX_BURST, Abi.Option.MAX_BURST, NumberCodecs.number()),
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
     * @throws SctpException.Unsupported if this kernel or this kind of socket does not have it
     */
    static <T> T get(final int fd, final SctpOption<T> option, final OptionTarget target) throws SctpException {
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
     * @throws IllegalArgumentException if the value contradicts the current state
     * @throws SctpException.Unsupported if this kernel or this kind of socket does not have it
     * @throws SctpException.PermissionDenied if a required feature is switched off; the message says where
     * @throws SctpException if the option is negotiated and the socket already has an association (EISCONN)
     */
    static <T> void set(final int fd, final SctpOption<T> option, final T value, final OptionTarget target)
            throws SctpException {
        final OptionEntry<T> entry = OptionCatalog.of(option);
        if (entry.dependsOnCurrent()) {
            entry.merge(get(fd, (SctpOption<T>) entry.base(), target), value);
        }
        final PrInfo reliability = option.equals(SctpOptions.DEFAULT_SNDINFO) ? reliability(fd, target) : null;
        write(fd, option, value, target);
        if (reliability != null) {
            write(fd, SctpOptions.DEFAULT_PRINFO, reliability, target);
        }
        if (entry.isVerified()) {
            checkNotIgnored(fd, option, value, target);
        }
    }

    private static <T> void write(final int fd, final SctpOption<T> option, final T value, final OptionTarget target)
            throws SctpException {
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
        } finally {
            if (codec.secret()) {
                Memory.wipe(memory);
            }
        }
    }

    /**
     * Returns the policy that DEFAULT_SNDINFO would overwrite, since Linux stores it in the send flags; null for none.
     */
    private static PrInfo reliability(final int fd, final OptionTarget target) throws SctpException {
        if (target.association() == OptionTarget.CURRENT || target.association() == OptionTarget.ALL) {
            return null; // it can differ between associations
        }
        final PrInfo now = get(fd, SctpOptions.DEFAULT_PRINFO, target);
        return now.policy() == PrPolicy.RELIABLE ? null : now;
    }

    /** Linux accepts some values without applying them, or applies others. Reading the option back shows that. */
    private static <T> void checkNotIgnored(
            final int fd, final SctpOption<T> option, final T value, final OptionTarget target) throws SctpException {
        if (value instanceof PathParameters wanted) {
            if (wanted.ipv6FlowLabel() != null
                    && get(fd, SctpOptions.PEER_ADDR_PARAMS, target).ipv6FlowLabel() == null) {
                throw new IllegalArgumentException(option + " cannot have a flow label on an IPv4 path");
            }
            return;
        }
        final T got = get(fd, option, target);
        if (!value.equals(got)) {
            final boolean isNegotiated = OptionCatalog.of(option).isNegotiated();
            throw SctpException.of(
                    "set " + option,
                    isNegotiated ? Errno.EISCONN.number() : Errno.EINVAL.number(),
                    null,
                    null,
                    isNegotiated
                            ? OptionCatalog.tooLate(option)
                            : "the system takes at most " + got
                                    + ", which is set now: see sysctl net.sctp.max_autoclose");
        }
    }

    /** The value of an option of all sockets; see {@link StandardOptions#get}. */
    static <T> T get(final int fd, final SocketOption<T> option) throws SctpException {
        return StandardOptions.get(fd, option);
    }

    /** Sets an option of all sockets; see {@link StandardOptions#set}. */
    static <T> void set(final int fd, final SocketOption<T> option, final T value) throws SctpException {
        StandardOptions.set(fd, option, value);
    }

    /** Returns and clears the pending error number of a socket; 0 for none. */
    static int takeError(final int fd) throws SctpException {
        return StandardOptions.takeError(fd);
    }

    /** Returns the kernel's number for an option. */
    static int number(final SctpOption<?> option) {
        return of(option).number();
    }

    /** Returns the memory layout of an option's value. */
    static <T> OptionCodec<T> codec(final SctpOption<T> option) {
        return of(option).codec();
    }

    @SuppressWarnings("unchecked") // option(...), the only way to add to the table, links the two types.
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

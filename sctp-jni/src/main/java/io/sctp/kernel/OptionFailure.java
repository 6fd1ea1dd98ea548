package io.sctp.kernel;

import static java.util.Map.entry;

import io.sctp.Errno;
import io.sctp.OptionTarget;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.SctpOption.Scope;
import io.sctp.SctpOptions;
import io.sctp.option.StreamScheduler;
import java.util.Map;

/** Creates the exceptions for refused options, with the reason and what to do. */
final class OptionFailure {
    private static final String ONE_TO_MANY_ONLY = "only one-to-many channels have this option";
    private static final String ONE_TO_ONE_ONLY = "only one-to-one channels have this option";
    private static final String AUTHENTICATION =
            "chunk authentication is off: set SCTP_AUTH_SUPPORTED before the association begins (or sysctl"
                    + " net.sctp.auth_enable=1), on both ends";
    private static final String DYNAMIC_ADDRESSES =
            "address changes are off on one of the ends: set SCTP_AUTH_SUPPORTED and SCTP_ASCONF_SUPPORTED before "
                    + "the association begins (or sysctl net.sctp.auth_enable=1 and net.sctp.addip_enable=1), on "
                    + "both ends";

    /** The meaning of EACCES and EPERM. */
    private static final Map<SctpOption<?>, String> SWITCHED_OFF = Map.ofEntries(
            entry(SctpOptions.AUTH_CHUNK, AUTHENTICATION),
            entry(SctpOptions.HMAC_IDENT, AUTHENTICATION),
            entry(SctpOptions.AUTH_KEY, AUTHENTICATION),
            entry(SctpOptions.AUTH_ACTIVE_KEY, AUTHENTICATION),
            entry(SctpOptions.AUTH_DELETE_KEY, AUTHENTICATION),
            entry(SctpOptions.AUTH_DEACTIVATE_KEY, AUTHENTICATION),
            entry(SctpOptions.PEER_AUTH_CHUNKS, AUTHENTICATION),
            entry(SctpOptions.LOCAL_AUTH_CHUNKS, AUTHENTICATION),
            entry(SctpOptions.ASCONF_SUPPORTED, AUTHENTICATION),
            entry(SctpOptions.AUTO_ASCONF, DYNAMIC_ADDRESSES),
            entry(SctpOptions.SET_PEER_PRIMARY_ADDR, DYNAMIC_ADDRESSES),
            entry(
                    SctpOptions.INTERLEAVING_SUPPORTED,
                    "it needs sysctl net.sctp.intl_enable=1, and SCTP_FRAGMENT_INTERLEAVE above 0 on this channel"));

    /** The meaning of EINVAL, apart from an association that does not exist. */
    private static final Map<SctpOption<?>, String> REFUSED = Map.ofEntries(
            entry(SctpOptions.AUTO_ASCONF, "the endpoint must be bound to the wildcard first"),
            entry(SctpOptions.PARTIAL_DELIVERY_POINT, "it must be at most SO_RCVBUF as that reads back"),
            entry(SctpOptions.PRIMARY_ADDR, "the address must be one of the peer's"),
            entry(
                    SctpOptions.ASSOCINFO,
                    "maxRetransmissions may be at most the sum of those of all paths (SCTP_PEER_ADDR_PARAMS)"),
            entry(SctpOptions.AUTH_ACTIVE_KEY, "there must be a key of this number, and not a deactivated one"),
            entry(SctpOptions.AUTH_DELETE_KEY, "there must be a key of this number, and not the active one"),
            entry(SctpOptions.AUTH_DEACTIVATE_KEY, "there must be a key of this number, and not the active one"));

    private OptionFailure() {}

    /**
     * Returns the exception for an error number.
     *
     * @param verb {@code get} or {@code set}
     * @param value the value to be set, or null
     */
    static SctpException of(
            final String verb,
            final SctpOption<?> option,
            final Object value,
            final OptionTarget target,
            final int errno) {
        final String operation = verb + " " + option + (isOne(target) ? " of association " + target.association() : "");
        final String scheduler = errno == Errno.EINVAL.number() ? missingScheduler(value) : null;
        if (scheduler != null) {
            return new SctpException.Unsupported(operation, errno, null, null, scheduler);
        }
        final boolean reading = verb.equals("get");
        return SctpException.of(
                operation, alike(option, errno), null, target.address(), advice(reading, option, target, errno));
    }

    /** For what other options answer with EINVAL, SCTP_PEER_ADDR_THLDS has ENOENT and SCTP_REUSE_PORT EFAULT. */
    private static int alike(final SctpOption<?> option, final int errno) {
        final boolean isInvalid = errno == Errno.ENOENT.number()
                || (errno == Errno.EFAULT.number() && option.equals(SctpOptions.REUSE_PORT));
        return isInvalid ? Errno.EINVAL.number() : errno;
    }

    private static String missingScheduler(final Object value) {
        if (value == StreamScheduler.ROUND_ROBIN_PACKET) {
            return "Linux does not have the scheduler " + value;
        }
        return value == StreamScheduler.FAIR_CAPACITY || value == StreamScheduler.WEIGHTED_FAIR_QUEUEING
                ? "this kernel may lack " + value + ", which is in Linux 6.4 and later"
                : null;
    }

    private static String advice(
            final boolean reading, final SctpOption<?> option, final OptionTarget target, final int errno) {
        final Errno known = Errno.of(errno);
        if (known == null) {
            return null;
        }
        return switch (known) {
            case ENOPROTOOPT, EOPNOTSUPP -> unsupported(option);
            case EACCES, EPERM -> SWITCHED_OFF.get(option);
            case EINVAL, ENOENT -> join(missing(reading, option, target), reading ? null : REFUSED.get(option));
            case EFAULT -> option.equals(SctpOptions.REUSE_PORT) ? "it must be set before binding" : null;
            default -> null;
        };
    }

    private static String unsupported(final SctpOption<?> option) {
        if (option.equals(SctpOptions.AUTOCLOSE)) {
            return ONE_TO_MANY_ONLY;
        }
        return option.equals(SctpOptions.REUSE_PORT) ? ONE_TO_ONE_ONLY : "this kernel does not have " + option;
    }

    /** Names the targets that may not exist. */
    private static String missing(final boolean reading, final SctpOption<?> option, final OptionTarget target) {
        if (target.address() != null) {
            return "there may be no path to this address";
        } else if (option.scope() == Scope.STREAM) {
            return "there may be no association " + target.association() + ", or it has no outbound stream "
                    + target.stream();
        } else if (isOne(target)) {
            return "there may be no association " + target.association() + " on this channel";
        }
        return reading ? "there is no association whose value could be read" : null;
    }

    private static String join(final String one, final String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one + ", or: " + other;
    }

    private static boolean isOne(final OptionTarget target) {
        return target.association() > OptionTarget.ALL;
    }
}

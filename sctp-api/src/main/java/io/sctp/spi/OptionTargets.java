package io.sctp.spi;

import io.sctp.OptionTarget;
import io.sctp.SctpOption;
import io.sctp.SctpOption.Access;
import io.sctp.SctpOption.Scope;
import io.sctp.SctpOptions;
import io.sctp.option.PathParameters;
import java.net.Inet4Address;
import java.util.Set;

/** For providers: checks that an option can be read or set for a target, before the operation starts. */
public final class OptionTargets {
    private static final int MAX_STREAM = 0xFFFF;

    private static final Set<SctpOption<?>> OF_ASSOCIATIONS_ONLY = Set.of(
            SctpOptions.PRIMARY_ADDR,
            SctpOptions.SET_PEER_PRIMARY_ADDR,
            SctpOptions.PEER_AUTH_CHUNKS,
            SctpOptions.PR_ASSOC_STATUS);

    private OptionTargets() {}

    /** Whether an endpoint has no value of the option that future associations could take over. */
    static boolean isOfAssociationsOnly(final SctpOption<?> option) {
        return OF_ASSOCIATIONS_ONLY.contains(option);
    }

    /** Returns what a target means on a one-to-one channel, where existing and future associations are the same. */
    static OptionTarget ofOneToOne(final OptionTarget target) {
        final boolean isSeveral =
                target.association() == OptionTarget.CURRENT || target.association() == OptionTarget.ALL;
        return isSeveral ? new OptionTarget(OptionTarget.FUTURE, target.address(), target.stream()) : target;
    }

    /**
     * Whether the option is negotiated when an association is set up. For an existing association it can then only be
     * read: Linux would apply a new value to the endpoint and report success.
     */
    public static boolean isNegotiated(final SctpOption<?> option) {
        return OptionCatalog.of(option).isNegotiated();
    }

    /**
     * Checks a read.
     *
     * @throws IllegalArgumentException if the option is write-only, or does not apply to such a target
     */
    public static void checkReadable(final SctpOption<?> option, final OptionTarget target) {
        refuse(option.access() == Access.WRITE, option, "can be set, but not read");
        checkScope(option, target);
        refuse(
                target.association() == OptionTarget.CURRENT || target.association() == OptionTarget.ALL,
                option,
                "is read for one association or the endpoint, not for several associations");
    }

    /**
     * Checks a write.
     *
     * @throws IllegalArgumentException if the option is read-only, does not apply to such a target, or was negotiated
     */
    public static void checkWritable(final SctpOption<?> option, final Object value, final OptionTarget target) {
        refuse(option.access() == Access.READ, option, "can be read, but not set");
        checkScope(option, target);
        refuse(
                isNegotiated(option) && target.association() != OptionTarget.FUTURE,
                option,
                "is negotiated when an association begins: set it for the endpoint before");
        refuse(
                !OptionCatalog.of(option).isForSeveral()
                        && (target.association() == OptionTarget.CURRENT || target.association() == OptionTarget.ALL),
                option,
                "is set for one association or the endpoint, not for several associations");
        refuse(
                target.address() != null && target.address().getAddress() instanceof Inet4Address && isFlowLabel(value),
                option,
                "cannot have a flow label on an IPv4 path");
    }

    private static boolean isFlowLabel(final Object value) {
        return value instanceof PathParameters parameters && parameters.ipv6FlowLabel() != null;
    }

    private static void checkScope(final SctpOption<?> option, final OptionTarget target) {
        final Scope scope = option.scope();
        final int association = target.association();
        refuse(association < 0, option, "cannot have association id " + association);
        refuse(
                scope == Scope.ENDPOINT && association != OptionTarget.FUTURE,
                option,
                "belongs to the endpoint, not to an association (id " + association + ")");
        refuse(
                scope == Scope.STREAM && (association == OptionTarget.FUTURE || association == OptionTarget.ALL),
                option,
                "belongs to a stream of an association: name both with OptionTarget.stream");
        refuse(
                scope != Scope.PATH && target.address() != null,
                option,
                "does not belong to a path (" + target.address() + ")");
        refuse(
                target.address() != null && target.address().isUnresolved(),
                option,
                "cannot have the path " + target.address() + ", which is not resolved");
        refuse(
                scope != Scope.STREAM && target.stream() != 0,
                option,
                "does not belong to a stream (" + target.stream() + ")");
        refuse(
                target.stream() < 0 || target.stream() > MAX_STREAM,
                option,
                "cannot have stream " + target.stream() + ", which is not between 0 and " + MAX_STREAM);
    }

    private static void refuse(final boolean wrong, final SctpOption<?> option, final String why) {
        if (wrong) {
            throw new IllegalArgumentException(option + " " + why);
        }
    }
}

package io.sctp.userspace.channel;

import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.spi.OptionCatalog;
import io.sctp.spi.OptionEntry;
import io.sctp.userspace.option.Options;
import java.net.SocketOption;
import java.util.Set;

/** Reads and sets options of an endpoint, and through it those of its associations. Guarded by the driver's lock. */
public final class EndpointOptions {
    private final UserspaceEndpoint<?> endpoint;
    private final Binding binding;

    EndpointOptions(final UserspaceEndpoint<?> endpoint, final Binding binding) {
        this.endpoint = endpoint;
        this.binding = binding;
    }

    <T> T read(final SocketOption<T> option, final ChannelAssociation association, final OptionTarget target)
            throws SctpException {
        return association == null
                ? requirePresent(option, target)
                : association.options().get(option, target);
    }

    private <T> T requirePresent(final SocketOption<T> option, final OptionTarget target) throws SctpException {
        requireNoPath("get " + option.name(), target);
        final T value = endpoint.settings().read(option);
        if (value == null) {
            throw endpoint.failure("get " + option.name(), Errno.ENOTCONN, null);
        }
        return value;
    }

    <T> void write(final SocketOption<T> option, final T value, final OptionTarget target) throws SctpException {
        Options.requireProbes(option, value, endpoint.stack().config().io());
        if (target.association() == OptionTarget.CURRENT || target.association() == OptionTarget.ALL) {
            for (final ChannelAssociation association : endpoint.ownAssociations()) {
                association.options().set(option, value, target);
            }
            if (target.association() == OptionTarget.CURRENT) {
                return;
            }
        }
        final ChannelAssociation association = endpoint.associationOf("set " + option.name(), target);
        if (association != null && !isOfEndpoint(option)) {
            association.options().set(option, value, target);
            return;
        }
        requireNoPath("set " + option.name(), target);
        if (option.equals(SctpOptions.PRIMARY_ADDR) || option.equals(SctpOptions.SET_PEER_PRIMARY_ADDR)) {
            // An endpoint has no such option.
            throw endpoint.failure("set " + option.name(), Errno.ENOTCONN, null);
        }
        if (option.equals(SctpOptions.AUTO_ASCONF) && value.equals(true)) {
            binding.requireFollowable(
                    "set " + option.name(), endpoint.stack().config().io());
        }
        if (option.equals(SctpOptions.REUSE_PORT)) {
            binding.requireNone("set " + option.name());
        }
        final Set<NotificationType> before = endpoint.settings().get(SctpOptions.EVENTS);
        endpoint.settings().change(option, value);
        if (option.equals(SctpOptions.EVENTS)) {
            tellOfSubscriptions(before, endpoint.settings().get(SctpOptions.EVENTS));
        }
        if (option.equals(SctpOptions.AUTO_ASCONF)) {
            endpoint.addresses().watch();
        }
        if (isOfEndpoint(option) && !isSettled(option)) {
            for (final ChannelAssociation each : endpoint.ownAssociations()) {
                each.options().set(option, value, target);
            }
        }
        endpoint.onSettingsChanged();
    }

    /** Has the same effect as {@code subscribe}. */
    private void tellOfSubscriptions(final Set<NotificationType> before, final Set<NotificationType> now) {
        for (final NotificationType type : NotificationType.values()) {
            if (before.contains(type) != now.contains(type)) {
                endpoint.onSubscription(type, now.contains(type));
            }
        }
    }

    /** An address without its association would be ignored, so it is refused. */
    private void requireNoPath(final String operation, final OptionTarget target) throws SctpException {
        if (target.address() != null) {
            throw SctpException.of(
                    operation,
                    Errno.EINVAL.number(),
                    endpoint.localAddressOrNull(),
                    target.address(),
                    "name the path's association too");
        }
    }

    /** Whether an option only applies to new associations. */
    private static boolean isSettled(final SocketOption<?> option) {
        return OptionCatalog.of(option).moment() == OptionEntry.Moment.BEFORE_ASSOCIATION;
    }

    /** An option of the endpoint as a whole applies to its associations at once. */
    private static boolean isOfEndpoint(final SocketOption<?> option) {
        return !(option instanceof SctpOption<?> sctp) || sctp.scope() == SctpOption.Scope.ENDPOINT;
    }
}

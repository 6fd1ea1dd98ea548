package io.sctp.userspace.channel;

import io.sctp.SctpException;
import io.sctp.SctpOptions;
import io.sctp.engine.AddressChange;
import java.net.InetAddress;
import java.util.List;

/**
 * Changes an endpoint's addresses, and has its associations follow (RFC 5061): when the program says so, or when the
 * machine's addresses change and SCTP_AUTO_ASCONF is set. Guarded by the driver's lock.
 */
public final class EndpointAddresses {
    private final UserspaceEndpoint<?> endpoint;
    private final Binding binding;

    /** Called when the machine's addresses have changed, while the endpoint follows them. */
    private final Runnable onMachineChange = this::followAll;

    EndpointAddresses(final UserspaceEndpoint<?> endpoint, final Binding binding) {
        this.endpoint = endpoint;
        this.binding = binding;
    }

    // ---- By the program

    void add(final String operation, final InetAddress... more) throws SctpException {
        requireChangeable(operation);
        final List<InetAddress> before = binding.addresses();
        binding.add(operation, more);
        begin(operation, before, AddressChange.ADD, more);
    }

    void remove(final String operation, final InetAddress... fewer) throws SctpException {
        requireChangeable(operation);
        final List<InetAddress> before = binding.addresses();
        binding.remove(operation, fewer);
        begin(operation, before, AddressChange.REMOVE, fewer);
    }

    private void requireChangeable(final String operation) throws SctpException {
        binding.requireSingleAddresses(operation);
        AddressChanges.require(operation, endpoint.associationsToChange());
    }

    /** Begins the change of all associations; if that fails at once, the endpoint has the addresses of before. */
    private void begin(
            final String operation,
            final List<InetAddress> before,
            final AddressChange change,
            final InetAddress... addresses)
            throws SctpException {
        try {
            if (endpoint.driver().isSocketOpen()) {
                binding.receiveAt(endpoint.driver());
            }
            AddressChanges.begin(operation, endpoint.associationsToChange(), change, addresses);
        } catch (final SctpException e) {
            binding.addresses(before);
            throw e;
        }
        endpoint.onSettingsChanged();
    }

    // ---- By the machine

    /** Whether associations have whatever addresses the machine has. */
    boolean followMachine() {
        return endpoint.settings().get(SctpOptions.AUTO_ASCONF) && binding.isWildcard();
    }

    /** Tells an association's peer of the machine's addresses, if that is wanted. */
    void follow(final ChannelAssociation association) {
        if (followMachine()) {
            AddressChanges.follow(
                    association, binding.usable(endpoint.stack().addresses().addresses()));
        }
    }

    /** Begins or ends to follow the machine's addresses, as the option says. */
    void watch() {
        if (followMachine()) {
            endpoint.stack().addresses().add(onMachineChange);
            endpoint.associationsToChange().forEach(this::follow);
        } else {
            unwatch();
        }
    }

    /** Follows the machine's addresses no more. For any thread. */
    void unwatch() {
        endpoint.stack().addresses().remove(onMachineChange);
    }

    private void followAll() {
        endpoint.enter();
        try {
            endpoint.associationsToChange().forEach(this::follow);
        } finally {
            endpoint.leave();
        }
    }
}

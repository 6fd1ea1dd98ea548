package io.sctp.userspace.channel;

import io.sctp.SctpException;
import io.sctp.SctpOptions;
import io.sctp.engine.AddressChange;
import java.net.InetAddress;
import java.util.List;

/**
 * Changes an endpoint's addresses, and those of its associations (RFC 5061): at the program's request or, with
 * SCTP_AUTO_ASCONF, when the machine's addresses change. Guarded by the driver's lock.
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
        AddressChanges.require(operation, endpoint.associationsToChange());
    }

    /** Begins the change of all associations. If that fails at once, the endpoint's addresses are restored. */
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

    /** Whether associations follow the machine's addresses. */
    boolean followMachine() {
        return endpoint.settings().get(SctpOptions.AUTO_ASCONF) && binding.isWildcard();
    }

    /** Announces the machine's addresses to an association's peer, if the association follows them. */
    void follow(final ChannelAssociation association) {
        if (followMachine()) {
            AddressChanges.follow(
                    association, binding.usable(endpoint.stack().addresses().addresses()));
        }
    }

    /** Starts or stops following the machine's addresses, according to the option. */
    void watch() {
        if (followMachine()) {
            endpoint.stack().addresses().add(onMachineChange);
            endpoint.associationsToChange().forEach(this::follow);
        } else {
            unwatch();
        }
    }

    /** Stops following the machine's addresses. For any thread. */
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

package io.sctp.userspace.channel;

import io.sctp.Errno;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.spi.ChannelExceptions;
import io.sctp.udp.UdpIo;
import io.sctp.userspace.address.Addresses;
import io.sctp.userspace.address.LocalAddresses;
import io.sctp.userspace.driver.Driver;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.util.ArrayList;
import java.util.List;

/** The SCTP port and the addresses that an endpoint has. Guarded by the driver's lock. */
public final class Binding {
    private final ProtocolFamily family;
    private int port;
    /** The owner that releases the port; null for an endpoint that shares another one's port. */
    private UserspaceEndpoint<?> owner;
    /** Empty for the wildcard. */
    private volatile List<InetAddress> addresses = List.of();

    Binding(final ProtocolFamily family) {
        this.family = family;
    }

    /** Shares a port that belongs to another endpoint. */
    Binding(final Binding other, final EndpointSnapshot snapshot) {
        family = other.family;
        port = snapshot.port();
        addresses = snapshot.addresses();
    }

    /** 0 before it is bound. */
    int port() {
        return port;
    }

    /** Empty for the wildcard. */
    List<InetAddress> addresses() {
        return addresses;
    }

    /**
     * Takes a port and checks the addresses. Nothing is changed if that fails.
     *
     * @param wanted the addresses, and the port or 0 for any
     */
    void take(final SctpAddress wanted, final UserspaceEndpoint<?> endpoint) throws SctpException {
        if (port != 0) {
            throw ChannelExceptions.alreadyBound(
                    "bind", localOrNull(), endpoint.peerOrNull(), "bindAdd adds addresses to a bound channel");
        }
        for (final InetAddress address : wanted.addresses()) {
            requireLocal("bind", address, wanted);
        }
        final int claimed = endpoint.stack().ports().claim(wanted, endpoint);
        if (endpoint.needsOneDriver()) {
            endpoint.stack().listening().keepTogether(claimed);
        }
        port = claimed;
        owner = endpoint;
        addresses = wanted.isWildcard() ? List.of() : wanted.addresses();
    }

    /** Restores the state before {@link #take}. */
    void undo() {
        release();
        owner = null;
        port = 0;
        addresses = List.of();
    }

    /** Releases the port permanently, because the endpoint is closed. The endpoint still reports it. */
    void release() {
        if (owner != null) {
            owner.stack().ports().release(port, owner);
        }
    }

    /** Throws an exception unless the endpoint can follow changes of the machine's addresses. */
    void requireFollowable(final String operation, final UdpIo io) throws SctpException {
        if (!isWildcard()) {
            throw SctpException.of(
                    operation,
                    Errno.EINVAL.number(),
                    localOrNull(),
                    null,
                    "only a channel bound to the wildcard address can follow the machine's addresses");
        }
        if (!io.isNative()) {
            throw new SctpException.Unsupported(
                    operation, Errno.EOPNOTSUPP.number(), localOrNull(), null, AddressChanges.NOT_OVER_NIO);
        }
    }

    /** Returns the machine's addresses that an endpoint bound to the wildcard address has. */
    List<InetAddress> usable(final List<InetAddress> machine) {
        return machine.stream()
                .filter(address -> Addresses.isOf(address, family))
                .toList();
    }

    private void requireLocal(final String operation, final InetAddress address, final SctpAddress whole)
            throws SctpException {
        if (!Addresses.isOf(address, family) && !address.isAnyLocalAddress()) {
            throw ChannelExceptions.unsupportedAddressType(
                    operation, whole, null, "the channel is for " + family + " only");
        }
        if (!Addresses.isLocal(address)) {
            throw new SctpException.AddressNotAvailable(
                    operation, Errno.EADDRNOTAVAIL.number(), whole, null, address.getHostAddress());
        }
    }

    /** Throws an exception unless all of a peer's addresses can be reached from a channel of this family. */
    void requireReachable(final String operation, final SctpAddress peer) {
        for (final InetAddress address : peer.addresses()) {
            if (!Addresses.isOf(address, family)) {
                throw ChannelExceptions.unsupportedAddressType(
                        operation, localOrNull(), peer, "the channel is for " + family + " only");
            }
        }
    }

    /** Whether the endpoint is bound to the wildcard address. */
    boolean isWildcard() {
        return port != 0 && addresses.isEmpty();
    }

    /** Throws an exception if the endpoint has a port already. */
    void requireNone(final String operation) throws SctpException {
        if (port != 0) {
            throw SctpException.of(
                    operation,
                    Errno.EINVAL.number(),
                    localOrNull(),
                    null,
                    "it has a port already: set the option before bind and connect");
        }
    }

    /** Restores the previous addresses. */
    void addresses(final List<InetAddress> before) {
        addresses = before;
    }

    void add(final String operation, final InetAddress... more) throws SctpException {
        final List<InetAddress> changed = new ArrayList<>(addresses);
        for (final InetAddress address : more) {
            requireLocal(operation, address, SctpAddress.of(port, address));
            if (isWildcard() || changed.contains(address)) {
                throw SctpException.of(
                        operation,
                        Errno.EINVAL.number(),
                        localOrNull(),
                        null,
                        address.getHostAddress() + " is already bound");
            }
            changed.add(address);
        }
        addresses = List.copyOf(changed);
    }

    void remove(final String operation, final InetAddress... fewer) throws SctpException {
        final List<InetAddress> changed = new ArrayList<>(addresses);
        for (final InetAddress address : fewer) {
            final boolean has =
                    isWildcard() ? Addresses.ofThisMachine(family).contains(address) : changed.remove(address);
            if (!has) {
                throw SctpException.of(
                        operation,
                        Errno.EINVAL.number(),
                        localOrNull(),
                        null,
                        address.getHostAddress() + " is not bound");
            }
        }
        if (changed.isEmpty()) {
            throw SctpException.of(
                    operation, Errno.EBUSY.number(), localOrNull(), null, "the last address cannot be removed");
        }
        addresses = List.copyOf(changed);
    }

    /** Returns the port with all addresses of the endpoint; null before it is bound. */
    SctpAddress localOrNull() {
        if (port == 0) {
            return null;
        }
        return SctpAddress.of(port, addresses.isEmpty() ? Addresses.ofThisMachine(family) : addresses);
    }

    /** Returns a driver's number for the initial source address. */
    int idTowards(final InetAddress peer, final LocalAddresses ids) {
        for (final InetAddress address : addresses) {
            if (address.getClass().equals(peer.getClass())) {
                return ids.idOf(Addresses.of(address));
            }
        }
        return LocalAddresses.ANY;
    }

    /**
     * Lets a driver recognise packets to these addresses if the system does not report the destination. The driver must
     * have its socket.
     */
    void receiveAt(final Driver driver) throws SctpException {
        for (final InetAddress address : addresses) {
            driver.receiveAt(address);
        }
    }
}

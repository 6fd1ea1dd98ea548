package io.sctp.userspace.channel;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.engine.AddressChange;
import io.sctp.engine.AddressRequest;
import io.sctp.engine.Association;
import io.sctp.engine.AssociationState;
import io.sctp.engine.config.IpAddress;
import io.sctp.userspace.address.Addresses;
import io.sctp.userspace.address.LocalAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Announces changes of this end's addresses to the peers of associations (RFC 5061). Called with the driver's lock. */
public final class AddressChanges {
    static final String NOT_OVER_NIO = "with java.nio the system chooses the source address of packets";

    private static final String NOT_AGREED_ON =
            "address changes were not negotiated: set SCTP_AUTH_SUPPORTED and SCTP_ASCONF_SUPPORTED on both ends "
                    + "before the association begins";

    private AddressChanges() {}

    /** Throws an exception if the addresses of an association would have to change and cannot. */
    static void require(final String operation, final Iterable<ChannelAssociation> associations) throws SctpException {
        for (final ChannelAssociation association : associations) {
            if (isChangeable(association)
                    && !association.owner().stack().config().io().isNative()) {
                throw refusal(association, operation, Errno.EOPNOTSUPP, NOT_OVER_NIO);
            }
        }
    }

    /** Whether the addresses of an association change with those of its endpoint. All others keep theirs. */
    private static boolean isChangeable(final ChannelAssociation association) {
        return !association.isClosed()
                && isUp(association)
                && association.engine().isAddressReconfigurable();
    }

    private static boolean isUp(final ChannelAssociation association) {
        return association.engine().state() == AssociationState.ESTABLISHED;
    }

    private static SctpException refusal(
            final ChannelAssociation association, final String operation, final Errno errno, final String why) {
        return errno == Errno.EOPNOTSUPP
                ? new SctpException.Unsupported(operation, errno.number(), null, association.peerAddress(), why)
                : association.refusal(operation, errno, why);
    }

    /**
     * Begins a change for each association whose peer must learn of it. Associations that have the change already, or
     * have not negotiated address changes, are skipped.
     */
    static void begin(
            final String operation,
            final Iterable<ChannelAssociation> associations,
            final AddressChange change,
            final InetAddress... addresses)
            throws SctpException {
        for (final ChannelAssociation association : associations) {
            for (final InetAddress address : addresses) {
                if (isChangeable(association)) {
                    begin(operation, association, change, Addresses.of(address));
                }
            }
        }
    }

    private static void begin(
            final String operation,
            final ChannelAssociation association,
            final AddressChange change,
            final IpAddress address)
            throws SctpException {
        final AddressRequest request = association
                .engine()
                .changeAddress(
                        change, address, association.driver().localAddresses().idOf(address));
        switch (request) {
            case BEGUN -> {
                // The peer's answer is reported later.
            }
            case NOT_ESTABLISHED, NOT_SUPPORTED ->
                throw refusal(association, operation, Errno.EOPNOTSUPP, NOT_AGREED_ON);
            case TOO_MANY ->
                throw refusal(association, operation, Errno.ENOBUFS, "too many changes wait for the peer's answer");
            case INVALID -> {
                if (change == AddressChange.REMOVE && isListed(association.engine(), address)) {
                    throw refusal(association, operation, Errno.EBUSY, "the last address cannot be removed");
                }
            }
        }
    }

    /**
     * Makes the peer of an association know the machine's addresses, as far as they are meaningful to it: adds the
     * missing ones and removes those that the machine no longer has. Does nothing if address changes were not
     * negotiated.
     */
    static void follow(final ChannelAssociation association, final List<InetAddress> machine) {
        final Association engine = association.engine();
        final LocalAddresses ids = association.driver().localAddresses();
        final int source = engine.primaryPath().localId();
        if (!isChangeable(association) || source == LocalAddresses.ANY) {
            return;
        }
        engine.listAddress(ids.address(source), source);
        final InetAddress peer = Addresses.of(
                engine.primaryPath().addressHigh(), engine.primaryPath().addressLow());
        final List<IpAddress> listed = engine.config().localAddresses();
        // The engine refuses what the peer knows or is being asked already, and the removal of the last address.
        for (final InetAddress address : machine) {
            if (Addresses.isKnownTo(peer, address)) {
                final IpAddress added = Addresses.of(address);
                engine.changeAddress(AddressChange.ADD, added, ids.idOf(added));
            }
        }
        for (final IpAddress address : listed) {
            final InetAddress known = Addresses.of(address.high(), address.low());
            if (!known.isLoopbackAddress() && !machine.contains(known)) {
                engine.changeAddress(AddressChange.REMOVE, address, ids.idOf(address));
            }
        }
    }

    private static boolean isListed(final Association engine, final IpAddress address) {
        return engine.config().localAddresses().contains(address);
    }

    /** Asks the peer to use one of this end's addresses as its primary path. */
    static void askForPrimary(
            final String operation, final ChannelAssociation association, final InetSocketAddress address)
            throws SctpException {
        if (!isUp(association)) {
            throw refusal(association, operation, Errno.ENOTCONN, "the association is not up");
        }
        if (!association.engine().isAddressReconfigurable()) {
            throw refusal(association, operation, Errno.EPERM, NOT_AGREED_ON);
        }
        final boolean isOurPort = address.getPort() == 0
                || address.getPort() == association.engine().localPort();
        final AddressRequest request = isOurPort
                ? association.engine().changeAddress(AddressChange.MAKE_PRIMARY, Addresses.of(address.getAddress()), 0)
                : AddressRequest.INVALID;
        switch (request) {
            case BEGUN -> {
                // The peer's answer is reported later.
            }
            case TOO_MANY ->
                throw refusal(association, operation, Errno.ENOBUFS, "too many changes wait for the peer's answer");
            case INVALID ->
                throw refusal(
                        association,
                        operation,
                        Errno.EADDRNOTAVAIL,
                        address + " is not an address that the association has");
            default -> throw refusal(association, operation, Errno.EPERM, NOT_AGREED_ON);
        }
    }
}

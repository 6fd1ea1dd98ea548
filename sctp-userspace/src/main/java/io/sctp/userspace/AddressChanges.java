package io.sctp.userspace;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.engine.association.AddressChange;
import io.sctp.engine.association.AddressRequest;
import io.sctp.engine.association.Association;
import io.sctp.engine.association.AssociationState;
import io.sctp.engine.config.IpAddress;
import io.sctp.udp.UdpSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Has the peers of associations told of this end's addresses (RFC 5061). With the driver's lock. */
final class AddressChanges {
    private static final String NOT_AGREED_ON =
            "dynamic addresses were not agreed on: set SCTP_AUTH_SUPPORTED and SCTP_ASCONF_SUPPORTED on both ends before the"
                    + " association begins";

    private AddressChanges() {}

    /** Fails unless the addresses of all associations can change; those that are over, or about to be, keep theirs. */
    static void require(final String operation, final Iterable<Line> lines) throws SctpException {
        for (final Line line : lines) {
            if (line.isClosed()) {
                continue;
            }
            if (!line.wasUp()) {
                throw refusal(line, operation, Errno.EAGAIN, "an association is being set up");
            }
            if (isUp(line)) {
                if (!line.engine().isAddressReconfigurable()) {
                    throw refusal(line, operation, Errno.EOPNOTSUPP, NOT_AGREED_ON);
                }
                if (!UdpSocket.isNative()) {
                    throw refusal(
                            line,
                            operation,
                            Errno.EOPNOTSUPP,
                            "over NIO the system chooses the address that packets leave from");
                }
            }
        }
    }

    private static boolean isUp(final Line line) {
        return line.engine().state() == AssociationState.ESTABLISHED;
    }

    private static SctpException refusal(final Line line, final String operation, final Errno errno, final String why) {
        return errno == Errno.EOPNOTSUPP
                ? new SctpException.Unsupported(operation, errno.number(), null, line.peerAddress(), why)
                : line.refusal(operation, errno, why);
    }

    /** Begins a change for each association. What is so already is left out. */
    static void begin(
            final String operation,
            final Iterable<Line> lines,
            final AddressChange change,
            final InetAddress... addresses)
            throws SctpException {
        for (final Line line : lines) {
            for (final InetAddress address : addresses) {
                if (!line.isClosed() && isUp(line)) {
                    begin(operation, line, change, Addresses.of(address));
                }
            }
        }
    }

    private static void begin(
            final String operation, final Line line, final AddressChange change, final IpAddress address)
            throws SctpException {
        final AddressRequest request = line.engine()
                .changeAddress(change, address, line.driver().localAddresses().idOf(address));
        switch (request) {
            case BEGUN -> {
                // The peer's answer comes later.
            }
            case NOT_ESTABLISHED, NOT_SUPPORTED -> throw refusal(line, operation, Errno.EOPNOTSUPP, NOT_AGREED_ON);
            case TOO_MANY ->
                throw refusal(line, operation, Errno.ENOBUFS, "too many changes wait for the peer's answer");
            case INVALID -> {
                if (change == AddressChange.REMOVE && isListed(line.engine(), address)) {
                    throw refusal(line, operation, Errno.EBUSY, "the last one stays");
                }
            }
        }
    }

    private static boolean isListed(final Association engine, final IpAddress address) {
        return engine.config().localAddresses().contains(address);
    }

    /** Asks the peer to send to one of this end's addresses. */
    static void askForPrimary(final String operation, final Line line, final InetSocketAddress address)
            throws SctpException {
        if (!isUp(line)) {
            throw refusal(line, operation, Errno.ENOTCONN, "the association is not up");
        }
        if (!line.engine().isAddressReconfigurable()) {
            throw refusal(line, operation, Errno.EPERM, NOT_AGREED_ON);
        }
        final boolean isOurPort =
                address.getPort() == 0 || address.getPort() == line.engine().localPort();
        final AddressRequest request = isOurPort
                ? line.engine().changeAddress(AddressChange.MAKE_PRIMARY, Addresses.of(address.getAddress()), 0)
                : AddressRequest.INVALID;
        switch (request) {
            case BEGUN -> {
                // The peer's answer comes later.
            }
            case TOO_MANY ->
                throw refusal(line, operation, Errno.ENOBUFS, "too many changes wait for the peer's answer");
            case INVALID ->
                throw refusal(
                        line, operation, Errno.EADDRNOTAVAIL, address + " is not an address that the association has");
            default -> throw refusal(line, operation, Errno.EPERM, NOT_AGREED_ON);
        }
    }
}

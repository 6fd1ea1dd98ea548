package io.sctp.udp;

import io.sctp.SctpException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sockets that share a UDP port (SO_REUSEPORT), one per thread. The system gives each SCTP packet to the socket that
 * the {@link Steering} selects (SO_ATTACH_REUSEPORT_CBPF). Some packets still arrive at the wrong socket: those that
 * the system joins with a packet of another association (UDP_GRO), and those that arrive while the rule changes.
 *
 * <p>No other program has the port when the group is opened. Later the system allows a program of the same user with
 * SO_REUSEPORT to bind to it, but gives it no packets.
 */
public final class UdpGroup implements AutoCloseable {
    private final Steering steering;
    private final List<NativeUdpSocket> sockets = new ArrayList<>();

    private UdpGroup(final Steering steering) {
        this.steering = steering;
    }

    /**
     * Opens the sockets; {@link UdpIo#isNative} must hold.
     *
     * @param port the local port, 0 for any free one
     * @param bufferBytes requested size of the send and receive buffer of each socket; the system limits it
     * @throws SctpException.AddressInUse if the port is taken, even by a program that would share it
     * @throws SctpException.Unsupported if the system cannot steer
     */
    public static UdpGroup open(final int port, final int bufferBytes, final Steering steering) throws SctpException {
        final UdpGroup group = new UdpGroup(steering);
        group.sockets.add(NativeUdpSocket.open(port, bufferBytes, false));
        try {
            group.share(bufferBytes);
            return group;
        } catch (final RuntimeException | Error e) {
            group.close();
            throw e;
        } catch (final SctpException e) {
            group.close();
            final SctpException unsupported =
                    new SctpException.Unsupported("share a UDP port", e.errno(), null, null, e.getMessage());
            unsupported.initCause(e);
            throw unsupported;
        }
    }

    private void share(final int bufferBytes) throws SctpException {
        final NativeUdpSocket first = sockets.get(0);
        first.share();
        while (sockets.size() < steering.sockets()) {
            sockets.add(NativeUdpSocket.open(first.localPort(), bufferBytes, true));
        }
        if (sockets.size() > 1) {
            steer();
        }
    }

    /** The sockets, in the order of their numbers. */
    public List<UdpSocket> sockets() {
        return List.copyOf(sockets);
    }

    /** Applies a changed rule to the system. */
    public void steer() throws SctpException {
        sockets.get(0).steer(steering);
    }

    @Override
    public void close() {
        sockets.forEach(NativeUdpSocket::close);
    }
}

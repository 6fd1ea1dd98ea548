package io.sctp.userspace.driver;

import io.sctp.Errno;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.engine.config.EngineConfig;
import io.sctp.udp.Steering;
import io.sctp.udp.UdpGroup;
import io.sctp.udp.UdpSocket;
import java.util.List;

/**
 * The drivers of listening endpoints. Each has a socket at the same UDP port, and the associations whose pair of SCTP
 * ports {@link Steering} assigns to it, whatever the peer's address. One-to-many channels and shared ports need all
 * their associations in one driver: they and their ports belong to the first one.
 *
 * <p>No thread ever holds the locks of two drivers.
 */
public final class Shards {
    private static final System.Logger LOGGER = System.getLogger("io.sctp.userspace");

    private final List<Driver> drivers;
    private final Steering steering;
    private UdpGroup group;

    /** Creates the drivers, without sockets and threads. */
    public Shards(final String name, final int count, final EngineConfig config, final DriverParts parts) {
        drivers = Driver.several(name, count, config, parts);
        steering = new Steering(count);
    }

    /**
     * The driver of one-to-many channels and shared ports. Its lock also guards the state of a listening channel as a
     * whole.
     */
    public Driver first() {
        return drivers.get(0);
    }

    /** All drivers. If the system cannot steer, packets arrive only at the first. */
    public List<Driver> drivers() {
        return drivers;
    }

    /**
     * Opens the sockets at one UDP port. Called with the first driver's lock, and only if it has no socket yet.
     *
     * @param port 0 for any
     * @throws SctpException.AddressInUse if the port is taken
     */
    public void open(final int port) throws SctpException {
        if (drivers.size() == 1) {
            first().open(port);
            return;
        }
        try {
            final UdpGroup opened = UdpGroup.open(port, Driver.SOCKET_BUFFER_BYTES, steering);
            synchronized (steering) {
                group = opened;
                group.steer(); // a port may have been added meanwhile
            }
        } catch (final SctpException.Unsupported e) {
            LOGGER.log(System.Logger.Level.WARNING, "one thread for all endpoints that listen", e);
            first().open(port);
            return;
        }
        try {
            start(group.sockets());
        } catch (final SctpException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Starts the first driver last, as its lock is held: if another one cannot start, the first need not be undone. */
    private void start(final List<UdpSocket> sockets) throws SctpException {
        for (int i = 0; i < drivers.size(); i++) {
            drivers.get(i).use(sockets.get(i), this);
        }
        for (int i = drivers.size() - 1; i >= 0; i--) {
            drivers.get(i).start();
        }
    }

    /** Removes all sockets, so that another call may open them. */
    private void close() {
        drivers.forEach(Driver::undo);
        synchronized (steering) {
            group.close();
            group = null;
        }
    }

    /**
     * Ends all drivers because one of them cannot continue. Otherwise the others would keep the UDP port from their
     * successors.
     */
    public void end(final Throwable cause) {
        synchronized (steering) {
            group = null;
        }
        drivers.forEach(driver -> driver.end(cause));
    }

    /** The driver for a packet, by the packet's first four bytes. */
    public Driver of(final int ports) {
        return drivers.get(steering.socketOf(ports));
    }

    /** The driver to which packets of a peer's SCTP port to one of ours come. */
    public Driver of(final int peerPort, final int ownPort) {
        return of(peerPort << Short.SIZE | ownPort);
    }

    /**
     * Throws an exception if drivers other than the first have associations with an SCTP port, from a closed channel.
     */
    public void requireTogether(final SctpAddress local) throws SctpException.AddressInUse {
        final int port = local.port();
        if (!steering.isTogether(port) && drivers.stream().skip(1).anyMatch(driver -> driver.hasAssociations(port))) {
            throw new SctpException.AddressInUse(
                    "bind",
                    Errno.EADDRINUSE.number(),
                    local,
                    null,
                    "associations accepted there by a one-to-one channel have not ended");
        }
    }

    /** Assigns an SCTP port to the first driver, permanently. */
    public void keepTogether(final int port) {
        synchronized (steering) {
            if (steering.keepTogether(port) && group != null) {
                try {
                    group.steer();
                } catch (final SctpException e) {
                    LOGGER.log(System.Logger.Level.WARNING, "the drivers hand over what comes to port " + port, e);
                }
            }
        }
    }
}

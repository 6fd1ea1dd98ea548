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
 * The drivers of endpoints that listen. Each has a socket of its own at one UDP port, and the associations whose pair
 * of SCTP ports the {@link Steering} gives it, wherever the peer's packets come from. One-to-many channels and those
 * that share a port, whose associations must be with one driver, belong to the first, and their ports with them.
 *
 * <p>No thread ever holds the locks of two drivers.
 */
public final class Shards {
    private static final System.Logger LOGGER = System.getLogger("io.sctp.userspace");

    private final List<Driver> drivers;
    private final Steering steering;
    private UdpGroup group;

    /** Makes the drivers; none has a socket or a thread yet. */
    public Shards(final String name, final int count, final EngineConfig config, final DriverParts parts) {
        drivers = Driver.several(name, count, config, parts);
        steering = new Steering(count);
    }

    /**
     * The driver of one-to-many channels and shared ports, whose lock guards what belongs to a listening channel as a
     * whole, too.
     */
    public Driver first() {
        return drivers.get(0);
    }

    /** All of them; where the system cannot steer, packets come to the first alone. */
    public List<Driver> drivers() {
        return drivers;
    }

    /**
     * Opens the sockets at one UDP port; with the first driver's lock, and only if it has no socket yet.
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
                group.steer(); // a port may have come meanwhile
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

    /** The first, whose lock is held, is the last to start: nothing has to be undone of it if another cannot. */
    private void start(final List<UdpSocket> sockets) throws SctpException {
        for (int i = 0; i < drivers.size(); i++) {
            drivers.get(i).use(sockets.get(i), this);
        }
        for (int i = drivers.size() - 1; i >= 0; i--) {
            drivers.get(i).start();
        }
    }

    /** None has a socket any more, so that another call may open them. */
    private void close() {
        drivers.forEach(Driver::undo);
        synchronized (steering) {
            group.close();
            group = null;
        }
    }

    /**
     * One of them cannot go on. The others would keep the UDP port from those that take their place, and end as well.
     */
    public void end(final Throwable cause) {
        synchronized (steering) {
            group = null;
        }
        drivers.forEach(driver -> driver.end(cause));
    }

    /** The driver that a packet is for, by its first four bytes. */
    public Driver of(final int ports) {
        return drivers.get(steering.socketOf(ports));
    }

    /** Fails if other drivers than the first have associations with an SCTP port, of a channel closed before. */
    public void requireTogether(final SctpAddress local) throws SctpException.AddressInUse {
        final int port = local.port();
        if (!steering.isTogether(port) && drivers.stream().skip(1).anyMatch(driver -> driver.hasAssociations(port))) {
            throw new SctpException.AddressInUse(
                    "bind",
                    Errno.EADDRINUSE.number(),
                    local,
                    null,
                    "associations that a one-to-one channel accepted there are not over");
        }
    }

    /** From now on, and for good, an SCTP port belongs to the first driver only. */
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

package io.sctp.userspace.channel;

import io.sctp.Errno;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.SctpPoller;
import io.sctp.engine.config.EngineConfig;
import io.sctp.spi.ChannelExceptions;
import io.sctp.spi.ProviderHealth;
import io.sctp.udp.UdpIo;
import io.sctp.userspace.address.Addresses;
import io.sctp.userspace.config.StackConfig;
import io.sctp.userspace.driver.Driver;
import io.sctp.userspace.driver.DriverParts;
import io.sctp.userspace.driver.MemoryPlan;
import io.sctp.userspace.driver.Shards;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The drivers and the SCTP ports that the channels of one stack share.
 *
 * <p>Listening endpoints use one UDP port, by default 9899, where peers expect SCTP (RFC 6951). Endpoints that only
 * connect use other ports chosen by the system, so that any number of programs on one machine can connect, also to each
 * other; peers answer to the source port. One-to-many channels, and endpoints that share an SCTP port, count as
 * listening, since they may listen.
 */
public final class StackContext {
    private static final System.Logger LOGGER = System.getLogger("io.sctp.userspace");

    /** 0, 1 and 2 denote groups of associations where an id is expected. */
    private static final int FIRST_ASSOCIATION_ID = 3;

    private final StackConfig config;
    private final StackEnd end = new StackEnd(this);
    private final Set<SctpPoller> pollers = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final AtomicInteger lastAssociationId = new AtomicInteger(FIRST_ASSOCIATION_ID - 1);
    private final AtomicInteger connectors = new AtomicInteger();
    private final Ports ports = new Ports();
    private final AddressWatch addresses = new AddressWatch(Addresses::ofThisMachine, AddressWatch.INTERVAL);
    private volatile Shards listening;
    private List<Driver> connecting;
    private MemoryPlan memory;

    public StackContext(final StackConfig config) {
        this.config = config;
    }

    public StackConfig config() {
        return config;
    }

    // ---- Drivers

    /** The memory of all drivers, determined when the first channel is opened. */
    synchronized MemoryPlan memory() {
        if (memory == null) {
            memory = MemoryPlan.of(config);
            LOGGER.log(System.Logger.Level.DEBUG, memory.toString());
            noteFallback(config.io().whyNotNative());
        }
        return memory;
    }

    /** The parts that each driver is built from. */
    private DriverParts parts() {
        return DriverParts.of(memory().receiveSlots(), memory().sendSlots(), config, DriverChannels::new);
    }

    private static void noteFallback(final String why) {
        if (why != null) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "SCTP goes through java.nio, which costs a system call and an object for each datagram. It has one "
                            + "thread for all listening channels, and neither path MTU discovery nor AUTO_ASCONF nor "
                            + "address changes. The reason: " + why + " Set the property " + UdpIo.PROPERTY
                            + "=nio to suppress this message.");
        }
    }

    private EngineConfig engineConfig(final boolean listens) {
        return memory().limit(EngineConfig.builder(), listens)
                .maxInitsPerSecond(config.maxInitsPerSecond())
                .maxAmplification(config.maxAmplification())
                .build();
    }

    /** The listening drivers; new ones if the previous ones have failed. */
    public Shards listening() {
        final Shards known = listening;
        return known != null && (known.first().failure() == null || !isOpen()) ? known : makeListening();
    }

    private synchronized Shards makeListening() {
        if (listening == null || (listening.first().failure() != null && isOpen())) {
            final int threads = memory().threads();
            final int sockets = threads > 1 && config.io().isNative() ? threads : 1;
            listening = new Shards("sctp-listening", sockets, engineConfig(true), parts());
            endedIfClosed(listening.drivers());
        }
        return listening;
    }

    /** A driver for an endpoint that only connects, in turn. It has no socket until one is needed. */
    public synchronized Driver connecting() {
        if (connecting == null) {
            connecting = endedIfClosed(new ArrayList<>(
                    Driver.several("sctp-connecting", memory().threads(), engineConfig(false), parts())));
        }
        final int next = Math.floorMod(connectors.getAndIncrement(), connecting.size());
        final Driver driver = connecting.get(next);
        if (driver.failure() == null || !isOpen()) {
            return driver;
        }
        final Driver successor = new Driver(driver.toString(), engineConfig(false), parts());
        connecting.set(next, successor);
        return successor;
    }

    /** The memory used by drivers, of the total. */
    public ProviderHealth.Memory memoryInUse(final List<Driver> drivers) {
        long allocated = 0;
        long used = 0;
        for (final Driver driver : drivers) {
            allocated += driver.memoryAllocatedBytes();
            used += driver.memoryUsedBytes();
        }
        return new ProviderHealth.Memory(memory().totalBytes(), allocated, used);
    }

    /** All drivers. */
    public synchronized List<Driver> drivers() {
        final List<Driver> all = new ArrayList<>();
        if (listening != null) {
            all.addAll(listening.drivers());
        }
        if (connecting != null) {
            all.addAll(connecting);
        }
        return all;
    }

    // ---- Its end

    public boolean isOpen() {
        return end.cause() == null;
    }

    /** Throws an exception if the stack is closed. */
    public void requireOpen(final String operation) throws ClosedChannelException {
        if (!isOpen()) {
            throw closed(operation);
        }
    }

    static ClosedChannelException closed(final String operation) {
        return ChannelExceptions.closed(operation, null, null, "its stack is closed");
    }

    /** Adds a poller, which is closed with the stack. */
    public SctpPoller add(final SctpPoller poller) {
        pollers.add(poller);
        return poller;
    }

    List<SctpPoller> pollers() {
        synchronized (pollers) {
            return List.copyOf(pollers);
        }
    }

    public void close() {
        end.close();
    }

    /** Ends drivers that were created after the stack was closed, by a thread that began before. */
    private <D extends Collection<Driver>> D endedIfClosed(final D made) {
        final Throwable cause = end.cause();
        if (cause != null) {
            made.forEach(driver -> driver.stop(cause));
        }
        return made;
    }

    /** The watch of the machine's addresses. */
    AddressWatch addresses() {
        return addresses;
    }

    /** Returns an association number that is unique in the stack. */
    int nextAssociationId() {
        return lastAssociationId.updateAndGet(last -> last == Integer.MAX_VALUE ? FIRST_ASSOCIATION_ID : last + 1);
    }

    /** The SCTP ports. */
    Ports ports() {
        return ports;
    }

    // ---- UDP ports

    /** The UDP port of listening endpoints; 0 before there is one. */
    public int listeningUdpPort() {
        final Shards known = listening;
        return known == null ? 0 : known.first().udpPort();
    }

    /** Opens the UDP port of listening endpoints. Called with the lock of the first listening driver. */
    void openToListen() throws SctpException {
        final Driver driver = listening().first();
        final int wanted = config.udpPort();
        if (driver.isSocketOpen() && (wanted == 0 || driver.udpPort() == wanted)) {
            return;
        }
        try {
            if (driver.isSocketOpen()) {
                throw new SctpException.AddressInUse("listen", Errno.EADDRINUSE.number(), null, null, null);
            }
            listening().open(wanted);
            end.watchJvm();
        } catch (final SctpException.AddressInUse e) {
            final SctpException inUse = new SctpException.AddressInUse(
                    "listen",
                    e.errno(),
                    null,
                    null,
                    "another program or stack has UDP port " + wanted + ", through which SCTP reaches this one; end it,"
                            + " or build the stack with another udpPort (property " + StackConfig.UDP_PORT_PROPERTY
                            + "), which peers then need as"
                            + " SCTP_REMOTE_UDP_ENCAPS_PORT, or to 0 if all peers are in this JVM");
            inUse.initCause(e);
            throw inUse;
        }
    }

    /**
     * Called before a channel connects, without a lock. If listening endpoints have an arbitrary UDP port, it must be
     * open before a peer in this JVM can be reached or found missing.
     */
    void openTowards(final SctpAddress peer) throws SctpException {
        final Driver first = listening().first();
        if (config.udpPort() != 0 || first.isSocketOpen() || !Addresses.isLocal(peer.address())) {
            return;
        }
        first.enter();
        try {
            openToListen();
        } finally {
            first.leave();
        }
    }

    /** Gives a connecting driver a UDP port; any will do. */
    void openToConnect(final Driver driver) throws SctpException {
        if (driver.isSocketOpen()) {
            return;
        }
        if (driver.equals(listening().first())) {
            try {
                openToListen(); // others may listen later at the same SCTP port
                return;
            } catch (final SctpException.AddressInUse e) {
                // Another program listens there. A connecting endpoint can use another port.
            }
        }
        driver.open(0);
        end.watchJvm();
    }

    /** The UDP port of a peer if the program does not set one. */
    int udpPortOf(final InetAddress peer, final int sctpPort) {
        final int udpPort = listening().first().udpPort();
        final boolean ours =
                udpPort != 0 && (ports.isTaken(sctpPort) || config.udpPort() == 0) && Addresses.isLocal(peer);
        return ours ? udpPort : StackConfig.ASSIGNED_UDP_PORT;
    }
}

package io.sctp.userspace;

import io.sctp.Errno;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.engine.config.EngineConfig;
import io.sctp.spi.ProviderHealth;
import io.sctp.udp.UdpSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the channels of one JVM share: drivers, and the SCTP ports.
 *
 * <p>Endpoints that listen speak through one UDP port, by default 9899, where peers look for SCTP (RFC 6951). Those
 * that only connect speak through others, of the system's choice, so that any number of programs on one machine can
 * connect, to each other too; peers answer to where packets come from. One-to-many channels, and those that share an
 * SCTP port, count as endpoints that listen, for they may.
 */
final class Host {
    /** System property: the UDP port of endpoints that listen; 0 for one of the system's choice. */
    static final String UDP_PORT_PROPERTY = "io.sctp.udp.port";

    /** The port that is assigned to SCTP inside UDP (RFC 6951, section 5.1). */
    static final int ASSIGNED_UDP_PORT = 9899;

    /**
     * System property: how many threads, each with an engine, serve endpoints that listen, and as many those that only
     * connect; at least 1, at most {@link #MAX_THREADS}. Over NIO, a single one serves those that listen.
     */
    static final String THREADS_PROPERTY = "io.sctp.udp.threads";

    /**
     * System property: how many times as long as the INIT of a stranger its answer may be, 1 to 3. With 1 nobody can
     * have more sent to an address that he forges than he sends himself; other stacks' INITs are too short then.
     */
    static final String AMPLIFICATION_PROPERTY = "io.sctp.udp.maxAmplification";

    private static final int STANDARD_AMPLIFICATION = 3;
    private static final int MAX_UDP_PORT = 65_535;
    private static final int MAX_THREADS = 64;
    private static final int MAX_DEFAULT_THREADS = 8;
    private static final System.Logger LOGGER = System.getLogger("io.sctp.userspace");

    /** 0, 1 and 2 stand for groups of associations where an id is expected. */
    private static final int FIRST_LINE_ID = 3;

    static final Host THIS = new Host();

    private final AtomicInteger lastLineId = new AtomicInteger(FIRST_LINE_ID - 1);
    private final AtomicInteger connectors = new AtomicInteger();
    private final Ports ports = new Ports();
    private final AddressWatch addresses = new AddressWatch(Addresses::ofThisMachine, AddressWatch.INTERVAL);
    private volatile Shards listening;
    private List<Driver> connecting;
    private MemoryPlan memory;

    private Host() {}

    // ---- Drivers

    /** Half the processors: the threads of the program do most of the work themselves. */
    static int threads() {
        final int usual =
                Math.max(1, Math.min(MAX_DEFAULT_THREADS, Runtime.getRuntime().availableProcessors() / 2));
        return NumberProperty.read(THREADS_PROPERTY, 1, MAX_THREADS, usual);
    }

    /** What all drivers may take, found out when the first channel is opened. */
    synchronized MemoryPlan memory() {
        if (memory == null) {
            memory = MemoryPlan.ofThisJvm();
            LOGGER.log(System.Logger.Level.DEBUG, memory.toString());
            noteFallback(UdpSocket.whyNotNative());
        }
        return memory;
    }

    private static void noteFallback(final String why) {
        if (why != null) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "SCTP goes through java.nio. The price: a system call and an object for each datagram, one thread for"
                            + " all that listen, no path MTU discovery, no AUTO_ASCONF, no change of addresses. The reason: "
                            + why + " Ask for it with the property " + UdpSocket.PROPERTY
                            + "=nio to hear of it no more.");
        }
    }

    private EngineConfig config(final boolean listens) {
        final int amplification =
                NumberProperty.read(AMPLIFICATION_PROPERTY, 1, STANDARD_AMPLIFICATION, STANDARD_AMPLIFICATION);
        return memory().limit(EngineConfig.builder(), listens)
                .maxAmplification(amplification)
                .build();
    }

    /** The drivers that listen; new ones if those before could not go on. */
    Shards listening() {
        final Shards known = listening;
        return known != null && known.first().failure() == null ? known : makeListening();
    }

    private synchronized Shards makeListening() {
        if (listening == null || listening.first().failure() != null) {
            final int threads = memory().threads();
            final int sockets = threads > 1 && UdpSocket.isNative() ? threads : 1;
            listening = new Shards("sctp-listening", sockets, config(true), memory().parts());
        }
        return listening;
    }

    /** A driver for an endpoint that only connects: each in turn. It has no socket before it is needed. */
    synchronized Driver connecting() {
        if (connecting == null) {
            connecting = new ArrayList<>(
                    Driver.several("sctp-connecting", memory().threads(), config(false), memory().parts()));
        }
        final int next = Math.floorMod(connectors.getAndIncrement(), connecting.size());
        final Driver driver = connecting.get(next);
        if (driver.failure() == null) {
            return driver;
        }
        final Driver successor = new Driver(driver.toString(), config(false), memory().parts());
        connecting.set(next, successor);
        return successor;
    }

    /** What drivers have of the memory that all together may take. */
    ProviderHealth.Memory memoryInUse(final List<Driver> drivers) {
        long allocated = 0;
        long used = 0;
        for (final Driver driver : drivers) {
            allocated += driver.memoryAllocatedBytes();
            used += driver.memoryUsedBytes();
        }
        return new ProviderHealth.Memory(memory().totalBytes(), allocated, used);
    }

    /** All drivers there are. */
    synchronized List<Driver> drivers() {
        final List<Driver> all = new ArrayList<>();
        if (listening != null) {
            all.addAll(listening.drivers());
        }
        if (connecting != null) {
            all.addAll(connecting);
        }
        return all;
    }

    /** The machine's addresses, and who follows them. */
    AddressWatch addresses() {
        return addresses;
    }

    /** A number for an association that no other one of this JVM has. */
    int nextLineId() {
        return lastLineId.updateAndGet(last -> last == Integer.MAX_VALUE ? FIRST_LINE_ID : last + 1);
    }

    /** The SCTP ports. */
    Ports ports() {
        return ports;
    }

    // ---- UDP ports

    /** 0 for any. */
    static int wantedUdpPort() {
        return NumberProperty.read(UDP_PORT_PROPERTY, 0, MAX_UDP_PORT, ASSIGNED_UDP_PORT);
    }

    /** Opens the UDP port of endpoints that listen; with the lock of the first driver that listens. */
    void openToListen() throws SctpException {
        final Driver driver = listening().first();
        final int wanted = wantedUdpPort();
        if (driver.isSocketOpen() && (wanted == 0 || driver.udpPort() == wanted)) {
            return;
        }
        try {
            if (driver.isSocketOpen()) {
                throw new SctpException.AddressInUse("listen", Errno.EADDRINUSE.number(), null, null, null);
            }
            listening().open(wanted);
        } catch (final SctpException.AddressInUse e) {
            final SctpException inUse = new SctpException.AddressInUse(
                    "listen",
                    e.errno(),
                    null,
                    null,
                    "another program has UDP port " + wanted + ", through which SCTP reaches this one; end it, or set"
                            + " the property " + UDP_PORT_PROPERTY + " to another port, which peers then need as"
                            + " SCTP_REMOTE_UDP_ENCAPS_PORT, or to 0 if all peers are in this JVM");
            inUse.initCause(e);
            throw inUse;
        }
    }

    /**
     * Before a channel connects, and without a lock: where those that listen have any UDP port, a peer in this JVM can
     * only be reached, or found to be missing, once there is one.
     */
    void openTowards(final SctpAddress peer) throws SctpException {
        final Driver first = listening().first();
        if (wantedUdpPort() != 0 || first.isSocketOpen() || !Addresses.isLocal(peer.address())) {
            return;
        }
        first.enter();
        try {
            openToListen();
        } finally {
            first.leave();
        }
    }

    /** Gives the driver a UDP port for endpoints that connect: any will do. */
    void openToConnect(final Driver driver) throws SctpException {
        if (driver.isSocketOpen()) {
            return;
        }
        if (driver.equals(listening().first())) {
            try {
                openToListen(); // others may listen there later, at the same SCTP port, too
                return;
            } catch (final SctpException.AddressInUse e) {
                // Another program listens; to connect, another port does.
            }
        }
        driver.open(0);
    }

    /** Where a peer's SCTP is reached if the program does not say. */
    int udpPortOf(final InetAddress peer, final int sctpPort) {
        final int udpPort = listening().first().udpPort();
        final boolean ours =
                udpPort != 0 && (ports.isTaken(sctpPort) || wantedUdpPort() == 0) && Addresses.isLocal(peer);
        return ours ? udpPort : ASSIGNED_UDP_PORT;
    }
}

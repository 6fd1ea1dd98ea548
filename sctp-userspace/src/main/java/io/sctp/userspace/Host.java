package io.sctp.userspace;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.engine.config.EngineConfig;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the channels of one JVM share: two drivers, and the SCTP ports.
 *
 * <p>Endpoints that listen speak through one UDP port, by default 9899, where peers look for SCTP (RFC 6951). Those that
 * only connect speak through another one, of the system's choice, so that any number of programs on one machine can
 * connect, to each other too; peers answer to where packets come from.
 */
final class Host {
    /** System property: the UDP port of endpoints that listen; 0 for one of the system's choice. */
    static final String UDP_PORT_PROPERTY = "io.sctp.udp.port";

    /** The port that is assigned to SCTP inside UDP (RFC 6951, section 5.1). */
    static final int ASSIGNED_UDP_PORT = 9899;

    private static final int FIRST_EPHEMERAL_PORT = 32_768;
    private static final int EPHEMERAL_PORTS = 28_232;
    private static final long MEMORY_LIMIT_BYTES = 1L << 30;

    static final Host THIS = new Host();

    private final Driver listening = new Driver("sctp-listening", config());
    private final Driver connecting = new Driver("sctp-connecting", config());
    private final Map<Integer, Endpoint> ports = new HashMap<>();

    private Host() {}

    private static EngineConfig config() {
        return EngineConfig.builder().memoryLimitBytes(MEMORY_LIMIT_BYTES).build();
    }

    Driver listening() {
        return listening;
    }

    Driver connecting() {
        return connecting;
    }

    /** Gives the driver its UDP port for endpoints that listen. */
    void openToListen(final Driver driver) throws SctpException {
        final int wanted = Integer.getInteger(UDP_PORT_PROPERTY, ASSIGNED_UDP_PORT);
        if (wanted < 0 || wanted > 65_535) {
            throw new IllegalArgumentException(
                    "the property " + UDP_PORT_PROPERTY + " is " + wanted + ", not between 0 and 65535");
        }
        if (driver.isSocketOpen() && (wanted == 0 || driver.udpPort() == wanted)) {
            return;
        }
        try {
            if (driver.isSocketOpen()) {
                throw new SctpException.AddressInUse("listen", Errno.EADDRINUSE.number(), null, null, null);
            }
            driver.open(wanted);
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

    /** Gives the driver a UDP port for endpoints that connect: any will do. */
    void openToConnect(final Driver driver) throws SctpException {
        if (driver.isSocketOpen()) {
            return;
        }
        if (driver.equals(listening)) {
            try {
                openToListen(driver); // a one-to-many channel may listen later
                return;
            } catch (final SctpException.AddressInUse e) {
                // Another program listens; to connect, another port does.
            }
        }
        driver.open(0);
    }

    /** Where a peer's SCTP is reached if the program does not say. */
    int udpPortOf(final InetAddress peer, final int sctpPort) {
        final boolean ours = listening.isSocketOpen()
                && (isTaken(sctpPort) || Integer.getInteger(UDP_PORT_PROPERTY, ASSIGNED_UDP_PORT) == 0)
                && Addresses.isLocal(peer);
        return ours ? listening.udpPort() : ASSIGNED_UDP_PORT;
    }

    // ---- SCTP ports

    private boolean isTaken(final int port) {
        synchronized (ports) {
            return ports.containsKey(port);
        }
    }

    /**
     * Takes an SCTP port for an endpoint.
     *
     * @param port 0 for any that is free
     * @return the port, or 0 if it is taken
     */
    int claim(final int port, final Endpoint endpoint) {
        synchronized (ports) {
            if (port != 0) {
                return ports.putIfAbsent(port, endpoint) == null ? port : 0;
            }
            final int start = ThreadLocalRandom.current().nextInt(EPHEMERAL_PORTS);
            for (int i = 0; i < EPHEMERAL_PORTS; i++) {
                final int candidate = FIRST_EPHEMERAL_PORT + (start + i) % EPHEMERAL_PORTS;
                if (ports.putIfAbsent(candidate, endpoint) == null) {
                    return candidate;
                }
            }
            return 0;
        }
    }

    void release(final int port, final Endpoint endpoint) {
        synchronized (ports) {
            ports.remove(port, endpoint);
        }
    }
}

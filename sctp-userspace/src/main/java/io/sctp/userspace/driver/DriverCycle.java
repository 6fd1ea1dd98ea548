package io.sctp.userspace.driver;

import io.sctp.SctpException;
import io.sctp.engine.EngineHandler;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.config.EngineConfig;
import io.sctp.udp.UdpSocket;
import io.sctp.userspace.address.LocalAddresses;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One cycle of a driver with its engine: received packets and expired timers in, events and packets out.
 *
 * <p>A cycle has parts: a packet, a timer, the events of an association, the packets of one association. An error in a
 * part ends the association concerned ({@link Faults}), never the cycle. The number of parts of each kind is limited,
 * so that no kind waits long. Guarded by the driver's lock, except the buffers that the driving thread receives into.
 */
public final class DriverCycle {
    static final int TIMERS_PER_CYCLE = 1024;

    private static final int EVENTS_AT_ONCE = 256;
    private static final int ROUNDS_PER_CYCLE = 8;
    private static final int MAX_UNEXPLAINED = 100;
    private static final int UNEXPLAINED_WAIT_MILLIS = 10;
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final System.Logger LOGGER = System.getLogger("io.sctp.userspace");

    private final long epochNs = System.nanoTime();
    private final SctpEngine engine;
    private final DriverClient client;
    private final EngineHandler handler;
    private final Faults faults;
    private final LocalAddresses localAddresses = new LocalAddresses();
    private final Suspicion suspicion;
    private final PacketSender sender;
    private final PacketReceiver receiver;
    private final MisroutedPackets misrouted = new MisroutedPackets();
    /** When the socket was last asked for packets: what arrived before was read. Belongs to the driving thread. */
    private long heardUntilNs;

    private boolean unfinished;
    private boolean threadSleeps;
    private long threadSleepsUntilNs;

    DriverCycle(final String name, final EngineConfig config, final DriverParts parts, final DriverClient client) {
        this.client = client;
        engine = new SctpEngine(config, new SecureRandom(), 0);
        engine.uncutRoutes(new UncutLoopback());
        faults = new Faults(name, engine, client::onFault, LOGGER);
        suspicion = new Suspicion(name, engine.counters());
        handler = parts.handler().apply(client);
        sender = new PacketSender(engine, localAddresses, client, faults);
        receiver = new PacketReceiver(engine, localAddresses, faults);
    }

    SctpEngine engine() {
        return engine;
    }

    Faults faults() {
        return faults;
    }

    LocalAddresses localAddresses() {
        return localAddresses;
    }

    PacketSender sender() {
        return sender;
    }

    PacketReceiver receiver() {
        return receiver;
    }

    /** Packets that other drivers received for this one. */
    MisroutedPackets misrouted() {
        return misrouted;
    }

    /** The engine's clock. */
    long nowNs() {
        return System.nanoTime() - epochNs;
    }

    /** Receives packets, unless earlier ones still wait. Returns whether there are any. Called without the lock. */
    boolean receive(final UdpSocket socket) throws SctpException {
        noteHearing();
        return receiver.receive(socket) > 0;
    }

    /** As {@link #receive}, but polls for a short time if there are no packets. */
    boolean receive(final UdpSocket socket, final BusyPoll busyPoll) throws SctpException {
        noteHearing();
        return receiver.receive(socket, busyPoll) > 0;
    }

    private void noteHearing() {
        if (!receiver.hasRest()) {
            heardUntilNs = nowNs();
        }
    }

    /** Handles received packets and expired timers. Returns the time of the cycle. */
    long takeIn(final boolean isOfGroup) {
        final long nowNs = nowNs();
        threadSleeps = false;
        faults.endRest();
        if (isOfGroup) {
            misrouted.drainTo(engine, localAddresses, nowNs, faults);
        }
        receiver.handle(nowNs);
        handleTimeouts(heardUntilNs);
        return nowNs;
    }

    /**
     * Sends pending packets and delivers events.
     *
     * @param socket null if there is none
     * @return whether to wake the driving thread, because it would sleep too long
     */
    boolean settle(final UdpSocket socket) {
        boolean more;
        int rounds = 0;
        do {
            more = socket != null && sender.flush(socket, nowNs());
        } while (deliver() && !more && ++rounds < ROUNDS_PER_CYCLE);
        unfinished = more || rounds == ROUNDS_PER_CYCLE;
        if (threadSleeps && (sender.isBlocked() || unfinished || engine.nextTimeoutNs() < threadSleepsUntilNs)) {
            threadSleeps = false;
            return true;
        }
        return false;
    }

    private boolean deliver() {
        try {
            final boolean hasTold = engine.pollEvents(handler, EVENTS_AT_ONCE) > 0;
            client.onEventsDelivered();
            return hasTold;
        } catch (final Throwable thrown) { // no error ends a driver
            faults.onThrown("an event", thrown);
            return true;
        }
    }

    /** A timer that expired later may wait for what is in the socket: the next cycle reads it first. */
    private void handleTimeouts(final long untilNs) {
        if (engine.nextTimeoutNs() > untilNs) {
            return;
        }
        try {
            engine.handleTimeout(untilNs, TIMERS_PER_CYCLE);
            faults.onSuccess();
        } catch (final Throwable thrown) { // no error ends a driver
            faults.onThrown("a timer", thrown);
            if (faults.unexplained() > MAX_UNEXPLAINED) {
                throw new IllegalStateException("no timer runs any more", thrown);
            }
        }
    }

    /** Logs and records suspicious traffic. */
    void report(final long nowNs) {
        try {
            suspicion.onCycle(nowNs);
        } catch (final Throwable thrown) { // no error ends a driver
            faults.note("a report", thrown);
        }
    }

    /** How many milliseconds the driving thread may sleep; -1 without limit. */
    int plan(final long nowNs) {
        if (faults.unexplained() > 0) {
            return UNEXPLAINED_WAIT_MILLIS; // avoids a busy loop
        }
        if (unfinished || receiver.hasRest()) {
            return 0;
        }
        final long nextNs = Math.min(engine.nextTimeoutNs(), suspicion.dueNs());
        threadSleeps = true;
        threadSleepsUntilNs = nextNs;
        if (nextNs == SctpEngine.NO_TIMEOUT) {
            return -1;
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, (nextNs - nowNs + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI));
    }

    /** Adds its counters to those of others. */
    void countInto(final Map<String, Long> sums) {
        engine.counters().forEach((counter, value) -> sums.merge(counter, value, Long::sum));
        sums.merge("associations", (long) engine.associationCount(), Long::sum);
        sums.merge("survivedErrors", faults.count(), Long::sum);
        sums.merge("packetsHandedOver", misrouted.handedOver(), Long::sum);
        sums.merge("packetsNotHandedOver", misrouted.dropped(), Long::sum);
        client.countInto(sums);
    }
}

package io.sctp.userspace;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.association.Association;
import io.sctp.engine.association.Transmit;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.spi.Deadline;
import io.sctp.spi.VirtualThreads;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpSocket;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * One engine, the UDP socket it speaks through, and the thread that carries packets and time between the two.
 *
 * <p>The engine belongs to whoever holds {@link #lock}. A thread of the program that sends takes it, hands its messages
 * to the engine, and sends the packets itself: {@link #enter} before, {@link #leave} behind. The driver's own thread
 * does what nobody calls for: it waits for packets and timers, and wakes those who wait for what comes of them. A
 * platform thread that waits in a call takes its place meanwhile ({@link Wheel}). The
 * clock is read once in each turn, and nothing is allocated for a message or a packet.
 */
final class Driver {
    /** Packets of one path that are sent by one call: what UDP_SEGMENT takes at most. */
    private static final int SEND_SLOT_BYTES = 65_000;

    private static final int SEND_SLOTS = 16;
    private static final int RECEIVE_SLOT_BYTES = 65_535;
    private static final int RECEIVE_SLOTS = 32;
    static final int SOCKET_BUFFER_BYTES = 4 << 20;
    private static final int EVENTS_AT_ONCE = 256;
    private static final int PORTS_BYTES = 4;
    private static final int SIGNALLED = Integer.MIN_VALUE;
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private static final System.Logger LOGGER = System.getLogger("io.sctp.userspace");

    private final String name;
    private final EngineLock lock = new EngineLock();
    private final Wheel wheel = new Wheel();
    private final BusyPoll busyPoll = new BusyPoll(BusyPoll.micros());
    private final long epochNs = System.nanoTime();

    // Everything below is guarded by the lock, but for what the driver's own thread receives into.
    private final SctpEngine engine;
    private final DriverEvents events;
    private final LocalAddresses localAddresses = new LocalAddresses();
    private final Int2ObjectHashMap<Endpoint> listeners = new Int2ObjectHashMap<>();
    private final Transmit transmit = new Transmit();
    private final Strays strays = new Strays();
    // From when there is a socket.
    private DatagramBatch outbound;
    private DatagramBatch inbound;
    private Shards shards;
    private volatile UdpSocket socket;
    private volatile boolean guestsMayDrive;
    private boolean blocked;
    private boolean threadSleeps;
    private long threadSleepsUntilNs;

    Driver(final String name, final EngineConfig config) {
        this.name = name;
        engine = new SctpEngine(config, new SecureRandom(), 0);
        events = new DriverEvents(this);
    }

    /** So many drivers of one kind. */
    static List<Driver> several(final String name, final int count, final EngineConfig config) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Driver(count == 1 ? name : name + "-" + i, config))
                .toList();
    }

    // ---- The lock

    /** Takes the engine; {@link #leave} must follow. */
    void enter() {
        lock.lock();
        engine.advanceTo(now());
    }

    /** Sends what is to be sent, tells what happened, and gives the engine back. */
    void leave() {
        try {
            settle();
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return System.nanoTime() - epochNs;
    }

    // ---- The socket

    /**
     * Makes sure that there is a socket.
     *
     * @param port the UDP port to bind to, 0 for any
     * @throws SctpException.AddressInUse if the port is taken
     */
    void open(final int port) throws SctpException {
        if (socket != null) {
            return;
        }
        use(UdpSocket.open(port, SOCKET_BUFFER_BYTES), null);
        start();
    }

    /**
     * Gives a driver that has none its socket; {@link #start} must follow.
     *
     * @param group the drivers whose packets may arrive here, too; null if there are no others
     */
    void use(final UdpSocket opened, final Shards group) {
        guestsMayDrive = UdpSocket.isNative();
        shards = group;
        inbound = new DatagramBatch(RECEIVE_SLOTS, RECEIVE_SLOT_BYTES);
        outbound = new DatagramBatch(SEND_SLOTS, SEND_SLOT_BYTES);
        opened.prepareToSend(outbound);
        socket = opened;
        LOGGER.log(
                System.Logger.Level.DEBUG,
                "{0}: UDP port {1}, {2}",
                name,
                String.valueOf(opened.localPort()),
                opened.describe());
    }

    /** Starts the thread. */
    void start() {
        final Thread thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    boolean isSocketOpen() {
        return socket != null;
    }

    /** The local UDP port; 0 before there is a socket. */
    int udpPort() {
        final UdpSocket current = socket;
        return current == null ? 0 : current.localPort();
    }

    // ---- The engine

    SctpEngine engine() {
        assert lock.isHeldByCurrentThread() : "the engine is used without its lock";
        return engine;
    }

    LocalAddresses localAddresses() {
        return localAddresses;
    }

    /** Whether there are associations from one of our SCTP ports; slow. Takes the lock. */
    boolean hasAssociations(final int port) {
        enter();
        try {
            return engine.hasAssociations(port);
        } finally {
            leave();
        }
    }

    /** What came for this driver to others, and is handed over. */
    Strays strays() {
        return strays;
    }

    Association connect(
            final EngineConfig config,
            final int localPort,
            final int peerPort,
            final List<IpAddress> peers,
            final int peerUdpPort,
            final int localId) {
        return engine().connect(now(), config, localPort, peerPort, peers, peerUdpPort, localId);
    }

    void onConnecting(final Line line) {
        events.onConnecting(line);
    }

    void listen(final int port, final Endpoint listener, final EngineConfig config) {
        engine().listen(port, config);
        listeners.put(port, listener);
    }

    /** Ends it if it is still this endpoint that listens. */
    void stopListening(final int port, final Endpoint listener) {
        if (listener.equals(listener(port))) {
            engine().stopListening(port);
            listeners.remove(port);
        }
    }

    /** Who accepts associations on an SCTP port; null for nobody. */
    Endpoint listener(final int port) {
        return listeners.get(port);
    }

    // ---- Packets out, events up

    private void settle() {
        do {
            flush();
        } while (engine.pollEvents(events, EVENTS_AT_ONCE) > 0);
        if (threadSleeps && (blocked || engine.nextTimeoutNs() < threadSleepsUntilNs)) {
            threadSleeps = false;
            socket.wakeup();
        }
    }

    private void flush() {
        if (socket == null || !trySend()) {
            return;
        }
        final long nowNs = now();
        while (true) {
            while (!outbound.isFull()) {
                final int length = engine.pollTransmit(
                        nowNs, outbound.payload(), outbound.offset(outbound.size()), SEND_SLOT_BYTES, transmit);
                if (length == 0) {
                    break;
                }
                final IpAddress local = localAddresses.address(transmit.localId());
                outbound.add(
                        length,
                        transmit.segmentLength(),
                        transmit.addressHigh(),
                        transmit.addressLow(),
                        transmit.udpPort(),
                        0,
                        local.high(),
                        local.low());
                outbound.trafficClass(transmit.trafficClass());
                if (transmit.mustNotBeFragmented()) {
                    outbound.neverFragment();
                } else if (transmit.mayBeFragmented()) {
                    outbound.fragmentIfNeeded();
                }
            }
            final boolean more = outbound.isFull();
            if (!trySend() || !more) {
                return;
            }
        }
    }

    /** Sends what is left in the batch; false if there is no room for it now. */
    private boolean trySend() {
        if (!outbound.hasRemaining()) {
            return true;
        }
        try {
            blocked = !socket.send(outbound);
        } catch (final SctpException e) {
            // As if the network had lost it.
            LOGGER.log(System.Logger.Level.DEBUG, name, e);
            blocked = false;
        }
        if (!blocked) {
            noteRefusals();
            outbound.clear();
        }
        return !blocked;
    }

    /** An association that is being set up hears that no route leads to its peer; for others a packet was lost. */
    private void noteRefusals() {
        for (int slot = 0; slot < outbound.size(); slot++) {
            final int errno = outbound.error(slot);
            if (errno == Errno.ENETUNREACH.number()
                    || errno == Errno.EHOSTUNREACH.number()
                    || errno == Errno.EINVAL.number()) {
                events.onUnreachable(outbound.peerHigh(slot), outbound.peerLow(slot), errno);
            }
        }
    }

    // ---- The driver's thread

    private void run() {
        wheel.own();
        while (true) {
            wheel.take();
            try {
                while (!wheel.isWanted()) {
                    final int received = socket.receive(inbound);
                    final int timeoutMillis = turn(received, null);
                    if (received < inbound.capacity() && !wheel.isWanted()) {
                        socket.await(blocked, timeoutMillis);
                    }
                }
            } catch (final SctpException | RuntimeException e) {
                // An engine that fails on one packet must not take every association with it.
                LOGGER.log(System.Logger.Level.ERROR, name + ": a turn of the driver failed", e);
            } finally {
                wheel.giveUp();
            }
        }
    }

    // ---- Guests

    /**
     * A platform thread that would have to wait does the driver's work meanwhile, until it is signalled or its time is
     * over.
     *
     * @return false if another thread does it; the caller has to park
     */
    boolean driveAsGuest(final Waiters waiters, final Deadline deadline) {
        if (!guestsMayDrive || VirtualThreads.isCurrentVirtual() || socket == null) {
            return false;
        }
        if (!wheel.tryEnter()) {
            if (wheel.ask()) {
                socket.wakeup();
            }
            return false;
        }
        try {
            while (!deadline.expired()) {
                final int received = busyPoll.receive(socket, inbound);
                final int timeoutMillis = turn(received, waiters);
                if (timeoutMillis == SIGNALLED) {
                    break;
                }
                if (received == 0) {
                    socket.await(blocked, atMost(timeoutMillis, deadline));
                }
            }
        } catch (final SctpException | RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, name + ": a turn of the driver failed", e);
        } finally {
            wheel.leave();
        }
        return true;
    }

    private static int atMost(final int timeoutMillis, final Deadline deadline) {
        final long left = deadline.remainingNanos() / NANOS_PER_MILLI + 1;
        return (int) (timeoutMillis < 0 ? Math.min(left, Integer.MAX_VALUE) : Math.min(left, timeoutMillis));
    }

    /** A thread was signalled that may be waiting for packets, and not parked. */
    void wakeIfItWaitsForPackets(final Thread thread) {
        if (wheel.isSteeredBy(thread) && !thread.equals(Thread.currentThread())) {
            socket.wakeup();
        }
    }

    /**
     * Takes in what was received and what is due.
     *
     * @param guest where the calling thread is enlisted if it is a guest, else null
     * @return how long there is to wait, or {@link #SIGNALLED} if the guest has what it waited for
     */
    private int turn(final int received, final Waiters guest) {
        enter();
        try {
            final long nowNs = now();
            threadSleeps = false;
            if (shards != null) {
                strays.drainTo(engine, localAddresses, nowNs);
            }
            for (int slot = 0; slot < received; slot++) {
                handle(slot, nowNs);
            }
            if (engine.nextTimeoutNs() <= nowNs) {
                engine.handleTimeout(nowNs);
            }
            settle();
            if (guest != null && !guest.isEnlisted(Thread.currentThread())) {
                return SIGNALLED;
            }
            return plan(nowNs);
        } finally {
            lock.unlock();
        }
    }

    private void handle(final int slot, final long nowNs) {
        if (inbound.error(slot) != 0) {
            return; // longer than any packet of SCTP
        }
        final int localId = localId(slot);
        final int length = inbound.length(slot);
        final int segment = Math.max(1, inbound.segment(slot));
        for (int at = 0; at < length; at += segment) {
            final int offset = inbound.offset(slot) + at;
            final int packet = Math.min(segment, length - at);
            if (shards != null && packet >= PORTS_BYTES && handedOver(slot, offset, packet)) {
                continue;
            }
            engine.handlePacket(
                    nowNs,
                    inbound.payload(),
                    offset,
                    packet,
                    inbound.peerHigh(slot),
                    inbound.peerLow(slot),
                    inbound.peerPort(slot),
                    localId);
        }
    }

    /** Gives a packet to the driver it is for; false if that is this one. */
    private boolean handedOver(final int slot, final int offset, final int length) {
        final Driver right = shards.of(inbound.payload().getInt(offset));
        if (right.equals(this)) {
            return false;
        }
        if (right.strays.put(inbound, slot, offset, length)) {
            right.socket.wakeup();
        }
        return true;
    }

    /** Where a datagram arrived: as the system says, or, where it says nothing, as the listener's addresses suggest. */
    private int localId(final int slot) {
        final long high = inbound.localHigh(slot);
        final long low = inbound.localLow(slot);
        if ((high | low) != 0 || inbound.length(slot) < PORTS_BYTES) {
            return localAddresses.idOf(high, low);
        }
        final int port = Short.toUnsignedInt(inbound.payload().getShort(inbound.offset(slot) + Short.BYTES));
        final Endpoint listener = listeners.get(port);
        return listener == null
                ? LocalAddresses.ANY
                : listener.likelyLocalId(Addresses.of(inbound.peerHigh(slot), inbound.peerLow(slot)));
    }

    private int plan(final long nowNs) {
        final long nextNs = engine.nextTimeoutNs();
        threadSleeps = true;
        threadSleepsUntilNs = nextNs;
        if (nextNs == SctpEngine.NO_TIMEOUT) {
            return -1;
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, (nextNs - nowNs + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI));
    }

    @Override
    public String toString() {
        return name;
    }
}

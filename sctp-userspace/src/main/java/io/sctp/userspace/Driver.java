package io.sctp.userspace;

import com.carrotsearch.hppc.IntObjectHashMap;
import io.sctp.SctpException;
import io.sctp.engine.Association;
import io.sctp.engine.EngineHandler;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.spi.Deadline;
import io.sctp.spi.InterruptHook;
import io.sctp.spi.VirtualThreads;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpIo;
import io.sctp.udp.UdpSocket;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * One engine, the UDP socket it speaks through, and the thread that carries packets and time between the two.
 *
 * <p>The engine belongs to whoever holds {@link #lock}. A thread of the program that sends takes it, hands its messages
 * to the engine, and sends the packets itself: {@link #enter} before, {@link #leave} behind. The driver's own thread
 * does what nobody calls for: it waits for packets and timers, and wakes those who wait for what comes of them. A
 * platform thread that waits in a call takes its place meanwhile ({@link DriverTurn}). The
 * clock is read once in each turn, and nothing is allocated for a message or a packet.
 *
 * <p>A turn is made of parts: a packet, a timer, the events of an association, what one has to send. An error in one of
 * them ends the association concerned ({@link Faults}), never the turn; and what a turn may do of each is limited, so
 * that the others come to theirs. A driver whose socket is broken for good ends, and every channel on it
 * ({@link #end}).
 */
final class Driver {
    static final int SOCKET_BUFFER_BYTES = 4 << 20;
    private static final int EVENTS_AT_ONCE = 256;
    private static final int ROUNDS_PER_CYCLE = 8;
    static final int TIMERS_PER_CYCLE = 1024;
    private static final int MAX_UNEXPLAINED = 100;
    private static final int UNEXPLAINED_WAIT_MILLIS = 10;
    /** The least time between two looks at whether an address is there. */
    private static final long SOURCE_CHECK_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int SIGNALLED = Integer.MIN_VALUE;
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private static final System.Logger LOGGER = System.getLogger("io.sctp.userspace");

    private final String name;
    private final Parts parts;
    private final EngineLock lock = new EngineLock();
    private final DriverTurn turn = new DriverTurn();

    /** Ends a borrower's waiting for packets when it is interrupted. */
    private final InterruptHook borrowerInterrupts = new InterruptHook(this::wakeup);

    private final BusyPoll busyPoll;
    private final SocketTroubles troubles = new SocketTroubles();
    private final Set<UserspaceEndpoint<?>> endpoints =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final long epochNs = System.nanoTime();
    private final long packetBytes;

    // Everything below is guarded by the lock, but for what the driver's own thread receives into.
    private final SctpEngine engine;
    private final DriverEvents events;
    private final EngineHandler handler;
    private final Faults faults;
    private final LocalAddresses localAddresses = new LocalAddresses();
    private final IntObjectHashMap<UserspaceEndpoint<?>> listeners = new IntObjectHashMap<>();
    private final Set<ChannelAssociation> lingering = new LinkedHashSet<>();
    private final Set<UserspaceMessageChannel<?>> postponed = new LinkedHashSet<>();
    private boolean mayResume;
    private long sends;
    private long sourceCheckedNs = -SOURCE_CHECK_NS;
    private final Suspicion suspicion;
    private final PacketSender sender;
    private final PacketReceiver receiver;
    private final MisroutedPackets misrouted = new MisroutedPackets();
    private Shards shards;
    private volatile Thread thread;
    private volatile UdpSocket socket;
    private volatile boolean mayBeBorrowed;
    private volatile Throwable failure;
    private volatile long cycleBeganNs = DriverHealth.IDLE;
    private boolean unfinished;
    private boolean threadSleeps;
    private long threadSleepsUntilNs;

    /**
     * What a driver is made with; tests replace it.
     *
     * @param threads makes its thread
     * @param handler what hears the engine's events instead of the driver's own
     * @param receiveSlots datagrams, or runs of them, that are received at once
     * @param sendSlots and sent
     * @param io what its socket goes through
     * @param busyPoll how long a waiting thread of the program looks for packets before it sleeps
     */
    record Parts(
            ThreadFactory threads,
            UnaryOperator<EngineHandler> handler,
            int receiveSlots,
            int sendSlots,
            UdpIo io,
            Duration busyPoll) {
        static Parts of(final int receiveSlots, final int sendSlots, final StackConfig config) {
            return new Parts(
                    Thread::new, UnaryOperator.identity(), receiveSlots, sendSlots, config.io(), config.busyPoll());
        }
    }

    Driver(final String name, final EngineConfig config, final Parts parts) {
        this.name = name;
        this.parts = parts;
        busyPoll = new BusyPoll(parts.busyPoll());
        packetBytes = (long) parts.receiveSlots() * PacketReceiver.SLOT_BYTES
                + (long) parts.sendSlots() * PacketSender.SLOT_BYTES;
        engine = new SctpEngine(config, new SecureRandom(), 0);
        faults = new Faults(name, engine, LOGGER);
        suspicion = new Suspicion(name, engine.counters());
        events = new DriverEvents(this);
        handler = parts.handler().apply(events);
        sender = new PacketSender(engine, localAddresses, events, faults);
        receiver = new PacketReceiver(engine, localAddresses, faults);
    }

    /** So many drivers of one kind. */
    static List<Driver> several(final String name, final int count, final EngineConfig config, final Parts parts) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Driver(count == 1 ? name : name + "-" + i, config, parts))
                .toList();
    }

    // ---- The lock

    /** Takes the engine; {@link #leave} must follow. */
    void enter() {
        lock.lock();
        engine.advanceTo(now());
    }

    /** Sends what is to be sent, tells what happened, and gives the engine back. Throws nothing. */
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
     * Makes sure that there is a socket, and a thread that serves it.
     *
     * @param port the UDP port to bind to, 0 for any
     * @throws SctpException.AddressInUse if the port is taken
     */
    void open(final int port) throws SctpException {
        if (socket != null) {
            return;
        }
        final UdpSocket opened = parts.io().open(port, SOCKET_BUFFER_BYTES);
        try {
            use(opened, null);
            start();
        } catch (final SctpException | RuntimeException | Error e) {
            socket = null;
            opened.close();
            throw e;
        }
    }

    /**
     * Gives a driver that has none its socket; {@link #start} must follow.
     *
     * @param group the drivers whose packets may arrive here, too; null if there are no others
     */
    void use(final UdpSocket opened, final Shards group) throws SctpException {
        mayBeBorrowed = parts.io().isNative();
        shards = group;
        try {
            final DatagramBatch inbound = new DatagramBatch(parts.receiveSlots(), PacketReceiver.SLOT_BYTES);
            final DatagramBatch outbound = new DatagramBatch(parts.sendSlots(), PacketSender.SLOT_BYTES);
            opened.prepareToSend(outbound);
            receiver.use(inbound, this, group);
            sender.use(outbound);
        } catch (final OutOfMemoryError e) {
            throw Shortages.memory("open UDP socket", e);
        }
        socket = opened;
        LOGGER.log(
                System.Logger.Level.DEBUG,
                "{0}: UDP port {1}, {2}",
                name,
                String.valueOf(opened.localPort()),
                opened.describe());
    }

    /** Starts the thread; if that fails, nothing has changed. */
    void start() throws SctpException {
        try {
            final Thread made = parts.threads().newThread(this::run);
            made.setName(name);
            made.setDaemon(true);
            thread = made;
            made.start();
        } catch (final OutOfMemoryError e) {
            thread = null;
            throw Shortages.thread("start " + name, e);
        }
    }

    /**
     * As if it had never been opened, because one of its group cannot be; without its lock. Its thread ends, if it has
     * one.
     */
    void undo() {
        final Thread started = thread;
        thread = null;
        wakeup();
        boolean interrupted = false;
        while (started != null && started.isAlive()) {
            LockSupport.parkNanos(this, NANOS_PER_MILLI);
            interrupted |= Thread.interrupted();
        }
        socket = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Over NIO, from now on it is known which packets arrive at an address; it has its socket. */
    void receiveAt(final InetAddress address) throws SctpException {
        socket.receiveAt(address);
    }

    boolean isSocketOpen() {
        return socket != null;
    }

    /** The local UDP port; 0 before there is a socket. */
    int udpPort() {
        final UdpSocket current = socket;
        return current == null ? 0 : current.localPort();
    }

    private void wakeup() {
        final UdpSocket current = socket;
        if (current != null) {
            current.wakeup();
        }
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
    MisroutedPackets misrouted() {
        return misrouted;
    }

    /** Another driver received a packet for this one. */
    void takeOver(final DatagramBatch batch, final int slot, final int offset, final int length) {
        if (misrouted.put(batch, slot, offset, length)) {
            wakeup();
        }
    }

    /** Begins an association; an error on the way leaves nothing of it. */
    Association connect(
            final AssociationConfig config,
            final int localPort,
            final int peerPort,
            final List<IpAddress> peers,
            final int peerUdpPort,
            final int localId) {
        try {
            return engine().connect(now(), config, localPort, peerPort, peers, peerUdpPort, localId);
        } catch (final Error e) {
            faults.onThrown("connect", e);
            throw e;
        }
    }

    /** A call of the program's on an association has thrown: its state is in doubt. With the lock. */
    void onThrown(final ChannelAssociation association, final Throwable thrown) {
        faults.onThrown(association.engine(), thrown);
    }

    /** A notification of an association found no room in its buffers. */
    void onNotificationDropped() {
        events.onNotificationDropped();
    }

    void onConnecting(final ChannelAssociation association) {
        events.onConnecting(association);
    }

    void listen(final int port, final UserspaceEndpoint<?> listener, final AssociationConfig config) {
        engine().listen(port, config);
        listeners.put(port, listener);
    }

    /** Ends it if it is still this endpoint that listens. */
    void stopListening(final int port, final UserspaceEndpoint<?> listener) {
        if (listener.equals(listener(port))) {
            engine().stopListening(port);
            listeners.remove(port);
        }
    }

    /** The most associations that it has at once. */
    int maxAssociations() {
        return engine.maxAssociations();
    }

    /** Who accepts associations on an SCTP port; null for nobody. */
    UserspaceEndpoint<?> listener(final int port) {
        return listeners.get(port);
    }

    // ---- Packets out, events up

    private void settle() {
        boolean more;
        int rounds = 0;
        do {
            final UdpSocket current = socket;
            more = current != null && sender.flush(current, now());
        } while (deliver() && !more && ++rounds < ROUNDS_PER_CYCLE);
        unfinished = more || rounds == ROUNDS_PER_CYCLE;
        if (threadSleeps && (sender.isBlocked() || unfinished || engine.nextTimeoutNs() < threadSleepsUntilNs)) {
            threadSleeps = false;
            wakeup();
        }
    }

    private boolean deliver() {
        try {
            final boolean hasTold = engine.pollEvents(handler, EVENTS_AT_ONCE) > 0;
            if (mayResume) {
                resumePostponed();
            }
            return hasTold;
        } catch (final Throwable thrown) { // no error ends a driver
            faults.onThrown("an event", thrown);
            return true;
        }
    }

    // ---- The driver's thread

    private void run() {
        turn.own();
        enter(); // who opens the socket holds the lock
        leave();
        while (mayGoOn()) {
            try {
                turn.take();
                try {
                    drive();
                } finally {
                    turn.giveUp();
                }
            } catch (final Throwable thrown) { // no error ends a driver
                onTrouble(thrown);
            }
        }
        if (failure != null) {
            closeSocket();
        }
    }

    private boolean mayGoOn() {
        return failure == null && Thread.currentThread().equals(thread);
    }

    private void drive() throws SctpException {
        while (!turn.isWanted() && mayGoOn()) {
            final UdpSocket current = socket;
            if (current == null) { // the others of its group are still being opened
                LockSupport.parkNanos(this, NANOS_PER_MILLI);
                continue;
            }
            receiver.receive(current);
            final int timeoutMillis = runCycle(null);
            if (!receiver.isFull() && !receiver.hasRest() && !turn.isWanted() && mayGoOn()) {
                current.await(sender.isBlocked(), timeoutMillis);
            }
            troubles.onSuccess();
        }
    }

    /** What is outside of the parts of a turn has thrown, most likely the socket. */
    private void onTrouble(final Throwable thrown) {
        cycleBeganNs = DriverHealth.IDLE;
        faults.note("a cycle", thrown);
        if (failure == null && troubles.isForGood(thrown)) {
            end(thrown);
        } else {
            troubles.pause();
        }
    }

    // ---- Its end

    /**
     * Nothing can be sent or received any more: every channel on this driver, and on those of its group, ends with an
     * exception that names the cause. Called without a lock.
     */
    void end(final Throwable cause) {
        if (!markEnded(cause)) {
            return;
        }
        LOGGER.log(System.Logger.Level.ERROR, name + " cannot go on, and every channel on it ends", cause);
        endRest();
        if (shards != null) {
            shards.end(cause);
        }
    }

    /** Ends because its stack was closed, as each of its group is told. Called without a lock. */
    void stop(final Throwable cause) {
        if (markEnded(cause)) {
            endRest();
        }
    }

    private void endRest() {
        for (final UserspaceEndpoint<?> endpoint : endpoints()) {
            endpoint.onDriverEnded();
        }
        forgetLingering();
        wakeup();
    }

    /** Nothing more comes of them: they are not in the way of others. */
    private void forgetLingering() {
        lock.lock();
        try {
            lingering.forEach(association -> association
                    .owner()
                    .host()
                    .ports()
                    .settle(association.engine().localPort()));
            lingering.clear();
        } finally {
            lock.unlock();
        }
    }

    private boolean markEnded(final Throwable cause) {
        lock.lock();
        try {
            final boolean isFirst = failure == null;
            failure = isFirst ? cause : failure;
            return isFirst;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until its thread has ended, which closes the socket; an interrupt ends the wait. */
    void awaitEnd(final Deadline deadline) {
        final Thread started = thread;
        while (started != null
                && started.isAlive()
                && !deadline.expired()
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, NANOS_PER_MILLI);
        }
    }

    /** By the driver's thread, once no borrower can use it. */
    private void closeSocket() {
        turn.take();
        lock.lock();
        try {
            final UdpSocket current = socket;
            socket = null;
            if (current != null) {
                current.close();
            }
        } finally {
            lock.unlock();
            turn.giveUp();
        }
    }

    /** Why it ended; null while it has not. */
    Throwable failure() {
        return failure;
    }

    /** The channels on it that are open. */
    List<UserspaceEndpoint<?>> endpoints() {
        return List.of(endpoints.toArray(UserspaceEndpoint<?>[]::new));
    }

    // ---- Associations of channels that are closed

    /** The association is being shut down, and its channel is closed; with the lock. */
    void addLingering(final ChannelAssociation association) {
        lingering.add(association);
    }

    /** It is over; who waited for that goes on once all events were told. */
    void removeLingering(final ChannelAssociation association) {
        lingering.remove(association);
        mayResume = true;
    }

    /** Whether an association of a channel that is closed stands in the way of a new one. */
    boolean lingersWith(final int localPort, final int peerPort, final List<IpAddress> peers) {
        return lingering.stream()
                .anyMatch(association ->
                        association.engine().localPort() == localPort && association.isWith(peerPort, peers));
    }

    /** Has a channel try again to connect when one of those associations is over. */
    void resumeLater(final UserspaceMessageChannel<?> channel) {
        postponed.add(channel);
    }

    private void resumePostponed() {
        mayResume = false;
        final List<UserspaceMessageChannel<?>> channels = List.copyOf(postponed);
        postponed.clear();
        channels.forEach(UserspaceMessageChannel::resumeConnecting);
    }

    /** A message of the program's was queued. */
    void noteSend() {
        sends++;
    }

    /** How many associations are not over but of channels that are open; takes the lock. */
    int openAssociationCount() {
        enter();
        try {
            return engine.associationCount() - lingering.size();
        } finally {
            leave();
        }
    }

    /** How many messages the program has sent; takes the lock. */
    long sends() {
        enter();
        try {
            return sends;
        } finally {
            leave();
        }
    }

    /**
     * The system refused to send from an address of its own: if that is gone, associations use another one they have.
     */
    void onSourceRefused(final int localId) {
        final long nowNs = now();
        if (nowNs - sourceCheckedNs < SOURCE_CHECK_NS) {
            return;
        }
        sourceCheckedNs = nowNs;
        final IpAddress source = localAddresses.address(localId);
        if (Addresses.isLocal(Addresses.of(source.high(), source.low()))) {
            return;
        }
        lingering.forEach(association -> association.leaveAddress(localId));
        for (final UserspaceEndpoint<?> endpoint : endpoints()) {
            endpoint.associationsToChange().forEach(association -> association.leaveAddress(localId));
        }
    }

    /** Ends those that are not over; with the lock. */
    void abortLingering(final byte[] reason) {
        for (final ChannelAssociation association : List.copyOf(lingering)) {
            association.engine().abort(reason);
        }
    }

    /** How many associations are not over; takes the lock. */
    int associationCount() {
        enter();
        try {
            return engine.associationCount();
        } finally {
            leave();
        }
    }

    /** The endpoint is told if the driver ends. */
    void register(final UserspaceEndpoint<?> endpoint) {
        endpoints.add(endpoint);
    }

    void forget(final UserspaceEndpoint<?> endpoint) {
        endpoints.remove(endpoint);
    }

    /** Direct memory that it has, for packets and for messages; for any thread, and as good as exact. */
    long memoryAllocatedBytes() {
        return engine.memoryAllocatedBytes() + (socket == null ? 0 : packetBytes);
    }

    /** Direct memory that messages and packets are in. */
    long memoryUsedBytes() {
        return engine.memoryLiveBytes() + (socket == null ? 0 : packetBytes);
    }

    /** Adds its counters to those of others; takes the lock. */
    void countInto(final Map<String, Long> sums) {
        enter();
        try {
            engine.counters().forEach((counter, value) -> sums.merge(counter, value, Long::sum));
            sums.merge("associations", (long) engine.associationCount(), Long::sum);
            sums.merge("survivedErrors", faults.count(), Long::sum);
            sums.merge("packetsHandedOver", misrouted.handedOver(), Long::sum);
            sums.merge("packetsNotHandedOver", misrouted.dropped(), Long::sum);
            sums.merge("notificationsDropped", events.notificationsDropped(), Long::sum);
        } finally {
            leave();
        }
    }

    DriverHealth health() {
        return new DriverHealth(name, udpPort(), thread, cycleBeganNs, failure, faults.count(), faults.last());
    }

    // ---- Borrowers

    /**
     * A platform thread that would have to wait does the driver's work meanwhile, until it is signalled or its time is
     * over.
     *
     * @return false if another thread does it; the caller has to park
     */
    boolean driveAsBorrower(final Waiters waiters, final Deadline deadline) {
        if (!mayBeBorrowed || VirtualThreads.isCurrentVirtual() || socket == null || failure != null) {
            return false;
        }
        if (!turn.tryEnter()) {
            if (turn.ask()) {
                wakeup();
            }
            return false;
        }
        borrowerInterrupts.begin();
        try {
            driveWhileWaiting(waiters, deadline);
            return true;
        } catch (
                final Throwable thrown) { // a shortage of the borrower's own stack, too: the driver's thread takes over
            faults.note("a cycle", thrown);
            if (thrown instanceof SctpException && troubles.isForGood(thrown)) {
                end(thrown);
            }
            return false;
        } finally {
            borrowerInterrupts.end();
            cycleBeganNs = DriverHealth.IDLE;
            turn.leave();
        }
    }

    private void driveWhileWaiting(final Waiters waiters, final Deadline deadline) throws SctpException {
        while (!deadline.expired() && failure == null && !Thread.currentThread().isInterrupted()) {
            final UdpSocket current = socket;
            if (current == null) {
                return;
            }
            final int received = receiver.receive(current, busyPoll);
            final int timeoutMillis = runCycle(waiters);
            if (timeoutMillis == SIGNALLED) {
                return;
            }
            if (received == 0) {
                current.await(sender.isBlocked(), atMost(timeoutMillis, deadline));
            }
            troubles.onSuccess();
        }
    }

    private static int atMost(final int timeoutMillis, final Deadline deadline) {
        final long left = deadline.remainingNanos() / NANOS_PER_MILLI + 1;
        return (int) (timeoutMillis < 0 ? Math.min(left, Integer.MAX_VALUE) : Math.min(left, timeoutMillis));
    }

    /** A thread was signalled that may be waiting for packets, and not parked. */
    void wakeIfItWaitsForPackets(final Thread waiting) {
        if (turn.isBorrowedBy(waiting) && !waiting.equals(Thread.currentThread())) {
            wakeup();
        }
    }

    // ---- A turn

    /**
     * Takes in what was received and what is due.
     *
     * @param borrower where the calling thread is enlisted if it is a borrower, else null
     * @return how long there is to wait, or {@link #SIGNALLED} if the borrower has what it waited for
     */
    private int runCycle(final Waiters borrower) {
        cycleBeganNs = System.nanoTime();
        enter();
        try {
            final long nowNs = now();
            threadSleeps = false;
            faults.endRest();
            if (shards != null) {
                misrouted.drainTo(engine, localAddresses, nowNs, faults);
            }
            receiver.handle(nowNs);
            handleTimeouts(nowNs);
            settle();
            report(nowNs);
            if (borrower != null && !borrower.isEnlisted(Thread.currentThread())) {
                return SIGNALLED;
            }
            return plan(nowNs);
        } finally {
            lock.unlock();
            cycleBeganNs = DriverHealth.IDLE;
        }
    }

    private void handleTimeouts(final long nowNs) {
        if (engine.nextTimeoutNs() > nowNs) {
            return;
        }
        try {
            engine.handleTimeout(nowNs, TIMERS_PER_CYCLE);
            faults.onSuccess();
        } catch (final Throwable thrown) { // no error ends a driver
            faults.onThrown("a timer", thrown);
            if (faults.unexplained() > MAX_UNEXPLAINED) {
                throw new IllegalStateException("no timer runs any more", thrown);
            }
        }
    }

    private void report(final long nowNs) {
        try {
            suspicion.onCycle(nowNs);
        } catch (final Throwable thrown) { // no error ends a driver
            faults.note("a report", thrown);
        }
    }

    private int plan(final long nowNs) {
        if (faults.unexplained() > 0) {
            return UNEXPLAINED_WAIT_MILLIS; // and not in a circle
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

    @Override
    public String toString() {
        return name;
    }
}

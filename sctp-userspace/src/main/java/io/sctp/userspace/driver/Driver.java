package io.sctp.userspace.driver;

import io.sctp.SctpException;
import io.sctp.engine.Association;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.spi.Deadline;
import io.sctp.spi.InterruptHook;
import io.sctp.spi.VirtualThreads;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpSocket;
import io.sctp.userspace.address.LocalAddresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * One engine, its UDP socket, and the thread that moves packets and time between the two.
 *
 * <p>The engine belongs to the holder of {@link #lock}. A thread of the program that sends takes the lock, passes its
 * messages to the engine, and sends the packets itself: {@link #enter} before, {@link #leave} after. The driver's own
 * thread does the rest: it waits for packets and timers, and wakes the threads that wait for their results. A platform
 * thread that waits in a call takes its place meanwhile ({@link DriverTurn}). Nothing is allocated for a message or a
 * packet.
 *
 * <p>A driver whose socket is permanently broken ends, with every channel on it ({@link #end}).
 */
public final class Driver {
    static final int SOCKET_BUFFER_BYTES = 4 << 20;

    private static final int SIGNALLED = Integer.MIN_VALUE;
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private static final System.Logger LOGGER = System.getLogger("io.sctp.userspace");

    private final String name;
    private final DriverParts parts;
    private final EngineLock lock = new EngineLock();
    private final DriverTurn turn = new DriverTurn();

    /** Ends a borrowing thread's wait for packets when it is interrupted. */
    private final InterruptHook borrowerInterrupts = new InterruptHook(this::wakeup);

    private final BusyPoll busyPoll;
    private final SocketTroubles troubles = new SocketTroubles();
    private final long packetBytes;

    /** Guarded by the lock. */
    private final DriverCycle cycle;

    private final DriverClient client;
    private Shards shards;
    private volatile Thread thread;
    private volatile UdpSocket socket;
    private volatile boolean mayBeBorrowed;
    private volatile Throwable failure;
    private volatile long cycleBeganNs = DriverHealth.IDLE;

    public Driver(final String name, final EngineConfig config, final DriverParts parts) {
        this.name = name;
        this.parts = parts;
        busyPoll = new BusyPoll(parts.busyPoll());
        packetBytes = (long) parts.receiveSlots() * PacketReceiver.SLOT_BYTES
                + (long) parts.sendSlots() * PacketSender.SLOT_BYTES;
        client = parts.clients().apply(this);
        cycle = new DriverCycle(name, config, parts, client);
    }

    /** Creates drivers of one kind. */
    public static List<Driver> several(
            final String name, final int count, final EngineConfig config, final DriverParts parts) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Driver(count == 1 ? name : name + "-" + i, config, parts))
                .toList();
    }

    // ---- The lock

    /** Takes the engine. {@link #leave} must follow. */
    public void enter() {
        lock.lock();
        cycle.engine().advanceTo(cycle.nowNs());
    }

    /** Sends pending packets, delivers events, and releases the engine. Throws nothing. */
    public void leave() {
        try {
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** How often its lock was taken. Takes the lock. */
    public long lockCount() {
        lock.lock();
        try {
            return lock.count();
        } finally {
            lock.unlock();
        }
    }

    private void settle() {
        if (cycle.settle(socket)) {
            wakeup();
        }
    }

    // ---- The socket

    /**
     * Ensures that there is a socket and a thread that serves it.
     *
     * @param port the UDP port to bind to, 0 for any
     * @throws SctpException.AddressInUse if the port is taken
     */
    public void open(final int port) throws SctpException {
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
     * Sets the socket of a driver that has none. {@link #start} must follow.
     *
     * @param group the drivers whose packets may also arrive here; null if there are no others
     */
    public void use(final UdpSocket opened, final Shards group) throws SctpException {
        mayBeBorrowed = parts.io().isNative();
        shards = group;
        try {
            final DatagramBatch inbound = new DatagramBatch(parts.receiveSlots(), PacketReceiver.SLOT_BYTES);
            final DatagramBatch outbound = new DatagramBatch(parts.sendSlots(), PacketSender.SLOT_BYTES);
            opened.prepareToSend(outbound);
            cycle.receiver().use(inbound, this, group);
            cycle.sender().use(outbound);
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
    public void start() throws SctpException {
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
     * Resets the driver as if it had never been opened, because another one of its group cannot be opened. Called
     * without its lock. Its thread ends, if it has one.
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

    /** With NIO: gives an address a socket of its own, so that the destination of its packets is known. */
    public void receiveAt(final InetAddress address) throws SctpException {
        socket.receiveAt(address);
    }

    public boolean isSocketOpen() {
        return socket != null;
    }

    /** The local UDP port; 0 before there is a socket. */
    public int udpPort() {
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

    public SctpEngine engine() {
        assert lock.isHeldByCurrentThread() : "the engine is used without its lock";
        return cycle.engine();
    }

    /** The client whose associations are in the engine. */
    public DriverClient client() {
        return client;
    }

    public LocalAddresses localAddresses() {
        return cycle.localAddresses();
    }

    /** Whether there are associations with this local SCTP port. Slow. Takes the lock. */
    boolean hasAssociations(final int port) {
        enter();
        try {
            return cycle.engine().hasAssociations(port);
        } finally {
            leave();
        }
    }

    /** The packets for this driver that arrived at others. */
    public MisroutedPackets misrouted() {
        return cycle.misrouted();
    }

    /** Accepts a packet for this driver that another driver received. */
    void takeOver(final DatagramBatch batch, final int slot, final int offset, final int length) {
        if (cycle.misrouted().put(batch, slot, offset, length)) {
            wakeup();
        }
    }

    /** Begins an association. If an error is thrown, nothing of it remains. */
    public Association connect(
            final AssociationConfig config,
            final int localPort,
            final int peerPort,
            final List<IpAddress> peers,
            final int peerUdpPort,
            final int localId) {
        try {
            return engine().connect(cycle.nowNs(), config, localPort, peerPort, peers, peerUdpPort, localId);
        } catch (final Error e) {
            cycle.faults().onThrown("connect", e);
            throw e;
        }
    }

    /** Called with the lock when a program's call on an association has thrown, so that its state is in doubt. */
    public void onThrown(final Association association, final Throwable thrown) {
        cycle.faults().onThrown(association, thrown);
    }

    /** The maximum number of associations. */
    public int maxAssociations() {
        return cycle.engine().maxAssociations();
    }

    // ---- The driver's thread

    private void run() {
        turn.own();
        enter(); // the thread that opens the socket holds the lock
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
            if (current == null) { // other drivers of the group are still being opened
                LockSupport.parkNanos(this, NANOS_PER_MILLI);
                continue;
            }
            cycle.receive(current);
            final int timeoutMillis = runCycle(null);
            if (!cycle.receiver().isFull() && !cycle.receiver().hasRest() && !turn.isWanted() && mayGoOn()) {
                current.await(cycle.sender().isBlocked(), timeoutMillis);
            }
            troubles.onSuccess();
        }
    }

    /** Handles an error outside the parts of a cycle, most probably of the socket. */
    private void onTrouble(final Throwable thrown) {
        cycleBeganNs = DriverHealth.IDLE;
        cycle.faults().note("a cycle", thrown);
        if (failure == null && troubles.isForGood(thrown)) {
            end(thrown);
        } else {
            troubles.pause();
        }
    }

    // ---- Its end

    /**
     * Ends every channel on this driver and its group with an exception that has the cause, because nothing can be sent
     * or received any more. Called without a lock.
     */
    public void end(final Throwable cause) {
        if (!markEnded(cause)) {
            return;
        }
        LOGGER.log(System.Logger.Level.ERROR, name + " has failed, and every channel on it ends", cause);
        endRest();
        if (shards != null) {
            shards.end(cause);
        }
    }

    /** Ends because its stack was closed; each driver of a group is called. Called without a lock. */
    public void stop(final Throwable cause) {
        if (markEnded(cause)) {
            endRest();
        }
    }

    private void endRest() {
        client.onEnd();
        wakeup();
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

    /** Waits until its thread has ended, which closes the socket. An interrupt ends the wait. */
    public void awaitEnd(final Deadline deadline) {
        final Thread started = thread;
        while (started != null
                && started.isAlive()
                && !deadline.expired()
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, NANOS_PER_MILLI);
        }
    }

    /** Closes the socket. Called by the driver's thread when no borrowing thread can use it. */
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

    /** Why it ended; null if it has not. */
    public Throwable failure() {
        return failure;
    }

    /** The number of associations that are not closed. Takes the lock. */
    public int associationCount() {
        enter();
        try {
            return cycle.engine().associationCount();
        } finally {
            leave();
        }
    }

    /** The direct memory allocated for packets and messages. For any thread; approximate. */
    public long memoryAllocatedBytes() {
        return cycle.engine().memoryAllocatedBytes() + (socket == null ? 0 : packetBytes);
    }

    /** The direct memory in use by messages and packets. */
    public long memoryUsedBytes() {
        return cycle.engine().memoryLiveBytes() + (socket == null ? 0 : packetBytes);
    }

    /** Adds its counters to those of others. Takes the lock. */
    public void countInto(final Map<String, Long> sums) {
        enter();
        try {
            cycle.countInto(sums);
        } finally {
            leave();
        }
    }

    public DriverHealth health() {
        return new DriverHealth(
                name,
                udpPort(),
                thread,
                cycleBeganNs,
                failure,
                cycle.faults().count(),
                cycle.faults().last());
    }

    // ---- Borrowing threads

    /** The result of a borrowing thread's attempt to drive. */
    public enum Drive {
        /** Another thread drives; the caller must park. */
        BY_ANOTHER,
        /** The deadline has passed, the thread was interrupted, or the driver has ended. */
        ENDED,
        /** What the thread waits for may be there. It has the lock; {@link #leave} must follow. */
        SIGNALLED
    }

    /**
     * Lets a waiting platform thread do the driver's work until it is signalled or its deadline passes. The thread has
     * the lock, and has it again if it was signalled: so it takes it no more often than packets and timers want it.
     */
    public Drive driveAsBorrower(final Borrower borrower, final Deadline deadline) {
        final boolean mayBorrow =
                mayBeBorrowed && !VirtualThreads.isCurrentVirtual() && socket != null && failure == null;
        if (!mayBorrow || !turn.tryEnter()) {
            final boolean isAsked = mayBorrow && turn.ask();
            leave();
            if (isAsked) {
                wakeup();
            }
            return Drive.BY_ANOTHER;
        }
        borrowerInterrupts.begin();
        busyPoll.begin();
        try {
            return driveWhileWaiting(borrower, deadline) ? Drive.SIGNALLED : Drive.ENDED;
        } catch (final Throwable thrown) { // also without stack: the driver's thread takes over
            cycle.faults().note("a cycle", thrown);
            if (thrown instanceof SctpException && troubles.isForGood(thrown)) {
                end(thrown);
            }
            return Drive.BY_ANOTHER;
        } finally {
            borrowerInterrupts.end();
            cycleBeganNs = DriverHealth.IDLE;
            turn.leave();
        }
    }

    /** Returns whether the thread, which has the lock, was signalled; it then has the lock again. */
    private boolean driveWhileWaiting(final Borrower borrower, final Deadline deadline) throws SctpException {
        int timeoutMillis = beginToDrive(borrower);
        while (timeoutMillis != SIGNALLED
                && !deadline.expired()
                && failure == null
                && !Thread.currentThread().isInterrupted()) {
            final UdpSocket current = socket;
            if (current == null) {
                return false;
            }
            if (!(borrower.pollsForPackets() ? cycle.receive(current, busyPoll) : cycle.receive(current))) {
                current.await(cycle.sender().isBlocked(), atMost(timeoutMillis, deadline));
                cycle.receive(current);
            }
            timeoutMillis = runCycle(borrower);
            troubles.onSuccess();
        }
        return timeoutMillis == SIGNALLED;
    }

    /** Ends what the calling thread did with the engine, as {@link #leave} does, and plans the first wait. */
    private int beginToDrive(final Borrower borrower) {
        boolean keepsLock = false;
        try {
            settle();
            keepsLock = borrower.isSignalled();
            return keepsLock ? SIGNALLED : cycle.plan(cycle.nowNs());
        } finally {
            if (!keepsLock) {
                lock.unlock();
            }
        }
    }

    private static int atMost(final int timeoutMillis, final Deadline deadline) {
        final long left = deadline.remainingNanos() / NANOS_PER_MILLI + 1;
        return (int) (timeoutMillis < 0 ? Math.min(left, Integer.MAX_VALUE) : Math.min(left, timeoutMillis));
    }

    /** Wakes a signalled thread that may be waiting for packets instead of being parked. For any thread. */
    public void wakeIfItWaitsForPackets(final Thread waiting) {
        if (turn.isBorrowedBy(waiting) && !waiting.equals(Thread.currentThread())) {
            busyPoll.stop();
            wakeup();
        }
    }

    // ---- A cycle

    /**
     * Handles received packets and expired timers.
     *
     * @param borrower what the calling thread waits for if it is a borrowing thread, else null
     * @return the time to wait, or {@link #SIGNALLED} if the borrowing thread was signalled and has the lock
     */
    private int runCycle(final Borrower borrower) {
        cycleBeganNs = System.nanoTime();
        enter();
        boolean keepsLock = false;
        try {
            final long nowNs = cycle.takeIn(shards != null);
            settle();
            cycle.report(nowNs);
            if (borrower != null && borrower.isSignalled()) {
                keepsLock = true;
                return SIGNALLED;
            }
            return cycle.plan(nowNs);
        } finally {
            if (!keepsLock) {
                lock.unlock();
            }
            cycleBeganNs = DriverHealth.IDLE;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

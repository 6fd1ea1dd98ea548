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
 * One engine, the UDP socket it speaks through, and the thread that carries packets and time between the two.
 *
 * <p>The engine belongs to whoever holds {@link #lock}. A thread of the program that sends takes it, hands its messages
 * to the engine, and sends the packets itself: {@link #enter} before, {@link #leave} behind. The driver's own thread
 * does what nobody calls for: it waits for packets and timers, and wakes those who wait for what comes of them. A
 * platform thread that waits in a call takes its place meanwhile ({@link DriverTurn}).
 * Nothing is allocated for a message or a packet.
 *
 * <p>A driver whose socket is broken for good ends, and every channel on it ({@link #end}).
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

    /** Ends a borrower's waiting for packets when it is interrupted. */
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

    /** So many drivers of one kind. */
    public static List<Driver> several(
            final String name, final int count, final EngineConfig config, final DriverParts parts) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Driver(count == 1 ? name : name + "-" + i, config, parts))
                .toList();
    }

    // ---- The lock

    /** Takes the engine; {@link #leave} must follow. */
    public void enter() {
        lock.lock();
        cycle.engine().advanceTo(cycle.nowNs());
    }

    /** Sends what is to be sent, tells what happened, and gives the engine back. Throws nothing. */
    public void leave() {
        try {
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** How often its lock was taken; takes it. */
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
     * Makes sure that there is a socket, and a thread that serves it.
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
     * Gives a driver that has none its socket; {@link #start} must follow.
     *
     * @param group the drivers whose packets may arrive here, too; null if there are no others
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

    /** Whose associations its engine has. */
    public DriverClient client() {
        return client;
    }

    public LocalAddresses localAddresses() {
        return cycle.localAddresses();
    }

    /** Whether there are associations from one of our SCTP ports; slow. Takes the lock. */
    boolean hasAssociations(final int port) {
        enter();
        try {
            return cycle.engine().hasAssociations(port);
        } finally {
            leave();
        }
    }

    /** What came for this driver to others, and is handed over. */
    public MisroutedPackets misrouted() {
        return cycle.misrouted();
    }

    /** Another driver received a packet for this one. */
    void takeOver(final DatagramBatch batch, final int slot, final int offset, final int length) {
        if (cycle.misrouted().put(batch, slot, offset, length)) {
            wakeup();
        }
    }

    /** Begins an association; an error on the way leaves nothing of it. */
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

    /** A call of the program's on an association has thrown: its state is in doubt. With the lock. */
    public void onThrown(final Association association, final Throwable thrown) {
        cycle.faults().onThrown(association, thrown);
    }

    /** The most associations that it has at once. */
    public int maxAssociations() {
        return cycle.engine().maxAssociations();
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
            cycle.receiver().receive(current);
            final int timeoutMillis = runCycle(null);
            if (!cycle.receiver().isFull() && !cycle.receiver().hasRest() && !turn.isWanted() && mayGoOn()) {
                current.await(cycle.sender().isBlocked(), timeoutMillis);
            }
            troubles.onSuccess();
        }
    }

    /** What is outside of the parts of a turn has thrown, most likely the socket. */
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
     * Nothing can be sent or received any more: every channel on this driver, and on those of its group, ends with an
     * exception that names the cause. Called without a lock.
     */
    public void end(final Throwable cause) {
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

    /** Waits until its thread has ended, which closes the socket; an interrupt ends the wait. */
    public void awaitEnd(final Deadline deadline) {
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
    public Throwable failure() {
        return failure;
    }

    /** How many associations are not over; takes the lock. */
    public int associationCount() {
        enter();
        try {
            return cycle.engine().associationCount();
        } finally {
            leave();
        }
    }

    /** Direct memory that it has, for packets and for messages; for any thread, and as good as exact. */
    public long memoryAllocatedBytes() {
        return cycle.engine().memoryAllocatedBytes() + (socket == null ? 0 : packetBytes);
    }

    /** Direct memory that messages and packets are in. */
    public long memoryUsedBytes() {
        return cycle.engine().memoryLiveBytes() + (socket == null ? 0 : packetBytes);
    }

    /** Adds its counters to those of others; takes the lock. */
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

    // ---- Borrowers

    /** What became of a borrower's attempt to drive. */
    public enum Drive {
        /** Another thread drives; the caller has to park. */
        BY_ANOTHER,
        /** Its time is over, its thread interrupted or the driver at its end. */
        ENDED,
        /** What it waits for may be there. It has the lock; {@link #leave} must follow. */
        SIGNALLED
    }

    /**
     * A platform thread that would have to wait does the driver's work meanwhile, until it is signalled or its time is
     * over. A thread that was signalled keeps the lock, so that it need not take it again for what it waited for.
     */
    public Drive driveAsBorrower(final Waiters waiters, final Deadline deadline) {
        if (!mayBeBorrowed || VirtualThreads.isCurrentVirtual() || socket == null || failure != null) {
            return Drive.BY_ANOTHER;
        }
        if (!turn.tryEnter()) {
            if (turn.ask()) {
                wakeup();
            }
            return Drive.BY_ANOTHER;
        }
        borrowerInterrupts.begin();
        try {
            return driveWhileWaiting(waiters, deadline) ? Drive.SIGNALLED : Drive.ENDED;
        } catch (
                final Throwable thrown) { // a shortage of the borrower's own stack, too: the driver's thread takes over
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

    /** Says whether the thread was signalled; it has the lock then. */
    private boolean driveWhileWaiting(final Waiters waiters, final Deadline deadline) throws SctpException {
        while (!deadline.expired() && failure == null && !Thread.currentThread().isInterrupted()) {
            final UdpSocket current = socket;
            if (current == null) {
                return false;
            }
            final int received = cycle.receiver().receive(current, busyPoll);
            final int timeoutMillis = runCycle(waiters);
            if (timeoutMillis == SIGNALLED) {
                return true;
            }
            if (received == 0) {
                current.await(cycle.sender().isBlocked(), atMost(timeoutMillis, deadline));
            }
            troubles.onSuccess();
        }
        return false;
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

    // ---- A cycle

    /**
     * Takes in what was received and what is due.
     *
     * @param borrower where the calling thread is enlisted if it is a borrower, else null
     * @return how long there is to wait, or {@link #SIGNALLED} if the borrower has what it waited for, and the lock
     */
    private int runCycle(final Waiters borrower) {
        cycleBeganNs = System.nanoTime();
        enter();
        boolean keepsLock = false;
        try {
            final long nowNs = cycle.takeIn(shards != null);
            settle();
            cycle.report(nowNs);
            if (borrower != null && !borrower.isEnlisted(Thread.currentThread())) {
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

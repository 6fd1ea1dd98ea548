package io.sctp.dispatch;

import io.sctp.Errno;
import io.sctp.MessageBatch;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpNotification;
import io.sctp.SctpPoller;
import io.sctp.spi.BusyPoller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Owns the channels: receives their messages into free slots, publishes the slots to the workers, and runs the sender.
 * Without a free slot, or memory for large messages, it receives nothing.
 *
 * <p>It continues after any error, with the next message, the next channel, or the next round. A channel that throws
 * repeatedly ends. If the poller itself cannot continue, all channels end with the cause.
 */
final class Poller implements Role {
    private static final int CHANNELS_AT_ONCE = 256;

    /** How often in a row a channel's receive may throw. With the delays in between, this takes a second. */
    private static final int RECEIVE_ATTEMPTS = 10;

    /** How many rounds in a row may throw. With the delays in between, this takes some seconds. */
    private static final int ROUND_ATTEMPTS = 64;

    private static final int STORE_ATTEMPTS = 3;
    private static final long FIRST_WAIT_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int MAX_DOUBLINGS = 10;
    private static final long LAST_WORDS_NS = TimeUnit.SECONDS.toNanos(1);

    /** What nobody rings the bell for, such as the end of a worker, is noticed after this time. */
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(10);

    private final SctpPoller poller;
    private final SlotPool slots;
    private final Worker[] workers;
    private final Assemblies assemblies;
    private final Sender sender;
    private final Health health;
    private final Set<DispatchedChannel> channels = ConcurrentHashMap.newKeySet();
    private final DispatcherCounters counters;
    private final Doorbell doorbell;
    private final ReceiveBatch incoming;
    private final LoneMessage lone = new LoneMessage();
    /** Null if the provider's poller never polls for packets. */
    private final BusyPoller busyPoller;

    private MessageBatch batch;
    private int received;
    private StallEvent stall;
    private boolean stalled;
    private DispatchedChannel firstEnded;
    private DispatchedChannel lastEnded;
    private boolean published;
    private boolean mayWait;
    private boolean foundNothing;
    private boolean threw;
    private int failedRounds;
    private boolean failed;
    private volatile boolean reading = true;
    private volatile boolean drained;

    Poller(
            final SctpPoller poller,
            final SlotPool slots,
            final Worker[] workers,
            final Assemblies assemblies,
            final Sender sender,
            final int batchMessages,
            final Health health,
            final DispatcherCounters counters,
            final Doorbell doorbell) {
        this.poller = poller;
        this.busyPoller = poller instanceof BusyPoller busy ? busy : null;
        this.slots = slots;
        this.workers = workers;
        this.assemblies = assemblies;
        this.sender = sender;
        this.health = health;
        this.counters = counters;
        this.doorbell = doorbell;
        this.incoming = new ReceiveBatch(slots, Math.min(batchMessages, slots.size()));
    }

    @Override
    public String roleName() {
        return "sctp-poller";
    }

    @Override
    public int doWork() {
        threw = false;
        foundNothing = false;
        lone.beginRound();
        if (!failed && health.failureOrNull() != null) {
            endAll(health.failureOrNull());
        }
        int work = 0;
        for (final Step step : Step.ALL) {
            try {
                work += step(step);
            } catch (final Throwable e) { // an Error would silently end the thread, and with it all channels
                threw = true;
                health.survived(e);
            }
        }
        mayWait = false;
        health.clearInterrupt();
        if (threw) {
            failedRounds++;
            afterFailedRound();
        } else {
            failedRounds = 0;
        }
        return work;
    }

    /** The message of the last round that its thread may handle itself. */
    LoneMessage lone() {
        return lone;
    }

    /**
     * Whether its thread polls for packets before it sleeps. It does while it handles messages itself. While it passes
     * them to workers, they need the processor.
     */
    void pollForPackets(final boolean wanted) {
        if (busyPoller != null) {
            busyPoller.pollForPackets(wanted);
        }
    }

    /** Lets the next round wait for a message or an offer, unless the last one could not receive. */
    @Override
    public boolean sleep() {
        mayWait = foundNothing;
        return foundNothing;
    }

    /** The steps of a round. Each runs even if another one throws. */
    private enum Step {
        RECLAIM,
        SEND,
        REPORT,
        RECEIVE;

        private static final Step[] ALL = values();
    }

    private int step(final Step step) throws IOException {
        switch (step) {
            case RECLAIM -> slots.reclaim();
            case SEND -> {
                return sender.doWork();
            }
            case REPORT -> {
                return reportEvents();
            }
            case RECEIVE -> {
                if (reading) {
                    return receive();
                }
                drained = sender.isIdle() && firstEnded == null && free() == slots.size();
            }
        }
        return 0;
    }

    /** A memory shortage may pass. A permanent failure ends the dispatcher. */
    private void afterFailedRound() {
        if (failedRounds < ROUND_ATTEMPTS) {
            LockSupport.parkNanos(this, FIRST_WAIT_NS << Math.min(failedRounds, MAX_DOUBLINGS));
        } else if (!health.isClosing()) {
            fail(new IllegalStateException("the dispatcher's poller cannot go on: see the errors before"));
        }
    }

    private void fail(final Throwable cause) {
        health.failed(cause);
        endAll(health.failureOrNull());
    }

    /** Ends all channels. Accepted messages are still sent. */
    private void endAll(final Throwable cause) {
        failed = true;
        sender.close();
        reading = false;
        final IOException end = new IOException("the dispatcher has ended: " + cause.getMessage(), cause);
        for (final DispatchedChannel dispatched : channels) {
            end(dispatched, end);
        }
    }

    /** Called at the end of the thread, which should happen only in a close. */
    @Override
    public void onClose() {
        if (health.isClosing()) {
            return;
        }
        fail(new IllegalStateException("the thread of " + roleName() + " has ended"));
        final long deadlineNs = System.nanoTime() + LAST_WORDS_NS;
        while (firstEnded != null && deadlineNs - System.nanoTime() > 0) {
            slots.reclaim();
            reportEvents();
            Thread.onSpinWait();
        }
    }

    /** Adds a channel, which may be watched already. */
    void add(final DispatchedChannel dispatched) {
        channels.add(dispatched);
        if (failed) {
            channels.remove(dispatched);
        }
    }

    /** Stops reading. Messages under way are still sent and handled. */
    void stopReading() {
        reading = false;
        doorbell.ring();
    }

    /** Whether no message is under way, after {@link #stopReading}. */
    boolean isDrained() {
        return drained;
    }

    /** The number of free slots, including those ready to receive. */
    private int free() {
        return slots.available() + incoming.armed();
    }

    // ---- Receive

    private boolean mustStall() {
        return free() == 0 || assemblies.isFull();
    }

    private int receive() throws IOException {
        if (mustStall()) {
            if (!stalled) {
                stalled = true;
                stall = new StallEvent();
                stall.begin(); // before it is counted: the first event of a type takes some time to begin
                counters.stalled();
            }
            return 0;
        }
        if (stalled) {
            stalled = false;
            final StallEvent event = stall;
            stall = null;
            if (event != null) {
                event.slots = slots.size();
                event.commit();
            }
        }
        received = 0;
        try {
            foundNothing = poll() == 0;
        } catch (final ClosedChannelException e) {
            if (!health.isClosing()) {
                fail(new IllegalStateException("the dispatcher's poller has been closed by somebody else", e));
            }
        }
        return received;
    }

    private int poll() throws IOException {
        if (!mayWait) {
            return poller.poll(Duration.ZERO, CHANNELS_AT_ONCE);
        }
        doorbell.arm();
        try {
            return poller.poll(reading ? sender.patience(LONGEST_SLEEP) : Duration.ZERO, CHANNELS_AT_ONCE);
        } finally {
            doorbell.disarm();
        }
    }

    /** Receives one batch, so that a busy channel does not delay the others. */
    void onReadable(final DispatchedChannel dispatched, final SctpPoller.Registration registration) {
        if (dispatched.hasEnded()) {
            registration.cancel();
            return;
        }
        batch = reading && !assemblies.isFull() && !dispatched.waitsToRetry() ? incoming.arm() : null;
        if (batch == null) {
            return;
        }
        final int count;
        try {
            count = dispatched.channel().receive(batch);
        } catch (final IOException e) {
            onEnd(dispatched, registration, e);
            return;
        } catch (final Throwable e) {
            onReceiveThrew(dispatched, registration, e);
            return;
        }
        dispatched.succeeded();
        if (count == SctpMessageChannel.END_OF_STREAM) {
            onEnd(dispatched, registration, null);
            return;
        }
        incoming.filled(count);
        if (count == SctpMessageChannel.WOULD_BLOCK) {
            return;
        }
        received += count;
        counters.receivedBatch();
        for (int entry = 0; entry < count; entry++) {
            store(dispatched, registration, entry);
        }
    }

    /** A memory shortage may pass. A permanent failure ends the channel. */
    private void onReceiveThrew(
            final DispatchedChannel dispatched, final SctpPoller.Registration registration, final Throwable error) {
        health.survived(error);
        if (dispatched.failed() >= RECEIVE_ATTEMPTS) {
            onEnd(dispatched, registration, new IOException("receiving failed again and again: " + error, error));
        }
    }

    /**
     * Publishes received messages. SCTP does not deliver them again, so if publishing fails permanently a message is
     * missing, and the channel ends.
     */
    private void store(
            final DispatchedChannel dispatched, final SctpPoller.Registration registration, final int entry) {
        published = false;
        for (int attempt = 1; ; attempt++) {
            try {
                accept(dispatched, entry);
                return;
            } catch (final Throwable e) {
                health.survived(e);
                if (published) {
                    return;
                }
                if (attempt == STORE_ATTEMPTS) {
                    slots.putBack(incoming.slot(entry));
                    onEnd(dispatched, registration, new IOException("a received message could not be stored: " + e, e));
                    return;
                }
                LockSupport.parkNanos(this, FIRST_WAIT_NS << MAX_DOUBLINGS);
            }
        }
    }

    private void accept(final DispatchedChannel dispatched, final int entry) {
        final Slot slot = incoming.slot(entry);
        final SctpNotification notification = batch.notification(entry);
        final RingSendQueue sendQueue = dispatched.sendQueueOf(batch.association(entry));
        if (notification != null) {
            counters.receivedNotification();
            onNotification(sendQueue, notification);
            publishToAll(slot.notification(sendQueue, notification));
            return;
        }
        final Assemblies.Assembly begun = assemblies.isEmpty() ? null : assemblies.find(sendQueue, batch, entry);
        if (begun == null && batch.complete(entry)) {
            counters.received(1);
            publish(slot.message(sendQueue, batch, entry, null));
            return;
        }
        acceptPart(slot, sendQueue, begun != null ? begun : assemblies.begin(sendQueue, batch, entry), entry);
    }

    private void acceptPart(
            final Slot slot, final RingSendQueue sendQueue, final Assemblies.Assembly assembly, final int entry) {
        assembly.append(batch.payload(entry));
        if (!batch.complete(entry)) {
            published = true; // the slot is free again
            slots.putBack(slot);
            return;
        }
        final ByteBuffer whole = assemblies.finish(assembly);
        if (whole == null) {
            counters.tooBig();
            publish(slot.tooBig(sendQueue, batch.stream(entry), tooBig(sendQueue, batch.stream(entry))));
            return;
        }
        counters.received(1);
        counters.assembled();
        publish(slot.message(sendQueue, batch, entry, whole));
    }

    private SctpException.MessageTooBig tooBig(final RingSendQueue sendQueue, final int stream) {
        return new SctpException.MessageTooBig(
                "receive",
                Errno.EMSGSIZE.number(),
                null,
                null,
                "a message on association " + sendQueue.association() + ", stream " + stream
                        + " exceeds the dispatcher's maximumMessageBytes of " + assemblies.maximumBytes()
                        + " and was discarded");
    }

    private void onNotification(final RingSendQueue sendQueue, final SctpNotification notification) {
        if (notification instanceof SctpNotification.AssociationChange change) {
            AssociationEvent.emit(change);
            switch (change.change()) {
                case UP -> {}
                case RESTARTED -> assemblies.drop(sendQueue);
                case LOST, SHUTDOWN_COMPLETE, CANNOT_START -> {
                    assemblies.drop(sendQueue);
                    sendQueue.dispatched().forget(sendQueue);
                }
            }
        } else if (notification instanceof SctpNotification.PartialDelivery broken) {
            assemblies.drop(sendQueue, broken.stream());
        } else if (notification instanceof SctpNotification.PeerAddressChange change) {
            PathEvent.emit(change);
        }
    }

    private void onEnd(
            final DispatchedChannel dispatched, final SctpPoller.Registration registration, final IOException cause) {
        dispatched.watchedBy(registration);
        end(dispatched, cause);
    }

    /**
     * Ends a channel. The handlers are notified when a slot is free, after everything that was received. Allocates
     * nothing.
     */
    private void end(final DispatchedChannel dispatched, final IOException cause) {
        if (!dispatched.end(cause)) {
            return;
        }
        if (firstEnded == null) {
            firstEnded = dispatched;
        } else {
            lastEnded.nextEnded(dispatched);
        }
        lastEnded = dispatched;
        try {
            dispatched.stopWatching();
        } catch (final RuntimeException | Error e) {
            health.survived(e); // it is cancelled when it becomes ready again
        }
    }

    private int reportEnded() {
        int work = 0;
        while (firstEnded != null && free() > 0) {
            final DispatchedChannel dispatched = firstEnded;
            firstEnded = dispatched.nextEnded();
            dispatched.nextEnded(null);
            assemblies.drop(dispatched);
            publishToAll(incoming.takeSpare().end(dispatched, dispatched.endCause()));
            channels.remove(dispatched);
            work++;
        }
        return work;
    }

    /** The number of partly received messages. Called only when the poller has stopped. */
    int incomplete() {
        return assemblies.size();
    }

    // ---- Publish

    private int reportEvents() {
        int work = reportEnded();
        while (free() > 0) {
            final OutboundSlot unsent = sender.takeUnsent();
            if (unsent != null) {
                counters.unsent();
                publish(incoming.takeSpare().unsent(unsent, unsent.failure()));
            } else {
                final RingSendQueue writable = sender.takeWritable();
                if (writable == null) {
                    break;
                }
                publish(incoming.takeSpare().writable(writable));
            }
            work++;
        }
        return work;
    }

    private void publish(final Slot slot) {
        published = true;
        slot.sharedBy(1);
        final Worker worker = workers[shard(slot)];
        worker.put(slot.number());
        if (slot.kind() == Slot.Kind.MESSAGE) {
            lone.add(worker, slot.dispatched());
        } else {
            lone.wake();
            worker.wake();
        }
    }

    private void publishToAll(final Slot slot) {
        published = true;
        slot.sharedBy(workers.length);
        lone.wake();
        for (final Worker worker : workers) {
            worker.put(slot.number());
            worker.wake();
        }
    }

    /** Distributes the streams evenly. A stream and its events always go to the same worker. */
    private int shard(final Slot slot) {
        int hash = (slot.sendQueue().number() * 31 + slot.stream()) * 0x9E37_79B9;
        hash ^= hash >>> 15;
        return (int) (((hash & 0xFFFF_FFFFL) * workers.length) >>> Integer.SIZE);
    }
}

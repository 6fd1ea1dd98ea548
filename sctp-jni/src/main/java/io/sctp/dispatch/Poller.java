package io.sctp.dispatch;

import io.sctp.Errno;
import io.sctp.MessageBatch;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpNotification;
import io.sctp.SctpPoller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;

/**
 * Owns the channels: receives what they have into free slots, publishes the slots to the workers, and has the sender send.
 * Without a free slot, or memory for large messages, it receives nothing.
 */
final class Poller implements Agent {
    private static final int CHANNELS_AT_ONCE = 256;

    private final SctpPoller poller;
    private final SlotPool slots;
    private final Worker[] workers;
    private final Assemblies assemblies;
    private final Sender sender;
    private final ErrorHandler errorHandler;
    private final DispatcherCounters counters;
    private final ReceiveBatch incoming;
    private MessageBatch batch;
    private int received;
    private StallEvent stall;
    private volatile boolean reading = true;
    private volatile boolean drained;

    Poller(
            final SctpPoller poller,
            final SlotPool slots,
            final Worker[] workers,
            final Assemblies assemblies,
            final Sender sender,
            final int batchMessages,
            final ErrorHandler errorHandler,
            final DispatcherCounters counters) {
        this.poller = poller;
        this.slots = slots;
        this.workers = workers;
        this.assemblies = assemblies;
        this.sender = sender;
        this.errorHandler = errorHandler;
        this.counters = counters;
        this.incoming = new ReceiveBatch(slots, Math.min(batchMessages, slots.size()));
    }

    @Override
    public String roleName() {
        return "sctp-poller";
    }

    @Override
    public int doWork() {
        slots.reclaim();
        int work = sender.doWork();
        work += reportEvents();
        if (reading) {
            work += receive();
        } else {
            drained = sender.isIdle() && free() == slots.size();
        }
        return work;
    }

    /** Reads no more; what is under way is still sent and handled. */
    void stopReading() {
        reading = false;
    }

    /** Whether nothing is under way any more, after {@link #stopReading}. */
    boolean isDrained() {
        return drained;
    }

    /** How many slots are free, those ready to receive included. */
    private int free() {
        return slots.available() + incoming.armed();
    }

    // ---- Receive

    private boolean mustStall() {
        return free() == 0 || assemblies.isFull();
    }

    private int receive() {
        if (mustStall()) {
            if (stall == null) {
                stall = new StallEvent();
                stall.begin();
                counters.stalled();
            }
            return 0;
        }
        if (stall != null) {
            stall.slots = slots.size();
            stall.commit();
            stall = null;
        }
        received = 0;
        try {
            poller.poll(Duration.ZERO, CHANNELS_AT_ONCE);
        } catch (final IOException | RuntimeException e) {
            errorHandler.onError(e);
        }
        return received;
    }

    /** Receives one batch: a busy channel does not keep the others waiting. */
    void onReadable(final DispatchedLine line, final SctpPoller.Registration registration) {
        batch = reading && !assemblies.isFull() ? incoming.arm() : null;
        if (batch == null) {
            return;
        }
        final int count;
        try {
            count = line.channel().receive(batch);
        } catch (final IOException e) {
            onEnd(line, registration, e);
            return;
        }
        if (count == SctpMessageChannel.END_OF_STREAM) {
            onEnd(line, registration, null);
            return;
        }
        incoming.filled(count);
        if (count == SctpMessageChannel.WOULD_BLOCK) {
            return;
        }
        received += count;
        counters.receivedBatch();
        for (int entry = 0; entry < count; entry++) {
            accept(line, entry);
        }
    }

    private void accept(final DispatchedLine line, final int entry) {
        final Slot slot = incoming.slot(entry);
        final SctpNotification notification = batch.notification(entry);
        final LineOutlet outlet = line.outletOf(batch.association(entry));
        if (notification != null) {
            counters.receivedNotification();
            onNotification(outlet, notification);
            publishToAll(slot.notification(outlet, notification));
            return;
        }
        final Assemblies.Assembly begun = assemblies.isEmpty() ? null : assemblies.find(outlet, batch, entry);
        if (begun == null && batch.complete(entry)) {
            counters.received(1);
            publish(slot.message(outlet, batch, entry, null));
            return;
        }
        acceptPart(slot, outlet, begun != null ? begun : assemblies.begin(outlet, batch, entry), entry);
    }

    private void acceptPart(
            final Slot slot, final LineOutlet outlet, final Assemblies.Assembly assembly, final int entry) {
        assembly.append(batch.payload(entry));
        if (!batch.complete(entry)) {
            slots.putBack(slot);
            return;
        }
        final ByteBuffer whole = assemblies.finish(assembly);
        if (whole == null) {
            counters.tooBig();
            publish(slot.tooBig(outlet, batch.stream(entry), tooBig(outlet, batch.stream(entry))));
            return;
        }
        counters.received(1);
        counters.assembled();
        publish(slot.message(outlet, batch, entry, whole));
    }

    private SctpException.MessageTooBig tooBig(final LineOutlet outlet, final int stream) {
        return new SctpException.MessageTooBig(
                "receive",
                Errno.EMSGSIZE.number(),
                null,
                null,
                "a message on association " + outlet.association() + ", stream " + stream
                        + " exceeds the dispatcher's maximumMessageBytes of " + assemblies.maximumBytes()
                        + " and was discarded");
    }

    private void onNotification(final LineOutlet outlet, final SctpNotification notification) {
        if (notification instanceof SctpNotification.AssociationChange change) {
            AssociationEvent.emit(change);
            switch (change.change()) {
                case UP -> {}
                case RESTARTED -> assemblies.drop(outlet);
                case LOST, SHUTDOWN_COMPLETE, CANNOT_START -> {
                    assemblies.drop(outlet);
                    outlet.line().forget(outlet);
                }
            }
        } else if (notification instanceof SctpNotification.PartialDelivery broken) {
            assemblies.drop(outlet, broken.stream());
        } else if (notification instanceof SctpNotification.PeerAddressChange change) {
            PathEvent.emit(change);
        }
    }

    private void onEnd(final DispatchedLine line, final SctpPoller.Registration registration, final IOException cause) {
        registration.cancel();
        line.end();
        assemblies.drop(line);
        publishToAll(incoming.takeSpare().end(line, cause));
    }

    /** How many messages have been received in part; to be asked when the poller has come to rest. */
    int incomplete() {
        return assemblies.size();
    }

    // ---- Publish

    private int reportEvents() {
        int work = 0;
        while (free() > 0) {
            final OutboundSlot unsent = sender.takeUnsent();
            if (unsent != null) {
                counters.unsent();
                publish(incoming.takeSpare().unsent(unsent, unsent.failure()));
            } else {
                final LineOutlet writable = sender.takeWritable();
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
        slot.sharedBy(1);
        workers[shard(slot)].ring().put(slot.number());
    }

    private void publishToAll(final Slot slot) {
        slot.sharedBy(workers.length);
        for (final Worker worker : workers) {
            worker.ring().put(slot.number());
        }
    }

    /** Spreads streams evenly, and the same stream, and what is told of it, always to the same worker. */
    private int shard(final Slot slot) {
        int hash = (slot.outlet().number() * 31 + slot.stream()) * 0x9E37_79B9;
        hash ^= hash >>> 15;
        return (int) (((hash & 0xFFFF_FFFFL) * workers.length) >>> Integer.SIZE);
    }
}

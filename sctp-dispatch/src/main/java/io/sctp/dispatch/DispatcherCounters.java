package io.sctp.dispatch;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * The counters of a dispatcher. Any thread may read them at any time, also after the dispatcher is closed. One thread
 * at a time writes each counter.
 */
public final class DispatcherCounters {
    private static final int SHARED_COUNTERS = 16;

    private final CountersManager manager;
    private final AtomicCounter messagesReceived;
    private final AtomicCounter batchesReceived;
    private final AtomicCounter notificationsReceived;
    private final AtomicCounter stalls;
    private final AtomicCounter messagesAssembled;
    private final AtomicCounter messagesTooBig;
    private final AtomicCounter messagesSent;
    private final AtomicCounter batchesSent;
    private final AtomicCounter messagesUnsent;
    private final AtomicCounter undelivered;
    private final AtomicCounter errorsSurvived;
    private final AtomicCounter[] handled;
    private final AtomicCounter[] handlerErrors;

    DispatcherCounters(final int workers) {
        final int count = SHARED_COUNTERS + 2 * workers;
        manager = new CountersManager(
                new UnsafeBuffer(ByteBuffer.allocateDirect(count * CountersReader.METADATA_LENGTH)),
                new UnsafeBuffer(ByteBuffer.allocateDirect(count * CountersReader.COUNTER_LENGTH)));
        messagesReceived = manager.newCounter("messages received");
        batchesReceived = manager.newCounter("batches received");
        notificationsReceived = manager.newCounter("notifications received");
        stalls = manager.newCounter("stalls for want of slots or memory");
        messagesAssembled = manager.newCounter("messages assembled of parts");
        messagesTooBig = manager.newCounter("messages too big");
        messagesSent = manager.newCounter("messages sent");
        batchesSent = manager.newCounter("batches sent");
        messagesUnsent = manager.newCounter("messages unsent");
        undelivered = manager.newCounter("messages undelivered at close");
        errorsSurvived = manager.newCounter("errors survived");
        handled = new AtomicCounter[workers];
        handlerErrors = new AtomicCounter[workers];
        for (int i = 0; i < workers; i++) {
            handled[i] = manager.newCounter("worker " + i + ": messages handled");
            handlerErrors[i] = manager.newCounter("worker " + i + ": errors of handlers");
        }
    }

    /** Whole messages received; an assembled message counts once. */
    public long messagesReceived() {
        return messagesReceived.get();
    }

    /** Batches received. */
    public long batchesReceived() {
        return batchesReceived.get();
    }

    /** Notifications received. */
    public long notificationsReceived() {
        return notificationsReceived.get();
    }

    /** How often reading stopped because no slot was free, or no memory for large messages. */
    public long stalls() {
        return stalls.get();
    }

    /** Messages assembled from several parts. */
    public long messagesAssembled() {
        return messagesAssembled.get();
    }

    /** Messages larger than the maximum, discarded and reported. */
    public long messagesTooBig() {
        return messagesTooBig.get();
    }

    /** Messages handed to the channels. */
    public long messagesSent() {
        return messagesSent.get();
    }

    /** Batches handed to the channels. */
    public long batchesSent() {
        return batchesSent.get();
    }

    /** Messages that could not be sent and were reported. */
    public long messagesUnsent() {
        return messagesUnsent.get();
    }

    /**
     * Messages not handled or sent when a close reached its limit, and incomplete messages at a close. Nothing else is
     * ever dropped.
     */
    public long undelivered() {
        return undelivered.get();
    }

    /** Errors in the poller and the workers, also of handlers, after which the dispatcher continued. */
    public long errorsSurvived() {
        return errorsSurvived.get();
    }

    /** Messages handled by a worker. */
    public long handled(final int worker) {
        return handled[worker].get();
    }

    /** Exceptions thrown by handlers of a worker. */
    public long handlerErrors(final int worker) {
        return handlerErrors[worker].get();
    }

    /** All counters with their labels. */
    public void forEach(final BiConsumer<String, Long> consumer) {
        manager.forEach((value, id, label) -> consumer.accept(label, value));
    }

    void received(final int messages) {
        add(messagesReceived, messages);
    }

    void receivedBatch() {
        add(batchesReceived, 1);
    }

    void receivedNotification() {
        add(notificationsReceived, 1);
    }

    void stalled() {
        add(stalls, 1);
    }

    void assembled() {
        add(messagesAssembled, 1);
    }

    void tooBig() {
        add(messagesTooBig, 1);
    }

    void sent(final int messages) {
        add(messagesSent, messages);
        add(batchesSent, 1);
    }

    void unsent() {
        add(messagesUnsent, 1);
    }

    /** Called by any agent. */
    void survivedError() {
        errorsSurvived.getAndAdd(1);
    }

    void undelivered(final long messages) {
        undelivered.set(messages);
    }

    void handledBy(final int worker) {
        add(handled[worker], 1);
    }

    void handlerError(final int worker) {
        add(handlerErrors[worker], 1);
    }

    private static void add(final AtomicCounter counter, final int amount) {
        counter.getAndAddRelease(amount);
    }
}

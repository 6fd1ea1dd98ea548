package io.sctp.userspace.channel;

import io.sctp.Errno;
import io.sctp.MessageBatch;
import io.sctp.ReceiveInfo;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpPoller;
import io.sctp.SendInfo;
import io.sctp.engine.Path;
import io.sctp.engine.SendResult;
import io.sctp.spi.Deadline;
import io.sctp.spi.MessageCalls;
import io.sctp.spi.SctpProvider;
import io.sctp.userspace.driver.Driver;
import io.sctp.userspace.driver.Waiters;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Sending and receiving, common to one-to-one and one-to-many channels. */
public abstract class UserspaceMessageChannel<C extends SctpMessageChannel> extends UserspaceEndpoint<C>
        implements MessageCalls {
    static final String RECEIVE = "receive";
    static final String SEND = "send";

    // The waiting threads in the channel's driver.
    private Waiters receivers = new Waiters(driver());
    private Waiters senders = new Waiters(driver());
    /** Associations that are being shut down because the channel is closed. */
    private final Set<ChannelAssociation> lingering = new HashSet<>();

    private final MessageReceiver receiver = new MessageReceiver(this);
    private final MessageSender sender = new MessageSender(this);

    UserspaceMessageChannel(
            final SctpProvider provider, final StackContext stack, final Driver driver, final ProtocolFamily family) {
        super(provider, stack, driver, family);
    }

    UserspaceMessageChannel(final UserspaceEndpoint<?> parent, final Driver driver, final EndpointSnapshot snapshot) {
        super(parent, driver, snapshot);
    }

    /** No thread waits, but one released only now may still use the old lists, under the old driver's lock. */
    @Override
    final void moveTo(final Driver other) {
        signalEveryone();
        receivers = new Waiters(other);
        senders = new Waiters(other);
        super.moveTo(other);
    }

    /** Throws an exception if there never was an association to receive from. */
    abstract void requireReceivable() throws SctpException;

    /** Returns an association with something to receive; null if there is none now. */
    abstract ChannelAssociation nextToReceive();

    /** Returns or throws the result of a receive when nothing is available. */
    abstract int onEmpty() throws SctpException;

    /** Returns the association to send on, which may be in set-up; null if none can be begun yet. */
    abstract ChannelAssociation associationToSend(int id, SendInfo info) throws SctpException;

    @Override
    final Errno endErrno() {
        return Errno.ECONNABORTED;
    }

    // ---- Notifications from the driver, with the lock

    void onUp(final ChannelAssociation association) {
        if (association.endsWhenUp) {
            association.engine().shutdown();
        }
        onWritable();
    }

    /** Retries a connect that had to wait until an earlier association ended. */
    abstract void resumeConnecting();

    /** The state of a path has changed; it may have been confirmed. */
    void onPathChange(final ChannelAssociation association, final Path path) {}

    /** The peer no longer has an address. */
    void onPathRemoved(final ChannelAssociation association, final Path path) {}

    void onReadable(final ChannelAssociation association) {
        receivers.signalAll();
        tellPollers();
    }

    void onWritable() {
        senders.signalAll();
        tellPollers(SctpPoller.WRITABLE);
    }

    void onClosed(final ChannelAssociation association) {
        signalEveryone();
        tellPollers();
    }

    /**
     * Ends an association because its channel is closed. It is aborted if there are unread messages or SO_LINGER is
     * zero. An association in set-up continues while it has something to send.
     */
    final void end(final ChannelAssociation association) {
        if (association.isClosed()) {
            if (!isOpen()) {
                driver().engine().release(association.engine());
            }
            return;
        }
        final boolean isNeeded = association.wasUp() || association.engine().bufferedBytes() > 0;
        if (!isNeeded || association.engine().readyMessages() > 0 || lingerSeconds() == 0) {
            association.engine().abort();
            return;
        }
        if (association.wasUp()) {
            association.engine().shutdown();
        } else {
            association.endsWhenUp = true;
        }
        if (!isOpen()) {
            DriverChannels.of(driver()).addLingering(association);
            lingering.add(association);
            stack().ports().linger(association.engine().localPort());
        }
    }

    /** An association of the closed channel has ended. */
    final void endedAfterClose(final ChannelAssociation association) {
        if (lingering.remove(association)) {
            DriverChannels.of(driver()).removeLingering(association);
            stack().ports().settle(association.engine().localPort());
        }
        driver().engine().release(association.engine());
    }

    private int lingerSeconds() {
        return settings().get(StandardSocketOptions.SO_LINGER);
    }

    @Override
    final void linger() {
        final Deadline deadline = Deadline.in(Duration.ofSeconds(Math.max(0, lingerSeconds())));
        while (!deadline.expired() && !Thread.currentThread().isInterrupted()) {
            final Driver guard = enter();
            try {
                if (lingering.isEmpty() || guard.failure() != null) {
                    return;
                }
                senders.enlist(Thread.currentThread());
            } finally {
                guard.leave();
            }
            Waiters.park(this, deadline);
            senders.leave(Thread.currentThread());
        }
    }

    @Override
    void signalEveryone() {
        receivers.signalAll();
        senders.signalAll();
    }

    final Waiters senders() {
        return senders;
    }

    final Waiters receivers() {
        return receivers;
    }

    // ---- Receive

    @Override
    public final int receive(final ByteBuffer destination, final ReceiveInfo info, final Deadline deadline)
            throws IOException {
        Objects.requireNonNull(info, "info");
        MessageCalls.requireWritable(destination);
        MessageCalls.requireRoom(destination.remaining());
        return receive(destination, info, null, deadline);
    }

    @Override
    public final int receive(final MessageBatch batch, final Deadline deadline) throws IOException {
        batch.clear();
        return receive(null, null, batch, deadline);
    }

    /** Receives one message, or a batch if there is one. */
    private int receive(
            final ByteBuffer destination, final ReceiveInfo info, final MessageBatch batch, final Deadline deadline)
            throws IOException {
        beginToWait(RECEIVE, deadline);
        enter();
        try {
            while (true) {
                requireOpen(RECEIVE);
                requireReceivable();
                final int result = batch == null ? receiver.tryReceive(destination, info) : receiver.tryReceive(batch);
                if (result != WOULD_BLOCK || deadline == null) {
                    return result;
                }
                await(receivers, deadline, RECEIVE, peerOrNull());
            }
        } finally {
            leave();
        }
    }

    // ---- Send

    @Override
    public final int send(final ByteBuffer source, final SendInfo info, final Deadline deadline) throws IOException {
        MessageCalls.requireContent(source.remaining());
        beginToWait(SEND, deadline);
        ChannelAssociation waitedFor = null;
        enter();
        try {
            while (true) {
                requireOpen(SEND);
                if (waitedFor != null && waitedFor.isClosed()) { // no other association is begun for the same message
                    throw sender.refusal(waitedFor, SendResult.NOT_ESTABLISHED, 0, 0);
                }
                final int result = sender.trySend(source, info);
                if (result != WOULD_BLOCK || deadline == null) {
                    return result;
                }
                waitedFor = sender.full();
                await(senders, deadline, SEND, peerOrNull());
            }
        } finally {
            leave();
        }
    }

    @Override
    public final int sendAll(final MessageBatch batch, final Deadline deadline) throws IOException {
        beginToWait(SEND, deadline);
        final int begin = batch.position();
        enter();
        try {
            while (true) {
                requireOpen(SEND);
                sender.sendWhatFits(batch);
                if (!batch.hasRemaining() || deadline == null) {
                    return batch.position() - begin;
                }
                await(senders, deadline, SEND, peerOrNull());
            }
        } finally {
            leave();
        }
    }

    /**
     * A call threw an error while it used an association, which has therefore been ended. The user is notified of that;
     * other errors go to the caller.
     */
    final SctpException doubted(final String operation, final ChannelAssociation association, final Error thrown) {
        driver().onThrown(association.engine(), thrown);
        if (!(thrown instanceof OutOfMemoryError)) {
            throw thrown;
        }
        return association.because(new SctpException.Ended(
                operation,
                Errno.ECONNABORTED.number(),
                localAddressOrNull(),
                association.peerAddress(),
                association.failureText()));
    }
}

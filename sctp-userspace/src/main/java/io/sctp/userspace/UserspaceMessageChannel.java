package io.sctp.userspace;

import static io.sctp.spi.MessageDescriptor.*;

import io.sctp.Errno;
import io.sctp.MessageBatch;
import io.sctp.PrPolicy;
import io.sctp.ReceiveInfo;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpNotification;
import io.sctp.SendInfo;
import io.sctp.engine.Association;
import io.sctp.engine.Path;
import io.sctp.engine.Policy;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.SendOptions;
import io.sctp.engine.SendResult;
import io.sctp.option.DefaultSendInfo;
import io.sctp.option.PrInfo;
import io.sctp.spi.Deadline;
import io.sctp.spi.MessageAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Sending and receiving, which one-to-one and one-to-many channels do in the same way. */
abstract class UserspaceMessageChannel<C extends SctpMessageChannel> extends UserspaceEndpoint<C>
        implements SctpMessageChannel {
    private static final MessageAccess ACCESS = MessageAccess.get();
    static final String RECEIVE = "receive";
    static final String SEND = "send";

    // Of the driver that the channel is with.
    private Waiters receivers = new Waiters(driver());
    private Waiters senders = new Waiters(driver());
    /** The association that had no room for the message that was tried last. */
    private ChannelAssociation full;

    /** Associations that are shut down since the channel is closed. */
    private final Set<ChannelAssociation> lingering = new HashSet<>();

    private final io.sctp.engine.ReceiveInfo received = new io.sctp.engine.ReceiveInfo();

    UserspaceMessageChannel(final UserspaceProvider provider, final Driver driver, final ProtocolFamily family) {
        super(provider, driver, family);
    }

    UserspaceMessageChannel(final UserspaceEndpoint<?> parent, final Driver driver, final EndpointSnapshot snapshot) {
        super(parent, driver, snapshot);
    }

    /** Nobody waits, but who was let go only now still looks at the old lists, with the old driver's lock. */
    @Override
    final void moveTo(final Driver other) {
        signalEveryone();
        receivers = new Waiters(other);
        senders = new Waiters(other);
        super.moveTo(other);
    }

    /** Fails where there never was an association to receive from. */
    abstract void requireReceivable() throws SctpException;

    /** The association that has something to receive; null if there is none now. */
    abstract ChannelAssociation nextToReceive();

    /** What a receive returns, or throws, when nothing is there. */
    abstract int nothingThere() throws SctpException;

    /** The association to send on, one that is being set up among them; null if none can be begun yet. */
    abstract ChannelAssociation associationToSend(int id, SendInfo info) throws SctpException;

    @Override
    final Errno endErrno() {
        return Errno.ECONNABORTED;
    }

    // ---- What the driver tells, with the lock

    void onUp(final ChannelAssociation association) {
        if (association.endsWhenUp) {
            association.engine().shutdown();
        }
        onWritable();
    }

    /** Tries again to connect to whom the channel could not connect while an association before was not over. */
    abstract void resumeConnecting();

    /** A path of an association has another state; it may be confirmed now. */
    void onPathChange(final ChannelAssociation association, final Path path) {}

    /** An address is the peer's no longer. */
    void onPathRemoved(final ChannelAssociation association, final Path path) {}

    void onReadable(final ChannelAssociation association) {
        receivers.signalAll();
        tellPollers();
    }

    void onWritable() {
        senders.signalAll();
        tellPollers();
    }

    void onClosed(final ChannelAssociation association) {
        signalEveryone();
        tellPollers();
    }

    /**
     * Ends an association because its channel is closed. Messages that nobody will read, or SO_LINGER of zero, make it an
     * abort; one that is being set up goes on for as long as it has something to send.
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
            driver().addLingering(association);
            lingering.add(association);
            host().ports().linger(association.engine().localPort());
        }
    }

    /** The association of a channel that is closed is over. */
    final void endedAfterClose(final ChannelAssociation association) {
        if (lingering.remove(association)) {
            driver().removeLingering(association);
            host().ports().settle(association.engine().localPort());
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
    public final int receive(final ByteBuffer destination, final ReceiveInfo info) throws IOException {
        return receive(destination, info, isBlocking() ? Deadline.NEVER : null);
    }

    @Override
    public final int receive(final ByteBuffer destination, final ReceiveInfo info, final Duration timeout)
            throws IOException {
        return receive(destination, info, Deadline.in(timeout));
    }

    private int receive(final ByteBuffer destination, final ReceiveInfo info, final Deadline deadline)
            throws IOException {
        Objects.requireNonNull(info, "info");
        if (destination.isReadOnly()) {
            throw new IllegalArgumentException("the buffer is read-only");
        }
        requireRoom(destination.remaining());
        beginToWait(RECEIVE, deadline);
        while (true) {
            enter();
            try {
                requireOpen(RECEIVE);
                requireReceivable();
                final int result = tryReceive(destination, info);
                if (result != WOULD_BLOCK || deadline == null) {
                    return result;
                }
                receivers.enlist(Thread.currentThread());
            } finally {
                leave();
            }
            await(receivers, deadline, RECEIVE, peerOrNull());
        }
    }

    private static int requireRoom(final int length) {
        if (length <= 0) {
            throw new IllegalArgumentException("the buffer has no room for a message");
        }
        return length;
    }

    private int tryReceive(final ByteBuffer destination, final ReceiveInfo info) throws SctpException {
        while (true) {
            final ChannelAssociation association = nextToReceive();
            if (association == null) {
                return nothingThere();
            }
            final SctpNotification notification = association.takeNotification();
            ACCESS.notification(info, notification);
            if (notification != null) {
                return NOTIFICATION;
            }
            if (!association.hasMessages()) {
                return nothingThere();
            }
            final int start = destination.position(); // read once, as the limit: another thread may move them
            final int length = take(association, destination, start, requireRoom(destination.limit() - start));
            if (received.isAborted()) {
                association.onBrokenOff(received);
                continue;
            }
            association.isInMessage = !received.isComplete();
            destination.position(start + length);
            fill(ACCESS.memory(info), 0, association, length, EXTENDED_SIZE);
            return length;
        }
    }

    private int take(
            final ChannelAssociation association, final ByteBuffer destination, final int offset, final int capacity)
            throws SctpException {
        try {
            return association.engine().receive(destination, offset, capacity, received);
        } catch (final Error e) {
            throw doubted(RECEIVE, association, e);
        }
    }

    /** Writes what is known of the message just received. */
    private void fill(
            final ByteBuffer memory,
            final int at,
            final ChannelAssociation association,
            final int length,
            final int descriptorSize) {
        final Settings settings = settings();
        final int unwanted = memory.getInt(at + FLAGS_OFFSET) & FLAG_SOURCE_UNWANTED;
        int flags =
                unwanted | (received.isComplete() ? FLAG_COMPLETE : 0) | (received.isUnordered() ? FLAG_UNORDERED : 0);
        if (!settings.showsReceiveInfo()) {
            memory.putInt(at + FLAGS_OFFSET, flags & ~FLAG_UNORDERED);
            return;
        }
        memory.putInt(at + LENGTH_OFFSET, length);
        memory.putInt(at + ASSOCIATION_OFFSET, association.id());
        memory.putShort(at + STREAM_OFFSET, (short) received.stream());
        memory.putShort(at + SSN_OFFSET, (short) received.ssn());
        memory.putInt(at + PPID_OFFSET, received.ppid());
        memory.putInt(at + TSN_OFFSET, received.tsn());
        memory.putInt(at + CUMULATIVE_TSN_OFFSET, received.tsn());
        memory.putInt(at + CONTEXT_OFFSET, association.settings().context());
        if (descriptorSize == EXTENDED_SIZE) {
            if (unwanted == 0) {
                flags |= FLAG_ADDRESS;
                memory.put(at + SOCKADDR_OFFSET, association.source(), 0, NEXT_PPID_OFFSET - SOCKADDR_OFFSET);
            }
            if (settings.showsNextInfo() && received.isComplete()) {
                flags |= fillNext(memory, at, association);
            }
        }
        memory.putInt(at + FLAGS_OFFSET, flags);
    }

    private static int fillNext(final ByteBuffer memory, final int at, final ChannelAssociation association) {
        final Association engine = association.engine();
        if (engine.readyMessages() == 0) {
            return 0;
        }
        memory.putInt(at + NEXT_PPID_OFFSET, engine.nextMessagePpid());
        memory.putInt(at + NEXT_ASSOCIATION_OFFSET, association.id());
        memory.putInt(at + NEXT_LENGTH_OFFSET, engine.nextMessageLength());
        memory.putShort(at + NEXT_STREAM_OFFSET, (short) engine.nextMessageStream());
        memory.putShort(at + NEXT_FLAGS_OFFSET, (short) 0);
        return FLAG_NEXT_INFO;
    }

    @Override
    public final int receive(final MessageBatch batch) throws IOException {
        return receive(batch, isBlocking() ? Deadline.NEVER : null);
    }

    @Override
    public final int receive(final MessageBatch batch, final Duration timeout) throws IOException {
        return receive(batch, Deadline.in(timeout));
    }

    private int receive(final MessageBatch batch, final Deadline deadline) throws IOException {
        batch.clear();
        beginToWait(RECEIVE, deadline);
        while (true) {
            enter();
            try {
                requireOpen(RECEIVE);
                requireReceivable();
                final int result = tryReceive(batch);
                if (result != WOULD_BLOCK || deadline == null) {
                    return result;
                }
                receivers.enlist(Thread.currentThread());
            } finally {
                leave();
            }
            await(receivers, deadline, RECEIVE, peerOrNull());
        }
    }

    private int tryReceive(final MessageBatch batch) throws SctpException {
        final long nowNs = System.nanoTime();
        int count = 0;
        while (count < batch.limit()) {
            final ChannelAssociation association = nextToReceive();
            if (association == null) {
                break;
            }
            final SctpNotification notification = association.takeNotification();
            if (notification != null) {
                ACCESS.descriptors(batch).putInt(count * SIZE + FLAGS_OFFSET, FLAG_NOTIFICATION | FLAG_COMPLETE);
                ACCESS.received(batch, count + 1);
                ACCESS.notification(batch, count, notification);
                count++;
            } else if (association.hasMessages()) {
                if (batch.slot(count) < 0) {
                    throw new IllegalStateException("entry " + count + " has no slot");
                }
                final ByteBuffer slot = batch.slab().view(batch.slot(count)).clear();
                final int length = take(association, slot, 0, batch.slotBytes());
                if (received.isAborted()) {
                    association.onBrokenOff(received);
                    continue;
                }
                association.isInMessage = !received.isComplete();
                fill(ACCESS.descriptors(batch), count * SIZE, association, length, SIZE);
                ACCESS.descriptors(batch).putInt(count * SIZE + LENGTH_OFFSET, length);
                ACCESS.descriptors(batch).putLong(count * SIZE + RECEIVE_TIME_OFFSET, nowNs);
                ACCESS.received(batch, ++count);
            } else {
                break;
            }
        }
        return count > 0 ? count : nothingThere();
    }

    // ---- Send

    @Override
    public final int send(final ByteBuffer source, final SendInfo info) throws IOException {
        return send(source, info, isBlocking() ? Deadline.NEVER : null);
    }

    @Override
    public final int send(final ByteBuffer source, final SendInfo info, final Duration timeout) throws IOException {
        return send(source, info, Deadline.in(timeout));
    }

    private int send(final ByteBuffer source, final SendInfo info, final Deadline deadline) throws IOException {
        requireContent(source.remaining());
        beginToWait(SEND, deadline);
        ChannelAssociation waitedFor = null;
        while (true) {
            enter();
            try {
                requireOpen(SEND);
                if (waitedFor != null && waitedFor.isClosed()) { // and no other is begun for the same message
                    throw refusal(waitedFor, SendResult.NOT_ESTABLISHED, 0, 0);
                }
                final int result = trySend(source, info);
                if (result != WOULD_BLOCK || deadline == null) {
                    return result;
                }
                waitedFor = full;
                senders.enlist(Thread.currentThread());
            } finally {
                leave();
            }
            await(senders, deadline, SEND, peerOrNull());
        }
    }

    private static int requireContent(final int length) {
        if (length <= 0) {
            throw new IllegalArgumentException("an SCTP message has at least one byte");
        }
        return length;
    }

    private int trySend(final ByteBuffer source, final SendInfo info) throws SctpException {
        if (info != null && info.sendToAll()) {
            return sendToAll(source, info);
        }
        full = null;
        final ChannelAssociation association = associationToSend(info == null ? 0 : info.association(), info);
        if (association == null) {
            return WOULD_BLOCK;
        }
        final int start = source.position(); // read once, as the limit: another thread may move them
        final int length = requireContent(source.limit() - start);
        if (!offer(association, source, start, length, info)) {
            full = association;
            return WOULD_BLOCK;
        }
        source.position(start + length);
        return length;
    }

    private int sendToAll(final ByteBuffer source, final SendInfo info) throws SctpException {
        final int start = source.position();
        final int length = requireContent(source.limit() - start);
        for (final ChannelAssociation association : ownAssociations()) {
            if (association.isUp() && !offer(association, source, start, length, info)) {
                throw failure(SEND, Errno.ENOBUFS, null);
            }
        }
        source.position(start + length);
        return length;
    }

    /** Hands one message to the engine; false if there is no room for it. */
    private boolean offer(
            final ChannelAssociation association,
            final ByteBuffer source,
            final int offset,
            final int length,
            final SendInfo info)
            throws SctpException {
        if (info == null) {
            final DefaultSendInfo usual = association.settings().defaultSendInfo();
            return offer(
                    association,
                    source,
                    offset,
                    length,
                    usual.stream(),
                    usual.unordered() ? FLAG_UNORDERED : 0,
                    usual.ppid(),
                    usual.context(),
                    PrPolicy.RELIABLE.code(),
                    0,
                    null,
                    0);
        }
        return offer(
                association,
                source,
                offset,
                length,
                info.stream(),
                ACCESS.memory(info).getInt(FLAGS_OFFSET),
                info.ppid(),
                info.context(),
                ACCESS.memory(info).getShort(PR_POLICY_OFFSET),
                info.prValue(),
                info.overridePrimary() ? requirePath(association, info.destination()) : null,
                info.authKey());
    }

    private boolean offer(
            final ChannelAssociation association,
            final ByteBuffer source,
            final int offset,
            final int length,
            final int stream,
            final int flags,
            final int ppid,
            final int context,
            final int policy,
            final int policyValue,
            final Path path,
            final int authKey)
            throws SctpException {
        if (settings().refusesToFragment() && length > association.fragmentationPoint()) {
            throw tooBig(
                    association,
                    length,
                    "one packet takes " + association.fragmentationPoint()
                            + " bytes, and SCTP_DISABLE_FRAGMENTS is set");
        }
        final SendOptions options = association.sendOptions().stream(stream)
                .unordered((flags & FLAG_UNORDERED) != 0)
                .sackImmediately((flags & FLAG_SACK_IMMEDIATELY) != 0)
                .signedWith((flags & FLAG_AUTH_KEY) != 0 ? authKey : SendOptions.ACTIVE_KEY)
                .ppid(ppid)
                .context(context)
                .destination(path);
        setPolicy(association, options, policy, policyValue);
        final SendResult result;
        try {
            result = association.engine().send(source, offset, length, options);
        } catch (final Error e) {
            throw doubted(SEND, association, e);
        }
        if (result == SendResult.QUEUED) {
            driver().noteSend();
            return true;
        }
        if (result == SendResult.WOULD_BLOCK) {
            requireMemory(association);
            association.onBlocked();
            return false;
        }
        throw refusal(association, result, stream, length);
    }

    /** As the message says, or as the association's default does where it says nothing. */
    private static void setPolicy(
            final ChannelAssociation association, final SendOptions options, final int policy, final int policyValue) {
        final PrInfo usual = association.settings().defaultPrInfo();
        final boolean isUsual = policy == PrPolicy.RELIABLE.code();
        final PrPolicy chosen = isUsual ? usual.policy() : PrPolicy.ofCode(policy);
        final long value = isUsual ? usual.value() : policyValue;
        switch (chosen) {
            case RELIABLE -> options.policy(Policy.RELIABLE, 0);
            case LIFETIME ->
                options.policy(
                        value == 0 ? Policy.RELIABLE : Policy.LIFETIME, // 0 is for ever
                        TimeUnit.MILLISECONDS.toNanos(value));
            case RETRANSMISSIONS -> options.policy(Policy.RETRANSMISSIONS, value);
            case PRIORITY -> options.policy(Policy.PRIORITY, value);
        }
    }

    /** The path that a message asks for. */
    private static Path requirePath(final ChannelAssociation association, final InetSocketAddress wanted)
            throws SctpException {
        final Path path = wanted == null ? null : association.path(wanted);
        if (path == null) {
            throw association.refusal(SEND, Errno.EINVAL, wanted + " is no address of the peer's");
        }
        return path;
    }

    /** Waiting for memory that others give back is in vain if nobody has any. */
    private void requireMemory(final ChannelAssociation association) throws SctpException {
        final SctpEngine engine = driver().engine();
        if (engine.isMemoryRefused() && engine.memoryUsedBytes() == 0) {
            throw association.refusal(
                    SEND,
                    Errno.ENOBUFS,
                    "the JVM has no direct memory left for messages: raise -XX:MaxDirectMemorySize or -Xmx");
        }
    }

    /**
     * A call threw in the middle of an association, which has ended therefore: its user hears of that, of other errors
     * the caller.
     */
    private SctpException doubted(final String operation, final ChannelAssociation association, final Error thrown) {
        driver().onThrown(association, thrown);
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

    private SctpException refusal(
            final ChannelAssociation association, final SendResult result, final int stream, final int length) {
        return switch (result) {
            case TOO_LONG ->
                tooBig(
                        association,
                        length,
                        "the limit is SO_SNDBUF, now "
                                + association.engine().config().sendBufferBytes() + " bytes");
            case NO_SUCH_KEY ->
                association.refusal(
                        SEND, Errno.EINVAL, "no such key to sign with, or it was deactivated (SCTP_AUTHINFO)");
            case INVALID_STREAM ->
                new SctpException.InvalidStream(
                        SEND,
                        Errno.EINVAL.number(),
                        localAddressOrNull(),
                        association.peerAddress(),
                        "stream " + stream + " of an association with "
                                + association.engine().outboundStreams() + " outbound streams");
            default ->
                association.because(new SctpException.Ended(
                        SEND,
                        (association.failure() == null ? Errno.EPIPE : association.failure()).number(),
                        localAddressOrNull(),
                        association.peerAddress(),
                        association.failureText()));
        };
    }

    private SctpException tooBig(final ChannelAssociation association, final int length, final String limit) {
        return new SctpException.MessageTooBig(
                SEND,
                Errno.EMSGSIZE.number(),
                localAddressOrNull(),
                association.peerAddress(),
                "a message of " + length + " bytes; " + limit);
    }

    @Override
    public final int send(final MessageBatch batch) throws IOException {
        return send(batch, isBlocking() ? Deadline.NEVER : null);
    }

    @Override
    public final int send(final MessageBatch batch, final Duration timeout) throws IOException {
        return send(batch, Deadline.in(timeout));
    }

    private int send(final MessageBatch batch, final Deadline deadline) throws IOException {
        if (!batch.hasRemaining()) {
            throw new IllegalArgumentException("the batch has nothing to send");
        }
        beginToWait(SEND, deadline);
        final int begin = batch.position();
        while (true) {
            enter();
            try {
                requireOpen(SEND);
                sendWhatFits(batch);
                if (!batch.hasRemaining() || deadline == null) {
                    return batch.position() - begin;
                }
                senders.enlist(Thread.currentThread());
            } finally {
                leave();
            }
            await(senders, deadline, SEND, peerOrNull());
        }
    }

    private void sendWhatFits(final MessageBatch batch) throws SctpException {
        while (batch.hasRemaining()) {
            final ChannelAssociation association = associationToSend(batch.association(batch.position()), null);
            if (association == null || !offer(association, batch, batch.position())) {
                return;
            }
            ACCESS.sent(batch, 1);
        }
    }

    private boolean offer(final ChannelAssociation association, final MessageBatch batch, final int entry)
            throws SctpException {
        final ByteBuffer descriptors = ACCESS.descriptors(batch);
        final int at = entry * SIZE;
        final int flags = descriptors.getInt(at + FLAGS_OFFSET);
        if ((flags & FLAG_DEFAULTS) != 0) {
            return offer(
                    association,
                    ACCESS.source(batch, entry),
                    ACCESS.sourceOffset(batch, entry),
                    batch.length(entry),
                    null);
        }
        return offer(
                association,
                ACCESS.source(batch, entry),
                ACCESS.sourceOffset(batch, entry),
                batch.length(entry),
                batch.stream(entry),
                flags,
                descriptors.getInt(at + PPID_OFFSET),
                descriptors.getInt(at + CONTEXT_OFFSET),
                descriptors.getShort(at + PR_POLICY_OFFSET),
                descriptors.getInt(at + PR_VALUE_OFFSET),
                null,
                Short.toUnsignedInt(descriptors.getShort(at + AUTH_KEY_OFFSET)));
    }

    // ---- Pollers

    @Override
    final int possibleInterests() {
        return io.sctp.SctpPoller.READABLE | io.sctp.SctpPoller.WRITABLE;
    }
}

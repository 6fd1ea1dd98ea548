package io.sctp.kernel;

import io.sctp.Association;
import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpNotification;
import io.sctp.jni.Syscalls;
import io.sctp.natives.Abi;
import io.sctp.spi.ChannelExceptions;
import io.sctp.spi.ConnectCalls;
import io.sctp.spi.Deadline;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A channel over a one-to-one socket. */
final class KernelChannel extends KernelMessageChannel<SctpChannel> implements ConnectCalls {
    private static final String CONNECT = "connect";

    private enum State {
        UNCONNECTED,
        CONNECTING,
        CONNECTED
    }

    private volatile State state;
    private volatile SctpAddress peer;

    /** Set when this end's shutdown is complete. */
    private volatile boolean shutDown;

    /** Set when this end's shutdown has begun. */
    private volatile boolean shutsDown;

    /** Whether the provider, not the program, subscribed to association changes. */
    private volatile boolean hidesAssociationChange;

    /** Whether the association had ended before the program got the channel. */
    private volatile boolean gone;

    /** How the association ended, once a receive has reported it. */
    private volatile SctpException.Ended ended;

    KernelChannel(final KernelProvider provider, final KernelProvider.Socket socket) throws IOException {
        super(provider, socket);
        state = State.UNCONNECTED;
        setDefaults();
    }

    private KernelChannel(final KernelProvider provider, final KernelProvider.Socket socket, final State state) {
        super(provider, socket);
        this.state = state;
    }

    /** Creates a channel for a blocking socket that already has its association and the options of its listener. */
    static KernelChannel connected(final KernelProvider provider, final KernelProvider.Socket socket) {
        socket.handle().letReceivesWait();
        return new KernelChannel(provider, socket, State.CONNECTED);
    }

    @Override
    protected SctpChannel self() {
        return this;
    }

    // ---- Connecting

    @Override
    public boolean connectTo(final SctpAddress target, final Deadline deadline) throws IOException {
        final int fd = handle().acquire(CONNECT);
        try {
            beginToWait(CONNECT, deadline);
            requireIdle(fd, target);
            final int result = PackedAddresses.ofPeer(CONNECT, family(), target)
                    .passTo((address, length) -> Syscalls.connectx(fd, address, length, 0));
            requireBegun(result, target);
            peer = target;
            state = State.CONNECTING;
            return finish(fd, deadline);
        } finally {
            handle().release();
        }
    }

    /** Linux would begin a second association with another peer, and an association with port 0. */
    private void requireIdle(final int fd, final SctpAddress target) throws SctpException {
        if (!isConnecting()) {
            if (!isConnected()) {
                requirePort(CONNECT, target);
            }
            return;
        }
        final boolean isSettled = Syscalls.poll(fd, Abi.Poll.POLLOUT, -1, 0) != 0;
        if (!isSettled || KernelOptions.takeError(fd) == 0) {
            throw ChannelExceptions.connectionPending(CONNECT, localAddressOrNull(), peer, null);
        }
        state = State.UNCONNECTED; // it failed, and the program has not been told
    }

    private void requireBegun(final int result, final SctpAddress target) throws SctpException {
        if (result >= 0 || result == -Errno.EINPROGRESS.number()) {
            return;
        }
        if (result == -Errno.EISCONN.number()) {
            throw ChannelExceptions.alreadyConnected(CONNECT, localAddressOrNull(), peer, null);
        }
        if (result == -Errno.EALREADY.number() || isConnecting()) {
            throw ChannelExceptions.connectionPending(CONNECT, localAddressOrNull(), peer, null);
        }
        throw failure(CONNECT, result, target);
    }

    @Override
    boolean isConnecting() {
        return state == State.CONNECTING;
    }

    @Override
    public boolean finishConnect(final Deadline deadline) throws IOException {
        final int fd = handle().acquire(CONNECT);
        try {
            return switch (state) {
                case CONNECTED -> true;
                case CONNECTING -> {
                    beginToWait(CONNECT, deadline);
                    yield finish(fd, deadline);
                }
                case UNCONNECTED ->
                    throw ChannelExceptions.noConnectionPending("finish connect", localAddressOrNull(), peer, null);
            };
        } finally {
            handle().release();
        }
    }

    /**
     * Waits for the outcome. The kernel reports a socket as writable only when its association is established, and as
     * in error if that failed.
     */
    private boolean finish(final int fd, final Deadline deadline) throws IOException {
        if (deadline != null) {
            try {
                handle().await(Abi.Poll.POLLOUT, deadline, CONNECT);
            } catch (final SctpException.TimedOut e) {
                throw SctpException.of(CONNECT, e.errno(), localAddressOrNull(), peer, "the call timed out");
            }
        } else if (Syscalls.poll(fd, Abi.Poll.POLLOUT, -1, 0) == 0) {
            return false;
        }
        final int error = KernelOptions.takeError(fd);
        if (error != 0) {
            state = State.UNCONNECTED;
            throw SctpException.of(CONNECT, error, localAddressOrNull(), peer);
        }
        if (Syscalls.makeBlocking(fd) == 0) { // not earlier, as connecting would wait; if it fails, receives poll
            handle().letReceivesWait();
        }
        state = State.CONNECTED;
        return true;
    }

    @Override
    public boolean isConnected() {
        return state == State.CONNECTED && !shutDown && !gone && ended == null && isOpen() && isThere();
    }

    /** Whether the kernel still has the association. */
    private boolean isThere() {
        try {
            return using("status", AssociationControl::exists);
        } catch (final IOException e) {
            return false;
        }
    }

    /**
     * Queries the peer of a channel that begins with an association. Returns false if the association has already
     * ended.
     */
    boolean lookForPeer() throws IOException {
        try {
            peer = using("peer address", fd -> AssociationControl.peerAddresses(fd, OptionTarget.FUTURE));
            return true;
        } catch (final SctpException.NotConnected e) {
            return false;
        }
    }

    /** The association had ended before the program got the channel. */
    void onGoneBefore(final boolean aborted) {
        gone = true;
        if (aborted) {
            ended = new SctpException.Ended(
                    RECEIVE,
                    Errno.ECONNRESET.number(),
                    localAddressOrNull(),
                    null,
                    "the peer aborted before the association was accepted");
        }
    }

    @Override
    protected boolean hasAssociation() {
        return isConnecting() || isConnected();
    }

    // ---- The association

    @Override
    public Association association() throws IOException {
        return using("association", fd -> {
            requireAssociation("association");
            try {
                return new KernelAssociation(
                        this, AssociationControl.status(fd, OptionTarget.FUTURE).association());
            } catch (final SctpException.NotConnected e) {
                throw notConnected("association", "it has ended");
            }
        });
    }

    private SctpException.NotConnected notConnected(final String operation, final String why) {
        return new SctpException.NotConnected(operation, Errno.ENOTCONN.number(), localAddressOrNull(), peer, why);
    }

    @Override
    public SctpAddress getRemoteAddress() throws IOException {
        return using("get remote address", fd -> {
            try {
                return state == State.CONNECTED ? AssociationControl.peerAddresses(fd, OptionTarget.FUTURE) : null;
            } catch (final SctpException.NotConnected e) {
                return null; // it has ended
            }
        });
    }

    @Override
    public SctpChannel shutdown() throws IOException {
        shutdownAssociation(OptionTarget.FUTURE);
        return this;
    }

    @Override
    void shutdownAssociation(final int id) throws IOException {
        requireOpen("shutdown");
        requireAssociation("shutdown");
        doing("shutdown", fd -> {
            if (!AssociationControl.exists(fd)) {
                if (id == OptionTarget.FUTURE) {
                    return; // it has ended
                }
                throw notConnected("shutdown", "the channel has no association");
            }
            if (!AssociationControl.isSubscribed(fd, NotificationType.ASSOCIATION_CHANGE)) {
                hidesAssociationChange = true;
                AssociationControl.subscribe(fd, NotificationType.ASSOCIATION_CHANGE, true);
            }
            final int result = Syscalls.shutdown(fd, Abi.Socket.SHUT_WR);
            if (result < 0) {
                throw failure("shutdown", result, peer);
            }
            shutsDown = true;
        });
    }

    /** The kernel has no other way to abort from a one-to-one socket, and none to give a reason. */
    @Override
    void abortAssociation(final int id, final ByteBuffer reason) throws IOException {
        requireOpen("abort");
        requireAssociation("abort");
        requireTarget("abort", OptionTarget.association(id));
        if (reason != null && reason.hasRemaining()) {
            throw new SctpException.Unsupported(
                    "abort",
                    Errno.EOPNOTSUPP.number(),
                    localAddressOrNull(),
                    peer,
                    "this kernel sends a reason from one-to-many channels only; abort without one");
        }
        doing("abort", fd -> abortOnClose());
        close();
    }

    // ---- The end of the stream

    /**
     * The kernel ends the stream only at the end that receives the SHUTDOWN. The end that sent it is told only by a
     * notification, which the program sees only if it subscribed to it.
     */
    @Override
    int seen(final SctpNotification notification) {
        if (!(notification instanceof SctpNotification.AssociationChange change)) {
            return NOTIFICATION;
        }
        if (change.change() == SctpNotification.AssociationTransition.SHUTDOWN_COMPLETE) {
            shutDown = true;
            return hidesAssociationChange ? END_OF_STREAM : NOTIFICATION;
        }
        return hidesAssociationChange ? WOULD_BLOCK : NOTIFICATION;
    }

    @Override
    int onEmpty() throws SctpException {
        if (shutDown) {
            return END_OF_STREAM;
        }
        final SctpException.Ended end = ended;
        if (end != null) {
            throw new SctpException.Ended(RECEIVE, end.errno(), end.local(), end.peer(), null);
        }
        return WOULD_BLOCK;
    }

    /** Every receive after an abort reports the abort. */
    @Override
    int endOfStream() throws SctpException {
        return ended != null ? onEmpty() : END_OF_STREAM;
    }

    @Override
    boolean isOver() {
        return shutDown || ended != null;
    }

    /** The kernel reports the end of an association once. Later receives would wait for ever. */
    @Override
    SctpException failure(final String operation, final int result, final SocketAddress remote) {
        final SctpException failure = super.failure(operation, result, remote);
        if (!(failure instanceof SctpException.Ended end)) {
            return failure;
        }
        final SctpException.Ended known = ended;
        if (operation.equals(RECEIVE) || end.errno() != Errno.EPIPE.number()) {
            ended = known != null ? known : end;
            return failure;
        }
        return known == null ? failure : SctpException.of(operation, known.errno(), failure.local(), remote);
    }

    @Override
    void requireAssociation(final String operation) {
        if (state != State.CONNECTED) {
            throw ChannelExceptions.notYetConnected(operation, localAddressOrNull(), peer, null);
        }
    }

    @Override
    void requireTarget(final String operation, final OptionTarget target) throws SctpException {
        if (target.association() > OptionTarget.ALL && !isConnected()) {
            throw notConnected(operation, "the channel has no association");
        }
    }

    /** Where the send buffer is full, Linux would wait for room first. */
    @Override
    void requireDestination(final boolean named) throws SctpException {
        requireAssociation("send");
        if (shutsDown) {
            throw failure("send", -Errno.EPIPE.number(), peer);
        }
    }

    @Override
    protected SocketAddress peerOrNull() {
        return peer;
    }

    /** Without an abort the kernel would continue the set-up after close. */
    @Override
    void beforeClose() {
        if (state == State.CONNECTING) {
            abortOnClose();
        }
    }

    @Override
    public SctpChannel bind(final SocketAddress local) throws IOException {
        bindTo(local);
        return this;
    }

    // ---- The text form

    @Override
    protected String kind() {
        return "SctpChannel";
    }

    @Override
    protected String stateForMessages() {
        return switch (state) {
            case UNCONNECTED -> "not connected";
            case CONNECTING -> "connecting";
            case CONNECTED -> isConnected() ? "connected" : "ended";
        };
    }
}

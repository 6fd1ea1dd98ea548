package io.sctp.userspace;

import io.sctp.Association;
import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpPoller;
import io.sctp.SendInfo;
import io.sctp.spi.ChannelExceptions;
import io.sctp.spi.Deadline;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/** A channel with one association. */
final class OneToOneChannel extends MessageChannel<SctpChannel> implements SctpChannel {
    private static final String CONNECT = "connect";

    private Line line;
    private SctpAddress peer;
    private boolean boundByConnect;

    /** Whether it connects as soon as an association of a channel that is closed is over. */
    private boolean isPostponed;

    /** Why it could not be begun in the end; null for nothing. */
    private SctpException notBegun;

    OneToOneChannel(final UserspaceProvider provider, final Driver driver, final ProtocolFamily family) {
        super(provider, driver, family);
    }

    /** A channel for an association that came to a listener, or was one of many. */
    OneToOneChannel(final Endpoint<?> parent, final Driver driver, final Terms terms) {
        super(parent, driver, terms);
    }

    void adopt(final Line adopted) {
        line = adopted;
        line.owner(this);
        peer = line.peerAddress();
        if (followsMachine()) {
            watchAddresses();
        }
    }

    @Override
    protected SctpChannel self() {
        return this;
    }

    // ---- Connecting

    /** Those that share a port are with the driver of who may listen there, and know of each other's associations. */
    @Override
    void onSettingsChanged() {
        final Driver common = host().listening().first();
        if (port() == 0 && sharesPort() != driver().equals(common)) {
            moveTo(sharesPort() ? common : host().connecting());
        }
    }

    @Override
    public SctpChannel bind(final SocketAddress local) throws IOException {
        requireTogether(local);
        doing("bind", () -> {
            if (line != null && !line.wasUp() && !line.isClosed()) {
                throw ChannelExceptions.connectionPending(
                        "bind", localAddressOrNull(), peerOrNull(), "bind it before connect");
            }
            bindTo(local);
        });
        return this;
    }

    @Override
    public boolean connect(final SocketAddress remote) throws IOException {
        return connect(remote, isBlocking() ? Deadline.NEVER : null);
    }

    @Override
    public boolean connect(final SocketAddress remote, final Duration timeout) throws IOException {
        final Deadline deadline = Deadline.in(timeout);
        try {
            return connect(remote, deadline);
        } catch (final SctpException.TimedOut e) {
            if (deadline.expired()) {
                close();
            }
            throw e;
        }
    }

    private boolean connect(final SocketAddress remote, final Deadline deadline) throws IOException {
        final SctpAddress target = SctpAddress.of(remote);
        beginToWait(CONNECT, deadline);
        host().openTowards(target);
        doing(CONNECT, () -> begin(target));
        return finish(deadline);
    }

    private void begin(final SctpAddress target) throws SctpException {
        if (isPostponed || (line != null && !line.isClosed())) {
            if (line != null && line.wasUp()) {
                throw ChannelExceptions.alreadyConnected(CONNECT, localAddressOrNull(), peer, null);
            }
            throw ChannelExceptions.connectionPending(CONNECT, localAddressOrNull(), peer, null);
        }
        requireReachable(CONNECT, target);
        forgetLine();
        if (port() == 0) {
            bindTo(null);
            boundByConnect = true;
        }
        host().openToConnect(driver());
        receiveAtItsAddresses(driver());
        peer = target;
        isPostponed = true;
        resumeConnecting();
        throwIfNotBegun();
    }

    @Override
    void resumeConnecting() {
        if (!isOpen() || !isPostponed) {
            return;
        }
        try {
            line = Connector.connect(this, CONNECT, peer, host().nextLineId());
            isPostponed = line == null;
        } catch (final SctpException e) {
            isPostponed = false;
            notBegun = e;
        }
        senders().signalAll();
    }

    private void throwIfNotBegun() throws SctpException {
        final SctpException failure = notBegun;
        notBegun = null;
        if (failure != null) {
            forgetLine();
            throw failure;
        }
    }

    private void forgetLine() {
        if (line != null) {
            driver().engine().release(line.engine());
            line = null;
        }
        if (boundByConnect) {
            unbind();
            boundByConnect = false;
        }
    }

    @Override
    public boolean finishConnect() throws IOException {
        final Deadline deadline = isBlocking() ? Deadline.NEVER : null;
        beginToWait(CONNECT, deadline);
        return finish(deadline);
    }

    private boolean finish(final Deadline deadline) throws IOException {
        while (true) {
            enter();
            try {
                requireOpen(CONNECT);
                throwIfNotBegun();
                if (line == null && !isPostponed) {
                    throw ChannelExceptions.noConnectionPending("finish connect", localAddressOrNull(), peer, null);
                }
                if (line != null && line.wasUp()) {
                    return true;
                }
                if (line != null && line.isClosed()) {
                    final SctpException failure = line.because(failure(CONNECT, line.failure(), peer));
                    forgetLine();
                    throw failure;
                }
                if (deadline == null) {
                    return false;
                }
                senders().enlist(Thread.currentThread());
            } finally {
                leave();
            }
            await(senders(), deadline, CONNECT, peer);
        }
    }

    @Override
    public boolean isConnected() {
        enter();
        try {
            return isOpen() && line != null && line.isUp();
        } finally {
            leave();
        }
    }

    // ---- The association

    @Override
    public Association association() throws IOException {
        return using("association", () -> {
            requireConnected("association");
            if (!line.isUp()) {
                throw notConnected("association");
            }
            return new LineAssociation(this, line.id());
        });
    }

    @Override
    public SctpAddress getRemoteAddress() throws IOException {
        return using("get remote address", () -> line == null || !line.isUp() ? null : line.peerAddress());
    }

    @Override
    public SctpChannel shutdown() throws IOException {
        doing("shutdown", () -> {
            requireConnected("shutdown");
            line.engine().shutdown();
            senders().signalAll();
        });
        return this;
    }

    @Override
    Line lineOf(final String operation, final OptionTarget target) throws SctpException {
        if (line != null && line.isUp()) {
            return line;
        }
        if (target.association() > OptionTarget.ALL) {
            throw notConnected(operation);
        }
        return null;
    }

    @Override
    Iterable<Line> lines() {
        return line == null || !line.isUp() ? List.of() : List.of(line);
    }

    @Override
    Iterable<Line> linesToChange() {
        return line == null ? List.of() : List.of(line);
    }

    @Override
    void onSubscription(final NotificationType type, final boolean on) {
        if (on && type == NotificationType.SENDER_DRY && line != null && line.isUp()) {
            line.onSubscribedToDry();
        }
    }

    // ---- Messages

    @Override
    void requireReceivable() {
        requireConnected(RECEIVE);
    }

    private void requireConnected(final String operation) {
        if (line == null || !line.wasUp()) {
            throw ChannelExceptions.notYetConnected(operation, localAddressOrNull(), peer, null);
        }
    }

    @Override
    Line nextToReceive() {
        return line.hasSomethingToReceive() ? line : null;
    }

    @Override
    int nothingThere() throws SctpException {
        if (!line.isAtEnd()) {
            return WOULD_BLOCK;
        }
        if (line.failure() == null) {
            return END_OF_STREAM;
        }
        throw line.because(new SctpException.Ended(
                RECEIVE, line.failure().number(), localAddressOrNull(), peer, line.failureText()));
    }

    @Override
    Line lineToSend(final int id, final SendInfo info) {
        requireConnected(SEND);
        return line;
    }

    @Override
    protected SocketAddress peerOrNull() {
        return peer;
    }

    private SctpException.NotConnected notConnected(final String operation) {
        return new SctpException.NotConnected(
                operation, Errno.ENOTCONN.number(), localAddressOrNull(), peer, line == null ? null : "it has ended");
    }

    // ---- The end

    @Override
    void onClosed(final Line closed) {
        if (!isOpen()) {
            endedAfterClose(closed);
        }
        super.onClosed(closed);
    }

    @Override
    void onClose() {
        if (line != null) {
            end(line);
        }
    }

    /** As {@link #abandon}, if the association is over already. */
    boolean abandonIfEnded() {
        final boolean isOver = line.isClosed();
        if (isOver) {
            abandon();
        }
        return isOver;
    }

    /** Nobody accepted it, and nobody will. */
    void abandon() {
        unwatchAddresses();
        if (!line.isClosed()) {
            line.engine().abort();
        }
        driver().engine().release(line.engine());
    }

    @Override
    int readiness() {
        if (line == null) {
            return 0;
        }
        final boolean readable = line.wasUp() && (line.hasSomethingToReceive() || line.isAtEnd());
        final boolean writable = line.hasRoom() || line.isClosed();
        return (readable ? SctpPoller.READABLE : 0) | (writable ? SctpPoller.WRITABLE : 0);
    }

    // ---- The text form

    @Override
    protected String kind() {
        return "SctpChannel";
    }

    @Override
    protected String stateForMessages() {
        final Line current = line; // without the lock, which the caller may be waiting for
        if (current == null) {
            return "not connected";
        }
        return current.isUp() ? "connected" : current.isClosed() ? "ended" : "connecting";
    }
}

package io.sctp.userspace.channel;

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
import io.sctp.spi.ConnectCalls;
import io.sctp.spi.Deadline;
import io.sctp.spi.SctpProvider;
import io.sctp.userspace.driver.Driver;
import io.sctp.userspace.driver.Shards;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.util.List;

/** A channel with one association. */
public final class UserspaceChannel extends UserspaceMessageChannel<SctpChannel> implements ConnectCalls {
    private static final String CONNECT = "connect";

    private ChannelAssociation association;
    private SctpAddress peer;
    private boolean boundByConnect;

    /** Whether it connects as soon as an association of a closed channel has ended. */
    private boolean isPostponed;

    /** The error with which the postponed connect failed; null for none. */
    private SctpException notBegun;

    public UserspaceChannel(
            final SctpProvider provider, final StackContext stack, final Driver driver, final ProtocolFamily family) {
        super(provider, stack, driver, family);
    }

    /** Creates a channel for an accepted or peeled-off association. */
    UserspaceChannel(final UserspaceEndpoint<?> parent, final Driver driver, final EndpointSnapshot snapshot) {
        super(parent, driver, snapshot);
    }

    void adopt(final ChannelAssociation adopted) {
        association = adopted;
        association.owner(this);
        peer = association.peerAddress();
        if (addresses().followMachine()) {
            addresses().watch();
        }
    }

    @Override
    protected SctpChannel self() {
        return this;
    }

    // ---- Connecting

    /**
     * Endpoints that share a port have the driver of the endpoint that may listen there, and know of each other's
     * associations.
     */
    @Override
    void onSettingsChanged() {
        final Driver common = stack().listening().first();
        if (port() == 0 && sharesPort() != driver().equals(common)) {
            moveTo(sharesPort() ? common : stack().connecting());
        }
    }

    @Override
    public SctpChannel bind(final SocketAddress local) throws IOException {
        final SctpAddress wanted = wanted(local);
        requireTogether(wanted);
        doing("bind", () -> {
            if (association != null && !association.wasUp() && !association.isClosed()) {
                throw ChannelExceptions.connectionPending(
                        "bind", localAddressOrNull(), peerOrNull(), "bind it before connect");
            }
            bindTo(wanted);
        });
        return this;
    }

    @Override
    public boolean connectTo(final SctpAddress target, final Deadline deadline) throws IOException {
        beginToWait(CONNECT, deadline);
        stack().openTowards(target);
        doing(CONNECT, () -> moveTowards(target));
        doing(CONNECT, () -> begin(target));
        return finish(deadline);
    }

    /**
     * An accepted channel may connect again, from the listener's port. It then moves to the driver that receives the
     * new peer's packets.
     */
    private void moveTowards(final SctpAddress target) {
        final Shards listening = stack().listening();
        if (isBusy() || port() == 0 || !listening.drivers().contains(driver())) {
            return;
        }
        final Driver right = listening.of(target.port(), port());
        if (!right.equals(driver())) {
            forgetAssociation();
            moveTo(right);
        }
    }

    /** Whether it has an association, or is waiting to begin one. */
    private boolean isBusy() {
        return isPostponed || (association != null && !association.isClosed());
    }

    private void begin(final SctpAddress target) throws SctpException {
        if (isBusy()) {
            if (association != null && association.wasUp()) {
                throw ChannelExceptions.alreadyConnected(CONNECT, localAddressOrNull(), peer, null);
            }
            throw ChannelExceptions.connectionPending(CONNECT, localAddressOrNull(), peer, null);
        }
        requirePort(CONNECT, target);
        requireReachable(CONNECT, target);
        forgetAssociation();
        if (port() == 0) {
            bindTo(wanted(null));
            boundByConnect = true;
        }
        stack().openToConnect(driver());
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
            association = Connector.connect(this, CONNECT, peer, stack().nextAssociationId());
            isPostponed = association == null;
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
            forgetAssociation();
            throw failure;
        }
    }

    /** From the same port, its peer could take another association for a restart of one that was up. */
    private void forgetAssociation() {
        if (association == null) {
            return;
        }
        driver().engine().release(association.engine());
        if (boundByConnect && association.wasUp()) {
            unbind();
            boundByConnect = false;
        }
        association = null;
    }

    @Override
    public boolean finishConnect(final Deadline deadline) throws IOException {
        beginToWait(CONNECT, deadline);
        return finish(deadline);
    }

    private boolean finish(final Deadline deadline) throws IOException {
        enter();
        try {
            while (true) {
                requireOpen(CONNECT);
                throwIfNotBegun();
                if (association == null && !isPostponed) {
                    throw ChannelExceptions.noConnectionPending("finish connect", localAddressOrNull(), peer, null);
                }
                if (association != null && association.wasUp()) {
                    return true;
                }
                if (association != null && association.isClosed()) {
                    final SctpException failure = association.because(failure(CONNECT, association.failure(), peer));
                    forgetAssociation();
                    throw failure;
                }
                if (deadline == null) {
                    return false;
                }
                await(senders(), deadline, CONNECT, peer);
            }
        } finally {
            leave();
        }
    }

    @Override
    public boolean isConnected() {
        enter();
        try {
            return isOpen() && association != null && association.isUp();
        } finally {
            leave();
        }
    }

    // ---- The association

    @Override
    public Association association() throws IOException {
        return using("association", () -> {
            requireConnected("association");
            if (!association.isUp()) {
                throw notConnected("association");
            }
            return new UserspaceAssociation(this, association.id());
        });
    }

    @Override
    public SctpAddress getRemoteAddress() throws IOException {
        return using(
                "get remote address",
                () -> association == null || !association.isUp() ? null : association.peerAddress());
    }

    @Override
    public SctpChannel shutdown() throws IOException {
        doing("shutdown", () -> {
            requireConnected("shutdown");
            association.engine().shutdown();
            senders().signalAll();
        });
        return this;
    }

    @Override
    ChannelAssociation associationOf(final String operation, final OptionTarget target) throws SctpException {
        if (association != null && association.isUp()) {
            return association;
        }
        if (target.association() > OptionTarget.ALL) {
            throw notConnected(operation);
        }
        return null;
    }

    @Override
    public Iterable<ChannelAssociation> ownAssociations() {
        return association == null || !association.isUp() ? List.of() : List.of(association);
    }

    @Override
    Iterable<ChannelAssociation> associationsToChange() {
        return association == null ? List.of() : List.of(association);
    }

    @Override
    void onSubscription(final NotificationType type, final boolean on) {
        if (on && type == NotificationType.SENDER_DRY && association != null && association.isUp()) {
            association.notifications().onSubscribedToDry();
        }
    }

    // ---- Messages

    @Override
    void requireReceivable() {
        requireConnected(RECEIVE);
    }

    private void requireConnected(final String operation) {
        if (association == null || !association.wasUp()) {
            throw ChannelExceptions.notYetConnected(operation, localAddressOrNull(), peer, null);
        }
    }

    @Override
    ChannelAssociation nextToReceive() {
        return association.hasSomethingToReceive() ? association : null;
    }

    @Override
    int onEmpty() throws SctpException {
        if (!association.isAtEnd()) {
            return WOULD_BLOCK;
        }
        if (association.failure() == null) {
            return END_OF_STREAM;
        }
        throw association.because(new SctpException.Ended(
                RECEIVE, association.failure().number(), localAddressOrNull(), peer, association.failureText()));
    }

    @Override
    ChannelAssociation associationToSend(final int id, final SendInfo info) {
        requireConnected(SEND);
        return association;
    }

    @Override
    protected SocketAddress peerOrNull() {
        return peer;
    }

    private SctpException.NotConnected notConnected(final String operation) {
        return new SctpException.NotConnected(
                operation,
                Errno.ENOTCONN.number(),
                localAddressOrNull(),
                peer,
                association == null ? null : "it has ended");
    }

    // ---- The end

    @Override
    void onClosed(final ChannelAssociation closed) {
        if (!isOpen()) {
            endedAfterClose(closed);
        }
        super.onClosed(closed);
    }

    @Override
    void onClose() {
        if (association != null) {
            end(association);
        }
    }

    /** Frees the association if it ended before it was accepted. */
    boolean abandonIfEnded() {
        if (!association.isClosed()) {
            return false;
        }
        addresses().unwatch();
        driver().engine().release(association.engine());
        return true;
    }

    @Override
    int readiness() {
        if (association == null) {
            return 0;
        }
        final boolean readable = association.wasUp() && (association.hasSomethingToReceive() || association.isAtEnd());
        final boolean writable = association.hasRoom() || association.isClosed();
        return (readable ? SctpPoller.READABLE : 0) | (writable ? SctpPoller.WRITABLE : 0);
    }

    // ---- The text form

    @Override
    protected String kind() {
        return "SctpChannel";
    }

    @Override
    protected String stateForMessages() {
        final ChannelAssociation current = association; // without the lock, as the caller may hold others
        if (current == null) {
            return "not connected";
        }
        return current.isUp() ? "connected" : current.isClosed() ? "ended" : "connecting";
    }
}

package io.sctp.userspace.channel;

import com.carrotsearch.hppc.IntObjectHashMap;
import io.sctp.Association;
import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOptions;
import io.sctp.SctpPoller;
import io.sctp.SendInfo;
import io.sctp.engine.Path;
import io.sctp.spi.Deadline;
import io.sctp.spi.MultiCalls;
import io.sctp.spi.SctpProvider;
import io.sctp.userspace.driver.Driver;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Many associations on one channel. */
public final class UserspaceMultiChannel extends UserspaceMessageChannel<SctpMultiChannel> implements MultiCalls {
    private static final String CONNECT = "connect";
    private static final System.Logger LOGGER = System.getLogger("io.sctp.userspace");

    private final IntObjectHashMap<ChannelAssociation> byId = new IntObjectHashMap<>();
    private final Set<ChannelAssociation> inOrder = new LinkedHashSet<>();

    private final PeerIndex peers = new PeerIndex();
    /** The associations that may have something to receive, each once, in turn. */
    private final ArrayDeque<ChannelAssociation> readable = new ArrayDeque<>();

    private boolean listens;
    private boolean keepsMessagesTogether;
    /** The association last received from, which may be in the middle of a message. */
    private ChannelAssociation begun;

    private ChannelAssociation lastSentOn;

    /**
     * The postponed connects, by future association number. They wait until an association of a closed channel has
     * ended.
     */
    private final Map<Integer, SctpAddress> postponed = new LinkedHashMap<>();

    public UserspaceMultiChannel(
            final SctpProvider provider, final StackContext stack, final Driver driver, final ProtocolFamily family) {
        super(provider, stack, driver, family);
        settings().put(SctpOptions.FRAGMENT_INTERLEAVE, 1); // as required by RFC 6458 section 8.1.20
    }

    @Override
    public SctpMultiChannel bind(final SocketAddress local, final int backlog) throws IOException {
        final SctpAddress wanted = wanted(local);
        requireTogether(wanted);
        doing("bind", () -> {
            bindTo(wanted);
            if (backlog == 0) {
                return;
            }
            try {
                stack().openToListen();
                receiveAtItsAddresses(driver());
            } catch (final SctpException | RuntimeException e) {
                unbind();
                throw e;
            }
            listens = true;
            DriverChannels.of(driver()).listen(port(), this, engineConfig());
        });
        return this;
    }

    @Override
    ChannelAssociation onIncoming(final Driver driver, final io.sctp.engine.Association engine) {
        if (byId.size() >= driver.maxAssociations()) {
            return null; // ended associations count until the program has read their remaining messages
        }
        return add(new ChannelAssociation(driver, engine, this));
    }

    private ChannelAssociation add(final ChannelAssociation association) {
        byId.put(association.id(), association);
        inOrder.add(association);
        peers.add(association);
        return association;
    }

    // ---- Connecting

    @Override
    public Association connectTo(final SctpAddress target, final Deadline deadline) throws IOException {
        beginToWait(CONNECT, deadline);
        final int id = stack().nextAssociationId();
        final ChannelAssociation[] begun = new ChannelAssociation[1];
        doing(CONNECT, () -> {
            begun[0] = begin(CONNECT, target, id);
            if (begun[0] == null) {
                postponed.put(id, target);
            }
        });
        if (deadline != null) {
            // It may have ended before it is looked up.
            awaitUp(begun[0], id, target, deadline);
        }
        return new UserspaceAssociation(this, id);
    }

    @Override
    void resumeConnecting() {
        if (isOpen()) {
            for (final Map.Entry<Integer, SctpAddress> each : List.copyOf(postponed.entrySet())) {
                resumeConnecting(each.getKey(), each.getValue());
            }
            onWritable();
        }
    }

    private void resumeConnecting(final int id, final SctpAddress target) {
        try {
            if (begin(CONNECT, target, id) != null) {
                postponed.remove(id);
            }
        } catch (final SctpException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "connecting later", e);
            postponed.remove(id);
        }
    }

    /** Returns null if it must wait; see {@link Connector#connect}. */
    private ChannelAssociation begin(final String operation, final SctpAddress target, final int id)
            throws SctpException {
        if (peers.find(target.socketAddress()) != null) {
            throw failure(operation, Errno.EISCONN, target);
        }
        requirePort(operation, target);
        requireReachable(operation, target);
        if (port() == 0) {
            bindTo(wanted(null));
        }
        stack().openToConnect(driver());
        receiveAtItsAddresses(driver());
        final ChannelAssociation association = Connector.connect(this, operation, target, id);
        return association == null ? null : add(association);
    }

    private void awaitUp(
            final ChannelAssociation begun, final int id, final SctpAddress target, final Deadline deadline)
            throws IOException {
        ChannelAssociation association = begun;
        try {
            enter();
            try {
                while (true) {
                    requireOpen(CONNECT);
                    association = association == null ? byId.get(id) : association;
                    if (association != null && association.wasUp()) {
                        return;
                    }
                    if (association != null && association.isClosed()) {
                        throw failure(CONNECT, association.failure(), target);
                    }
                    if (association == null && !postponed.containsKey(id)) {
                        throw failure(CONNECT, Errno.ECONNABORTED, target);
                    }
                    await(senders(), deadline, CONNECT, target);
                }
            } finally {
                leave();
            }
        } catch (final SctpException.TimedOut e) {
            doing(CONNECT, () -> {
                postponed.remove(id);
                if (byId.containsKey(id)) {
                    byId.get(id).engine().abort();
                }
            });
            throw e;
        }
    }

    // ---- Associations

    @Override
    public Association association(final int id) {
        return new UserspaceAssociation(this, id);
    }

    @Override
    public List<Association> associations() throws IOException {
        return using("associations", () -> {
            final List<Association> associations = new ArrayList<>();
            for (final ChannelAssociation association : inOrder) {
                if (!association.isClosed()) {
                    associations.add(new UserspaceAssociation(this, association.id()));
                }
            }
            return List.copyOf(associations);
        });
    }

    @Override
    public SctpChannel peelOff(final int associationId, final PeelOffFlag... flags) throws IOException {
        final boolean blocking = !Arrays.asList(flags).contains(PeelOffFlag.NON_BLOCKING);
        return using("peel off", () -> {
                    final ChannelAssociation association =
                            require("peel off association " + Integer.toUnsignedString(associationId), associationId);
                    final UserspaceChannel channel = new UserspaceChannel(this, driver(), snapshot());
                    forget(association);
                    channel.adopt(association);
                    return channel;
                })
                .closeOnInterrupt(isClosedOnInterrupt())
                .configureBlocking(blocking);
    }

    private ChannelAssociation require(final String operation, final int id) throws SctpException {
        final ChannelAssociation association = byId.get(id);
        if (association == null || association.isClosed()) {
            throw noAssociation(operation, id);
        }
        return association;
    }

    private SctpException noAssociation(final String operation, final int id) {
        return new SctpException.NotConnected(
                operation,
                Errno.EINVAL.number(),
                localAddressOrNull(),
                null,
                "there is no association " + id + " on this channel");
    }

    private void forget(final ChannelAssociation association) {
        byId.remove(association.id());
        inOrder.remove(association);
        peers.remove(association);
        if (association.isListedReadable) {
            readable.remove(association);
            association.isListedReadable = false;
        }
        if (association.equals(lastSentOn)) {
            lastSentOn = null;
        }
        if (association.equals(begun)) {
            begun = null;
        }
    }

    @Override
    ChannelAssociation associationOf(final String operation, final OptionTarget target) throws SctpException {
        return target.association() <= OptionTarget.ALL ? null : require(operation, target.association());
    }

    @Override
    Iterable<ChannelAssociation> ownAssociations() {
        return new ArrayList<>(inOrder);
    }

    @Override
    protected boolean isOneToMany() {
        return true;
    }

    @Override
    boolean needsOneDriver() {
        return true;
    }

    @Override
    Iterable<ChannelAssociation> associationsToChange() {
        return ownAssociations();
    }

    @Override
    void onSubscription(final NotificationType type, final boolean on) {
        if (on && type == NotificationType.SENDER_DRY) {
            for (final ChannelAssociation association : inOrder) {
                association.notifications().onSubscribedToDry();
            }
        }
    }

    @Override
    void onSettingsChanged() {
        keepsMessagesTogether = settings().keepsMessagesTogether();
        if (listens) {
            DriverChannels.of(driver()).listen(port(), this, engineConfig());
        }
    }

    // ---- Messages

    @Override
    void requireReceivable() {
        // An association may begin soon, even if there is none now.
    }

    @Override
    public void onUp(final ChannelAssociation association) {
        peers.add(association);
        super.onUp(association);
    }

    @Override
    void onPathChange(final ChannelAssociation association, final Path path) {
        peers.add(association, path);
    }

    @Override
    void onPathRemoved(final ChannelAssociation association, final Path path) {
        peers.remove(association, path);
    }

    @Override
    void onReadable(final ChannelAssociation association) {
        if (!association.isListedReadable) {
            readable.add(association);
            association.isListedReadable = true;
        }
        super.onReadable(association);
    }

    /**
     * Associations take turns, so that a busy one does not delay the others. Unless messages of several associations
     * may be interleaved, a message is received to its end first.
     */
    @Override
    ChannelAssociation nextToReceive() {
        if (isInMessage()) {
            return begun.hasSomethingToReceive() ? begun : null;
        }
        final ChannelAssociation next = firstReadable();
        if (next != null && readable.size() > 1) {
            readable.remove();
            readable.add(next);
        }
        begun = next;
        return next;
    }

    /** Whether the next part must be the rest of the last message. */
    private boolean isInMessage() {
        return keepsMessagesTogether && begun != null && begun.isInMessage && !begun.isClosed();
    }

    private boolean isReadable() {
        return isInMessage() ? begun.hasSomethingToReceive() : firstReadable() != null;
    }

    private ChannelAssociation firstReadable() {
        for (ChannelAssociation association = readable.peek(); association != null; association = readable.peek()) {
            if (association.hasSomethingToReceive()) {
                return association;
            }
            readable.remove();
            association.isListedReadable = false;
            releaseIfOver(association);
        }
        return null;
    }

    private void releaseIfOver(final ChannelAssociation association) {
        if (association.isClosed() && !association.hasSomethingToReceive()) {
            forget(association);
            driver().engine().release(association.engine());
        }
    }

    @Override
    int onEmpty() {
        return WOULD_BLOCK;
    }

    @Override
    ChannelAssociation associationToSend(final int id, final SendInfo info) throws SctpException {
        final ChannelAssociation association;
        if (postponed.containsKey(id)) {
            return null;
        }
        if (id != 0) {
            association = lastSentOn != null && lastSentOn.id() == id && !lastSentOn.isClosed()
                    ? lastSentOn
                    : requireToSend(id);
        } else if (info != null && info.destination() != null) {
            final ChannelAssociation known = peers.find(info.destination());
            association = known != null
                    ? known
                    : begin("send", SctpAddress.of(info.destination()), stack().nextAssociationId());
        } else {
            throw MultiCalls.noDestination();
        }
        lastSentOn = association;
        return association;
    }

    /** A send to an association that has ended, or never existed, fails with the error that it has ended. */
    private ChannelAssociation requireToSend(final int id) throws SctpException {
        final ChannelAssociation association = byId.get(id);
        if (association == null || association.isClosed()) {
            throw new SctpException.Ended(
                    "send",
                    Errno.EPIPE.number(),
                    localAddressOrNull(),
                    null,
                    "there is no association " + id + " on this channel");
        }
        return association;
    }

    // ---- The end

    @Override
    public void onClosed(final ChannelAssociation closed) {
        if (!isOpen()) {
            forget(closed);
            endedAfterClose(closed);
        } else if (!closed.hasSomethingToReceive()) {
            forget(closed);
            driver().engine().release(closed.engine());
        }
        super.onClosed(closed);
    }

    @Override
    void onClose() {
        if (listens) {
            DriverChannels.of(driver()).stopListening(port(), this);
        }
        ownAssociations().forEach(this::end);
    }

    /** Whether a message can be sent to any peer. */
    private boolean hasRoom() {
        for (final ChannelAssociation association : inOrder) {
            if (association.takesMessages()) {
                return true;
            }
        }
        return byId.isEmpty();
    }

    @Override
    int readiness() {
        return (isReadable() ? SctpPoller.READABLE : 0) | (hasRoom() ? SctpPoller.WRITABLE : 0);
    }

    @Override
    protected SctpMultiChannel self() {
        return this;
    }

    @Override
    protected String kind() {
        return "SctpMultiChannel";
    }
}

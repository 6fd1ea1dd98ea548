package io.sctp.userspace;

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
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Many associations on one channel. */
final class ManyChannel extends MessageChannel<SctpMultiChannel> implements SctpMultiChannel {
    private static final String CONNECT = "connect";
    private static final System.Logger LOGGER = System.getLogger("io.sctp.userspace");

    private final IntObjectHashMap<Line> lines = new IntObjectHashMap<>();
    private final Set<Line> linesInOrder = new LinkedHashSet<>();

    private final PeerIndex peers = new PeerIndex();
    /** Those that may have something to receive, each once, in turn. */
    private final ArrayDeque<Line> readable = new ArrayDeque<>();

    private boolean listens;
    private boolean keepsMessagesTogether;
    /** The association that was received from last, which may be in the middle of a message. */
    private Line begun;

    private Line lastSentOn;

    /** Whom it connects to as soon as an association of a channel that is closed is over, by the number to come. */
    private final Map<Integer, SctpAddress> postponed = new LinkedHashMap<>();

    ManyChannel(final UserspaceProvider provider, final Driver driver, final ProtocolFamily family) {
        super(provider, driver, family);
        settings().put(SctpOptions.FRAGMENT_INTERLEAVE, 1); // as RFC 6458, section 8.1.20 wants it
    }

    @Override
    public SctpMultiChannel bind(final SocketAddress local, final int backlog) throws IOException {
        requireTogether(local);
        doing("bind", () -> {
            bindTo(local);
            if (backlog == 0) {
                return;
            }
            try {
                host().openToListen();
                receiveAtItsAddresses(driver());
            } catch (final SctpException | RuntimeException e) {
                unbind();
                throw e;
            }
            listens = true;
            driver().listen(port(), this, engineConfig());
        });
        return this;
    }

    @Override
    Line onIncoming(final Driver driver, final io.sctp.engine.Association association) {
        if (lines.size() >= driver.maxAssociations()) {
            return null; // those that are over count until the program has read what is left of them
        }
        return add(new Line(driver, association, this));
    }

    private Line add(final Line line) {
        lines.put(line.id(), line);
        linesInOrder.add(line);
        peers.add(line);
        return line;
    }

    // ---- Connecting

    @Override
    public Association connect(final SocketAddress peer) throws IOException {
        return connect(peer, isBlocking() ? Deadline.NEVER : null);
    }

    @Override
    public Association connect(final SocketAddress peer, final Duration timeout) throws IOException {
        return connect(peer, Deadline.in(timeout));
    }

    private Association connect(final SocketAddress peer, final Deadline deadline) throws IOException {
        final SctpAddress target = SctpAddress.of(peer);
        beginToWait(CONNECT, deadline);
        final int id = host().nextLineId();
        final Line[] begun = new Line[1];
        doing(CONNECT, () -> {
            begun[0] = begin(CONNECT, target, id);
            if (begun[0] == null) {
                postponed.put(id, target);
            }
        });
        if (deadline != null) {
            // It may be over before it is looked for.
            awaitUp(begun[0], id, target, deadline);
        }
        return new LineAssociation(this, id);
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

    /** Null if it has to wait; see {@link Connector#connect}. */
    private Line begin(final String operation, final SctpAddress target, final int id) throws SctpException {
        if (peers.find(target.socketAddress()) != null) {
            throw failure(operation, Errno.EISCONN, target);
        }
        requireReachable(operation, target);
        if (port() == 0) {
            bindTo(null);
        }
        host().openToConnect(driver());
        receiveAtItsAddresses(driver());
        final Line line = Connector.connect(this, operation, target, id);
        return line == null ? null : add(line);
    }

    private void awaitUp(final Line begun, final int id, final SctpAddress target, final Deadline deadline)
            throws IOException {
        Line line = begun;
        try {
            while (true) {
                enter();
                try {
                    requireOpen(CONNECT);
                    line = line == null ? lines.get(id) : line;
                    if (line != null && line.wasUp()) {
                        return;
                    }
                    if (line != null && line.isClosed()) {
                        throw failure(CONNECT, line.failure(), target);
                    }
                    if (line == null && !postponed.containsKey(id)) {
                        throw failure(CONNECT, Errno.ECONNABORTED, target);
                    }
                    senders().enlist(Thread.currentThread());
                } finally {
                    leave();
                }
                await(senders(), deadline, CONNECT, target);
            }
        } catch (final SctpException.TimedOut e) {
            doing(CONNECT, () -> {
                postponed.remove(id);
                if (lines.containsKey(id)) {
                    lines.get(id).engine().abort();
                }
            });
            throw e;
        }
    }

    // ---- Associations

    @Override
    public Association association(final int id) {
        return new LineAssociation(this, id);
    }

    @Override
    public List<Association> associations() throws IOException {
        return using("associations", () -> {
            final List<Association> associations = new ArrayList<>();
            for (final Line line : linesInOrder) {
                if (!line.isClosed()) {
                    associations.add(new LineAssociation(this, line.id()));
                }
            }
            return List.copyOf(associations);
        });
    }

    @Override
    public SctpChannel peelOff(final int associationId, final PeelOffFlag... flags) throws IOException {
        final boolean blocking = !Arrays.asList(flags).contains(PeelOffFlag.NON_BLOCKING);
        return using("peel off", () -> {
                    final Line line =
                            require("peel off association " + Integer.toUnsignedString(associationId), associationId);
                    final OneToOneChannel channel = new OneToOneChannel(this, driver(), terms());
                    forget(line);
                    channel.adopt(line);
                    return channel;
                })
                .closeOnInterrupt(isClosedOnInterrupt())
                .configureBlocking(blocking);
    }

    private Line require(final String operation, final int id) throws SctpException {
        final Line line = lines.get(id);
        if (line == null || line.isClosed()) {
            throw SctpException.of(
                    operation, Errno.EINVAL.number(), localAddressOrNull(), null, "no association " + id);
        }
        return line;
    }

    private void forget(final Line line) {
        lines.remove(line.id());
        linesInOrder.remove(line);
        peers.remove(line);
        if (line.isListedReadable) {
            readable.remove(line);
            line.isListedReadable = false;
        }
        if (line.equals(lastSentOn)) {
            lastSentOn = null;
        }
        if (line.equals(begun)) {
            begun = null;
        }
    }

    @Override
    Line lineOf(final String operation, final OptionTarget target) throws SctpException {
        return target.association() <= OptionTarget.ALL ? null : require(operation, target.association());
    }

    @Override
    Iterable<Line> lines() {
        return new ArrayList<>(linesInOrder);
    }

    @Override
    protected boolean isOneToMany() {
        return true;
    }

    @Override
    boolean keepsTogether() {
        return true;
    }

    @Override
    Iterable<Line> linesToChange() {
        return lines();
    }

    @Override
    void onSubscription(final NotificationType type, final boolean on) {
        if (on && type == NotificationType.SENDER_DRY) {
            for (final Line line : linesInOrder) {
                line.onSubscribedToDry();
            }
        }
    }

    @Override
    void onSettingsChanged() {
        keepsMessagesTogether = settings().keepsMessagesTogether();
        if (listens) {
            driver().listen(port(), this, engineConfig());
        }
    }

    // ---- Messages

    @Override
    void requireReceivable() throws SctpException {
        if (port() == 0) {
            bindTo(null); // as a send would
        }
    }

    @Override
    void onUp(final Line line) {
        peers.add(line);
        super.onUp(line);
    }

    @Override
    void onPathChange(final Line line, final Path path) {
        peers.add(line, path);
    }

    @Override
    void onPathRemoved(final Line line, final Path path) {
        peers.remove(line, path);
    }

    @Override
    void onReadable(final Line line) {
        if (!line.isListedReadable) {
            readable.add(line);
            line.isListedReadable = true;
        }
        super.onReadable(line);
    }

    /** Unless messages of several associations may be interleaved, one that was begun is received to its end. */
    @Override
    Line nextToReceive() {
        final Line first = firstReadable();
        if (first == null || !keepsMessagesTogether) {
            return first;
        }
        if (begun != null && begun.isInMessage && !begun.isClosed()) {
            return begun.hasSomethingToReceive() ? begun : null;
        }
        begun = first;
        return first;
    }

    private Line firstReadable() {
        for (Line line = readable.peek(); line != null; line = readable.peek()) {
            if (line.hasSomethingToReceive()) {
                return line;
            }
            readable.remove();
            line.isListedReadable = false;
            releaseIfOver(line);
        }
        return null;
    }

    private void releaseIfOver(final Line line) {
        if (line.isClosed() && !line.hasSomethingToReceive()) {
            forget(line);
            driver().engine().release(line.engine());
        }
    }

    @Override
    int nothingThere() {
        return WOULD_BLOCK;
    }

    @Override
    Line lineToSend(final int id, final SendInfo info) throws SctpException {
        final Line line;
        if (postponed.containsKey(id)) {
            return null;
        }
        if (id != 0) {
            line = lastSentOn != null && lastSentOn.id() == id && !lastSentOn.isClosed()
                    ? lastSentOn
                    : require("send", id);
        } else if (info != null && info.destination() != null) {
            final Line known = peers.find(info.destination());
            line = known != null ? known : begin("send", SctpAddress.of(info.destination()), host().nextLineId());
        } else {
            throw new SctpException.NotConnected(
                    "send",
                    Errno.EDESTADDRREQ.number(),
                    null,
                    null,
                    "on a one-to-many channel, SendInfo names an association or a destination");
        }
        lastSentOn = line;
        return line;
    }

    // ---- The end

    @Override
    void onClosed(final Line closed) {
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
            driver().stopListening(port(), this);
        }
        lines().forEach(this::end);
    }

    /** Whether a message can be sent to somebody. */
    private boolean hasRoom() {
        for (final Line line : linesInOrder) {
            if (line.takesMessages()) {
                return true;
            }
        }
        return lines.isEmpty();
    }

    @Override
    int readiness() {
        final boolean messages = nextToReceive() != null;
        return (messages ? SctpPoller.READABLE : 0) | (hasRoom() ? SctpPoller.WRITABLE : 0);
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

package io.sctp.engine.sim;

import io.sctp.engine.AddressChange;
import io.sctp.engine.AddressRequest;
import io.sctp.engine.Association;
import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.EngineHandler;
import io.sctp.engine.FailedMessage;
import io.sctp.engine.Path;
import io.sctp.engine.Policy;
import io.sctp.engine.ReconfigOutcome;
import io.sctp.engine.ReconfigRequest;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.SendResult;
import io.sctp.engine.Sends;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One end: an engine, and a user who sends so many messages, reads at his own pace, and may abort or crash. */
final class SimHost implements EngineHandler {
    static final int MAX_MESSAGE = 400_000;
    private static final int OUT_OF_RESOURCE = 4;

    /** The first half of all IPv6 addresses here; the second has what an IPv4 address has. */
    static final long IPV6 = 0x2001_0DB8_0000_0000L;

    final String name;
    final int number;
    final SimRandom random;

    /** What the engine draws from. */
    RandomGenerator engineRandom;

    final EngineConfig limits;
    AssociationConfig config;
    final List<IpAddress> addresses = new ArrayList<>();
    final Ledger outgoing;
    final Ledger incoming;
    WireChecker wire;
    FailoverChecker failover;
    AddressChecker addressing;
    AmplificationChecker amplification;

    /** By this end's tag: the association that it had. */
    private final Map<Integer, Association> incarnations = new HashMap<>();

    final WorkChecker work = new WorkChecker(this);
    SctpEngine engine;
    Association association;

    int incomingResets;
    int outgoingResets;
    int associationResets;
    int inboundAdded;
    int outboundAdded;
    int addressesAsked;
    int addressesAnswered;
    int leftToSend;
    int largestMessage;
    int readsPerTurn;

    /** Whether nobody reads for now. */
    boolean isReaderAway;

    /** The share of messages that may be given up. */
    double policyShare;

    /** The share of messages that are for a path of their own. */
    double destinationShare;

    boolean disturbed;
    boolean everEstablished;
    long establishedNs;
    private long pathAddedNs;
    CloseReason closeReason;

    /** Whether somebody sends cookies again. */
    boolean cookiesComeAgain;

    /** Whether both ends offer to interleave messages. */
    boolean interleaved;

    /** What to do where it is told that there is no room for its association; null where there is room enough. */
    Runnable onNoRoom;

    /** Whether an association ended without a shutdown, and there has been no other since. */
    private boolean gaveUp;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_MESSAGE);
    private final SimReader reader = new SimReader(this);
    private final List<Association> closed = new ArrayList<>();
    private int pendingLength;
    private final StringBuilder log = new StringBuilder();
    private long nowNs;

    SimHost(
            final String name,
            final int number,
            final SimRandom random,
            final EngineConfig limits,
            final AssociationConfig config,
            final List<IpAddress> addresses,
            final Ledger outgoing,
            final Ledger incoming) {
        this.name = name;
        this.number = number;
        this.random = random;
        engineRandom = random;
        this.limits = limits;
        this.config = config;
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.addresses.addAll(addresses);
    }

    static IpAddress address(final int net, final int host) {
        return IpAddress.ofIpv4(0x0A000000 | (net << 16) | host);
    }

    /** Starts, or starts over after a crash, with an engine that knows nothing. */
    void boot(final long timeNs) {
        if (association != null) {
            // The machine has the addresses that it had.
            config = association.config();
            addressesAnswered = addressesAsked;
        }
        note(timeNs, "boot, " + config.streamScheduler() + (interleaved ? ", interleaved" : ""));
        engine = new SctpEngine(limits.toBuilder().associations(config).build(), engineRandom, timeNs);
        engine.listen(Simulation.PORT);
        wire = new WireChecker(
                name,
                largestPacket(),
                addresses.size() == 1,
                config.authentication().isSupported());
        wire.acknowledgesEvery(config.packetsPerSack());
        wire.givesUp(policyShare > 0);
        failover = new FailoverChecker(name);
        wire.interleaves(interleaved);
        addressing = new AddressChecker(name);
        amplification = new AmplificationChecker(
                name, limits.maxAmplification(), config.maxPathRetransmissions() + 1, config.rtoMinNs());
        incarnations.clear();
        association = null;
        closeReason = null;
        gaveUp = false;
        closed.clear();
        reader.forget();
    }

    /** The window may have grown. */
    int largestWindow() {
        return Math.max(config.receiveWindowBytes(), config.maxReceiveWindowBytes());
    }

    private int largestPacket() {
        return config.pathMtuRaiseNs() > 0 ? config.maxProbeSize() : config.maxPacketSize();
    }

    void note(final long timeNs, final String what) {
        log.append(timeNs / 1000).append("us ").append(what).append('\n');
    }

    String log() {
        return log.toString();
    }

    /** What is left to do, for whoever looks into a failure. */
    String describe() {
        return name + ": " + leftToSend + " messages left, "
                + (association == null
                        ? "no association"
                        : association + ", buffered " + association.bufferedBytes() + ", held "
                                + association.heldBytes() + ", peer's window " + association.peerWindow())
                + ", used " + engine.memoryUsedBytes() + ", live " + engine.memoryLiveBytes() + " bytes of "
                + engine.associationCount() + " associations";
    }

    boolean hadTag(final int tag) {
        return incarnations.containsKey(tag);
    }

    boolean isUp() {
        return association != null && association.state() == AssociationState.ESTABLISHED;
    }

    private boolean mayConnectOrBeUp() {
        return isUp()
                || (association != null
                        && (association.state() == AssociationState.COOKIE_WAIT
                                || association.state() == AssociationState.COOKIE_ECHOED));
    }

    boolean isOver() {
        return association == null || association.state() == AssociationState.CLOSED;
    }

    void now(final long timeNs) {
        nowNs = timeNs;
        engine.advanceTo(timeNs);
    }

    // -- the user ---------------------------------------------------------------------------------------------------

    /** Sends until the work is done or the engine refuses. */
    void send() {
        while (leftToSend > 0 && mayConnectOrBeUp()) {
            if (pendingLength == 0) {
                pendingLength = drawLength();
            }
            final int number = outgoing.write(buffer, pendingLength);
            final int stream = random.between(0, association.outboundStreams() - 1);
            final boolean unordered = random.chance(0.2);
            final int flags = (unordered ? Sends.UNORDERED : 0) | (random.chance(0.05) ? Sends.SACK_IMMEDIATELY : 0);
            final Policy policy = drawPolicy();
            final long policyValue = policyValue(policy);
            final Path destination = drawDestination();
            work.begin();
            final SendResult result = Sends.send(
                    association,
                    buffer,
                    0,
                    pendingLength,
                    stream,
                    flags,
                    Ledger.ppid(number),
                    number,
                    policy,
                    policyValue,
                    destination);
            work.end("a send", pendingLength);
            if (result == SendResult.WOULD_BLOCK) {
                return;
            }
            if (result != SendResult.QUEUED) {
                throw new AssertionError(name + ": a send of " + pendingLength + " bytes was refused: " + result);
            }
            outgoing.sent(pendingLength, stream, unordered, policy != Policy.RELIABLE);
            pendingLength = 0;
            leftToSend--;
        }
    }

    /** Sends messages as long as they may be, enough for packets of any size. */
    void sendLong() {
        for (int bytes = 0; bytes < 2 * config.maxProbeSize(); bytes += largestMessage) {
            pendingLength = pendingLength == 0 ? largestMessage : pendingLength;
            leftToSend++;
            send();
        }
    }

    private Path drawDestination() {
        return random.chance(destinationShare)
                ? association.path(random.between(0, association.pathCount() - 1))
                : null;
    }

    private Policy drawPolicy() {
        return random.chance(policyShare)
                ? switch (random.between(0, 2)) {
                    case 0 -> Policy.LIFETIME;
                    case 1 -> Policy.RETRANSMISSIONS;
                    default -> Policy.PRIORITY;
                }
                : Policy.RELIABLE;
    }

    private long policyValue(final Policy policy) {
        return policy == Policy.LIFETIME ? random.between(0L, 3_000_000_000L) : random.between(0, 3);
    }

    private int drawLength() {
        if (random.chance(0.7)) {
            return random.between(Ledger.MIN_LENGTH, Math.min(300, largestMessage));
        }
        return random.between(Ledger.MIN_LENGTH, largestMessage);
    }

    /** Reads up to so many messages or parts of them; sometimes in small pieces. */
    void read(final int limit) {
        for (int i = 0; i < limit && association != null && !isReaderAway; i++) {
            if (!reader.readOne(association)) {
                return;
            }
        }
    }

    /** Reads what is left of associations that are over, and gives their memory back. */
    void releaseClosed() {
        for (final Association over : closed) {
            while (reader.readOne(over)) {
                // To the end.
            }
            require(!reader.isInAMessage(), () -> "was not told that a message will not be finished");
            work.begin();
            final boolean released = engine.release(over);
            work.end("a release", 0);
            if (!released) {
                throw new AssertionError(name + ": a closed association could not be released");
            }
        }
        closed.clear();
    }

    void checkLimits() {
        if (association == null) {
            return;
        }
        require(
                association.heldBytes() <= 2 * largestWindow() + 2 * largestPacket(),
                () -> "holds " + association.heldBytes() + " bytes with a window of " + largestWindow());
        final int most = Math.max(config.sendBufferBytes(), config.maxSendBufferBytes());
        require(
                association.bufferedBytes() <= most,
                () -> "buffers " + association.bufferedBytes() + " bytes of " + most);
        require(engine.memoryUsedBytes() <= limits.memoryLimitBytes(), () -> "memory limit passed");
    }

    void require(final boolean condition, final Supplier<String> what) {
        if (!condition) {
            throw new AssertionError(name + " " + what.get());
        }
    }

    // -- what the engine says ---------------------------------------------------------------------------------------

    @Override
    public void onEstablished(final Association up) {
        note(nowNs, "established");
        final Association before = incarnations.put(up.localTag(), up);
        require(before == null || before == up, () -> "made a second association of a cookie");
        if (association != null && association != up && !isOver()) {
            require(!hasConfirmedPath(), () -> "has two associations");
            // Of the first no address is confirmed any more, so it bars nobody (RFC 9260 section 5.4); it ends by
            // itself.
            giveUp();
        }
        if (gaveUp) {
            incoming.revive();
            outgoing.mayBeConfused(wire.beginAnew(up.peerTag(), up.localTag()));
            addressing.beginAnew(up.peerTag());
            gaveUp = false;
        }
        association = up;
        closeReason = null;
        everEstablished = true;
        establishedNs = nowNs;
        send();
    }

    @Override
    public void onRestarted(final Association restarted) {
        note(nowNs, "restarted");
        establishedNs = nowNs;
        require(disturbed, () -> "saw a restart that was none");
        outgoing.excuse();
        send();
    }

    @Override
    public void onSendFailed(final Association failing, final FailedMessage message) {
        message.copy(buffer, 0);
        if (message.isWhole()) {
            outgoing.returned(buffer, message.length(), message.context(), message.ppid(), message.wasSent());
        } else {
            require(message.wasSent(), () -> "was handed back the end of a message of which nothing was sent");
            outgoing.returnedEnd(buffer, message.length(), message.context(), message.ppid());
        }
        if (message.reason() == FailedMessage.Reason.ABANDONED) {
            outgoing.abandoned(message.context(), message.wasSent());
        }
        pendingLength = 0;
    }

    @Override
    public void onPathChange(final Association changed, final Path path) {
        note(nowNs, "path " + path.index() + " " + path.state());
    }

    @Override
    public void onPrimaryPathChange(final Association changed, final Path primary) {
        note(nowNs, "primary path " + primary.index());
    }

    @Override
    public void onStreamReset(
            final Association reset,
            final boolean incomingStreams,
            final ReconfigOutcome outcome,
            final int[] streams) {
        note(nowNs, (incomingStreams ? "incoming" : "outgoing") + " reset " + outcome + Arrays.toString(streams));
        if (outcome == ReconfigOutcome.PERFORMED) {
            if (incomingStreams) {
                incomingResets++;
            } else {
                outgoingResets++;
                outgoing.reset(streams);
                wire.reset(streams);
            }
        }
    }

    @Override
    public void onAssociationReset(
            final Association reset, final ReconfigOutcome outcome, final int localTsn, final int peerTsn) {
        note(nowNs, "association reset " + outcome);
        if (outcome == ReconfigOutcome.PERFORMED) {
            require(localTsn == reset.nextTsn(), () -> "was told of TSN " + localTsn + ", not " + reset.nextTsn());
            associationResets++;
            outgoing.reset();
            wire.restarted();
        }
    }

    @Override
    public void onStreamsAdded(
            final Association changed, final ReconfigOutcome outcome, final int inbound, final int outbound) {
        note(nowNs, "streams added " + outcome + " " + inbound + " " + outbound);
        if (outcome == ReconfigOutcome.PERFORMED) {
            inboundAdded += inbound;
            outboundAdded += outbound;
        }
    }

    /** Asks for some change of streams, now and then. */
    void reconfigure() {
        if (!isUp() || outgoing.sentCount() == 0) {
            return;
        }
        final int stream = random.between(0, association.outboundStreams() - 1);
        work.begin();
        final ReconfigRequest request = switch (random.between(0, 5)) {
            case 0 -> association.resetOutgoingStreams();
            case 1 -> association.resetOutgoingStreams(stream);
            case 2 -> association.resetIncomingStreams();
            case 3 -> association.resetAssociation();
            case 4 -> association.addOutgoingStreams(random.between(1, 5));
            default -> association.addIncomingStreams(random.between(1, 5));
        };
        work.end("a change of streams", 0);
        note(nowNs, "reconfigure " + request);
    }

    // -- addresses --------------------------------------------------------------------------------------------------

    /** Asks for a change of its addresses. */
    void changeAddress(final SimRandom own) {
        if (!isUp()) {
            return;
        }
        final AddressChange[] all = AddressChange.values();
        final AddressChange change = all[own.between(0, all.length - 1)];
        final int net = own.between(0, addresses.size() - 1);
        work.begin();
        final AddressRequest request = association.changeAddress(change, addresses.get(net), net);
        work.end("a change of addresses", 0);
        note(nowNs, change + " " + net + " " + request);
        addressesAsked += request == AddressRequest.BEGUN ? 1 : 0;
    }

    boolean hasAsked() {
        return addressesAsked != addressesAnswered;
    }

    @Override
    public void onAddressChange(
            final Association changed, final AddressChange change, final IpAddress address, final boolean done) {
        note(nowNs, change + " " + (address.low() >> 16 & 0xFF) + (done ? " done" : " refused"));
        require(disturbed || done || changed.state() != AssociationState.ESTABLISHED, () -> change + " was refused");
        addressesAnswered++;
    }

    @Override
    public void onPathAdded(final Association changed, final Path path) {
        pathAddedNs = nowNs;
        note(nowNs, "path " + path.index() + " added");
    }

    @Override
    public void onPathRemoved(final Association changed, final Path path) {
        note(nowNs, "path " + path.index() + " removed");
    }

    /** Says whether an address belongs to a path. */
    boolean knows(final IpAddress address) {
        for (int i = 0; i < association.pathCount(); i++) {
            if (association.path(i).hasAddress(address.high(), address.low())) {
                return true;
            }
        }
        return false;
    }

    /** Where it can be reached now. */
    List<IpAddress> reachedAt() {
        final List<IpAddress> listed = (isUp() ? association.config() : config).localAddresses();
        return listed.isEmpty() ? addresses : listed;
    }

    boolean hasConfirmedPath() {
        for (int i = 0; i < association.pathCount(); i++) {
            if (association.path(i).isConfirmed()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void onReadable(final Association readable) {
        if (readsPerTurn == 0 && readable == association && !isReaderAway) {
            read(Integer.MAX_VALUE);
        }
    }

    @Override
    public void onWritable(final Association writable) {
        send();
    }

    @Override
    public void onPeerError(final Association reported, final int causeCode) {
        final boolean forged = causeCode == 261 && config.authentication().isSupported();
        final boolean stale = causeCode == 3 && cookiesComeAgain;
        require(disturbed || forged || stale, () -> "was sent an ERROR with cause " + causeCode);
    }

    @Override
    public void onPeerShutdown(final Association ending) {
        note(nowNs, "peer shutdown");
    }

    @Override
    public void onDrained(final Association drained) {
        require(
                drained.bufferedBytes() == 0 || drained.state() == AssociationState.ESTABLISHED,
                () -> "was told that all is acknowledged with " + drained.bufferedBytes() + " bytes left");
    }

    @Override
    public void onClosed(final Association over, final CloseReason reason, final int causeCode) {
        note(nowNs, "closed " + reason + " " + causeCode);
        if (onNoRoom != null && (reason == CloseReason.OUT_OF_MEMORY || causeCode == OUT_OF_RESOURCE)) {
            onNoRoom.run();
        }
        if (reason == CloseReason.OUT_OF_MEMORY) {
            require(onNoRoom != null, () -> "had no memory left, though there is enough");
            incoming.evict();
            // What was begun and not read to its end, too.
            reader.forget();
        }
        require(disturbed || reason == CloseReason.SHUTDOWN, () -> "was closed by " + reason + " " + causeCode);
        // Either end may have had two associations for one of the other, each brought up by a cookie: with the same
        // tags and TSNs, but other messages. One of them is acknowledged what only the other sent.
        require(
                reason != CloseReason.PEER_VIOLATION || outgoing.isRevived() || incoming.isRevived(),
                () -> "found a violation, cause " + causeCode);
        require(reason != CloseReason.MESSAGE_TOO_LONG, () -> "was sent a message longer than it takes");
        closed.add(over);
        if (reason != CloseReason.SHUTDOWN) {
            giveUp();
        }
        if (over == association) {
            closeReason = reason;
        }
    }

    private void giveUp() {
        gaveUp = true;
        wire.gaveUp();
        outgoing.excuse();
        incoming.excuse();
    }

    /**
     * On clean links every address is confirmed soon, and none is given up: a SACK that is late may cast doubt on one.
     */
    void checkPathsConfirmed(final long timeNs) {
        if (!isUp() || timeNs - Math.max(establishedNs, pathAddedNs) < 3_000_000_000L) {
            return;
        }
        for (int i = 0; i < association.pathCount(); i++) {
            final Path path = association.path(i);
            require(
                    path.isActive() || path.isPotentiallyFailed(),
                    () -> "path " + path.index() + " is " + path.state());
        }
    }
}

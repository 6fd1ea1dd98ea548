package io.sctp.engine.sim;

import io.sctp.engine.AddressChange;
import io.sctp.engine.Association;
import io.sctp.engine.AssociationState;
import io.sctp.engine.AuthEvent;
import io.sctp.engine.CloseReason;
import io.sctp.engine.EngineHandler;
import io.sctp.engine.FailedMessage;
import io.sctp.engine.Path;
import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.ReconfigOutcome;
import io.sctp.engine.Sends;
import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * One end's associations with the attacker, whose user does not know whom he talks to: he sends, asks for changes,
 * reads or never does. What happens to the others is for {@link SimHost}.
 */
final class Strangers implements EngineHandler {
    private static final long GRACE_NS = 10_000_000_000L;

    private final SimHost host;
    private final SimRandom random;
    private final IntPredicate isTheirTag;

    /** With each, whether its user reads. */
    private final Map<Association, Boolean> live = new LinkedHashMap<>();

    private final List<Association> closed = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private final ReceiveInfo info = new ReceiveInfo();
    private final Set<Long> cookies = new HashSet<>();
    private final Map<Association, Idle> idle = new LinkedHashMap<>();
    private boolean ended;

    /** What an association holds that nobody can read, and since when. */
    private record Idle(int heldBytes, long sinceNs) {}

    /** Associations with the attacker that came up, for the checks of checks. */
    int established;

    Strangers(final SimHost host, final SimRandom random, final IntPredicate isTheirTag) {
        this.host = host;
        this.random = random;
        this.isTheirTag = isTheirTag;
    }

    int count() {
        return live.size();
    }

    /** The host has crashed. */
    void forget() {
        live.clear();
        closed.clear();
        idle.clear();
        cookies.clear();
    }

    /** Nobody took the place of the peer, or is sent what is for him. */
    void check() {
        if (host.association != null && isTheirTag.test(host.association.peerTag())) {
            throw new AssertionError(host.name + ": the attacker took over the association of the peer");
        }
        if (host.engine.associationCount() > host.limits.maxAssociations()) {
            throw new AssertionError(host.name + ": has " + host.engine.associationCount() + " associations");
        }
    }

    /** Every association is held to the receive window, and to the time that it may hold what nobody can read. */
    void checkLimits(final long nowNs) {
        for (final Association each : live.keySet()) {
            final int held = each.heldBytes();
            if (held > 2 * host.largestWindow() + 2 * host.config.maxPacketSize()) {
                throw new AssertionError(host.name + ": the attacker made it hold " + held + " bytes");
            }
            final Idle before = idle.get(each);
            if (held == 0 || each.readyMessages() > 0 || before == null || before.heldBytes() != held) {
                idle.put(each, new Idle(held, nowNs));
            } else if (nowNs - before.sinceNs() > 2 * host.config.reassemblyTimeoutNs() + GRACE_NS) {
                throw new AssertionError(host.name + ": the attacker pins " + held + " bytes for ever");
            }
        }
    }

    private Association find(final int tag) {
        return live.keySet().stream()
                .filter(each -> each.peerTag() == tag)
                .findFirst()
                .orElse(null);
    }

    /** Returns what all of them hold, and have buffered. */
    int bytes() {
        return live.keySet().stream()
                .mapToInt(each -> each.heldBytes() + each.bufferedBytes())
                .sum();
    }

    /** Says whether the association under a tag is up. */
    boolean isUp(final int tag) {
        final Association found = find(tag);
        return found != null && found.state() == AssociationState.ESTABLISHED;
    }

    /** Says whether it has used up its window, with nothing that could be read. */
    boolean isChoked(final int tag) {
        return isUp(tag) && find(tag).readyMessages() == 0 && find(tag).heldBytes() >= host.config.receiveWindowBytes();
    }

    /** The host's user has an association set up with the attacker. */
    void connected(final Association association) {
        live.put(association, random.chance(0.5));
    }

    /** Ends all; the attacker has gone. */
    void end() {
        ended = true;
        for (final Association each : live.keySet()) {
            each.abort();
        }
    }

    /** Gives back what ended. */
    void settle() {
        for (final Association over : closed) {
            if (!host.engine.release(over)) {
                throw new AssertionError(host.name + ": a closed association of the attacker could not be released");
            }
        }
        closed.clear();
    }

    private boolean has(final Association association) {
        return live.containsKey(association) || isTheirTag.test(association.peerTag());
    }

    private void use(final Association up) {
        for (int i = random.between(0, 20); i > 0; i--) {
            final int length = random.between(1, 5000);
            final int stream = random.between(0, up.outboundStreams() - 1);
            Sends.send(up, buffer, 0, Math.min(length, buffer.capacity()), stream, 0, 0, i);
        }
        if (random.chance(0.3)) {
            up.resetOutgoingStreams();
        }
        if (random.chance(0.1)) {
            up.shutdown();
        }
    }

    @Override
    public void onEstablished(final Association up) {
        if (!has(up)) {
            host.onEstablished(up);
            return;
        }
        established++;
        if (!cookies.add((long) up.localTag() << 32 | (up.peerTag() & 0xFFFF_FFFFL))) {
            throw new AssertionError(host.name + ": a cookie of the attacker made a second association");
        }
        live.putIfAbsent(up, random.chance(0.5));
        if (ended) {
            up.abort();
        } else {
            use(up);
        }
    }

    @Override
    public void onRestarted(final Association restarted) {
        if (!has(restarted)) {
            host.onRestarted(restarted);
        }
    }

    @Override
    public void onSendFailed(final Association association, final FailedMessage message) {
        if (!has(association)) {
            host.onSendFailed(association, message);
        }
    }

    @Override
    public void onPathAdded(final Association association, final Path path) {
        if (!has(association)) {
            host.onPathAdded(association, path);
        }
    }

    @Override
    public void onPathRemoved(final Association association, final Path path) {
        if (!has(association)) {
            host.onPathRemoved(association, path);
        }
    }

    @Override
    public void onAddressChange(
            final Association association, final AddressChange change, final IpAddress address, final boolean done) {
        if (!has(association)) {
            host.onAddressChange(association, change, address, done);
        }
    }

    @Override
    public void onPathChange(final Association association, final Path path) {
        if (!has(association)) {
            host.onPathChange(association, path);
        }
    }

    @Override
    public void onPrimaryPathChange(final Association association, final Path primary) {
        if (!has(association)) {
            host.onPrimaryPathChange(association, primary);
        }
    }

    @Override
    public void onAuthentication(final Association association, final AuthEvent event, final int key) {
        if (!has(association)) {
            host.onAuthentication(association, event, key);
        }
    }

    @Override
    public void onAdaptationIndication(final Association association, final int indication) {
        if (!has(association)) {
            host.onAdaptationIndication(association, indication);
        }
    }

    @Override
    public void onStreamReset(
            final Association association,
            final boolean incomingStreams,
            final ReconfigOutcome outcome,
            final int[] streams) {
        if (!has(association)) {
            host.onStreamReset(association, incomingStreams, outcome, streams);
        }
    }

    @Override
    public void onAssociationReset(
            final Association association, final ReconfigOutcome outcome, final int localTsn, final int peerTsn) {
        if (!has(association)) {
            host.onAssociationReset(association, outcome, localTsn, peerTsn);
        }
    }

    @Override
    public void onStreamsAdded(
            final Association association, final ReconfigOutcome outcome, final int inbound, final int outbound) {
        if (!has(association)) {
            host.onStreamsAdded(association, outcome, inbound, outbound);
        }
    }

    @Override
    public void onReadable(final Association readable) {
        if (!has(readable)) {
            host.onReadable(readable);
        } else if (live.getOrDefault(readable, false)) {
            while (readable.receive(buffer, 0, buffer.capacity(), info) >= 0) {
                // Reads what there is.
            }
        }
    }

    @Override
    public void onWritable(final Association association) {
        if (!has(association)) {
            host.onWritable(association);
        }
    }

    @Override
    public void onPeerError(final Association association, final int causeCode) {
        if (!has(association)) {
            host.onPeerError(association, causeCode);
        }
    }

    @Override
    public void onPeerShutdown(final Association association) {
        if (!has(association)) {
            host.onPeerShutdown(association);
        }
    }

    @Override
    public void onDrained(final Association association) {
        if (!has(association)) {
            host.onDrained(association);
        }
    }

    @Override
    public void onClosed(final Association over, final CloseReason reason, final int causeCode) {
        if (!has(over)) {
            host.onClosed(over, reason, causeCode);
            return;
        }
        live.remove(over);
        idle.remove(over);
        closed.add(over);
    }
}

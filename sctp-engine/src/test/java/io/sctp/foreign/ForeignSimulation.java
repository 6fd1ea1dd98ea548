package io.sctp.foreign;

import io.sctp.engine.Association;
import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.EngineHandler;
import io.sctp.engine.Policy;
import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.SendResult;
import io.sctp.engine.Sends;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The engine and a foreign peer, a network between them and a virtual clock: all drawn from a seed. Everything that is
 * reliable must arrive, and the association must end.
 */
final class ForeignSimulation {
    private static final int PORT = 5000;
    private static final int UDP_PORT = 9899;
    private static final int[] PEER_ADDRESSES = {0x0A000002, 0x0A010002};
    private static final long ODDITIES = 0x0DD_0DD_0DDL;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;
    private static final long HEAL_NS = 40 * SECOND;
    private static final long LIMIT_NS = 2000 * SECOND;
    private static final int MAX_STEPS = 2_000_000;
    private static final int BUFFER_BYTES = 1 << 16;

    private record Event(long timeNs, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(final Event other) {
            final int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final SplittableRandom random;

    /** For what was thought of later, so that seeds go on meaning what they meant. */
    private final SplittableRandom laterRandom;

    private final Habits habits;
    private final Oddities oddities;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final MessageLog toPeer = new MessageLog("engine to foreign peer");
    private final MessageLog toEngine = new MessageLog("foreign peer to engine");
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer message = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Transmit transmit = new Transmit();
    private final ReceiveInfo info = new ReceiveInfo();
    private final List<String> log = new ArrayList<>();

    // The network.
    private final long delayNs;
    private final long jitterNs;
    private final double loss;
    private final double duplication;
    private final long batchNs;
    private boolean healed;

    /** How many addresses the peer has, and the one that nothing gets to, or -1. */
    private final int paths;

    private int pathDown = -1;

    // The two ends.
    private final AssociationConfig config;
    private SctpEngine engine;
    private Association association;
    private final ForeignPeer peer;
    private int leftOfEngine;
    private int leftOfPeer;
    private boolean engineReads = true;
    private boolean restarted;
    private boolean ending;
    private long nowNs;
    private long order;

    private ForeignSimulation(final long seed) {
        random = new SplittableRandom(seed);
        laterRandom = new SplittableRandom(seed ^ ODDITIES);
        habits = Habits.draw(random);
        oddities = laterRandom.nextInt(3) == 0 ? Oddities.none() : Oddities.draw(laterRandom);
        paths = laterRandom.nextInt(3) == 0 ? 2 : 1;
        delayNs = random.nextLong(10_000, random.nextInt(4) == 0 ? 150 * MILLI : 15 * MILLI);
        jitterNs = random.nextBoolean() ? 0 : delayNs / 2;
        loss = random.nextInt(3) == 0 ? 0 : random.nextDouble(0.1);
        duplication = random.nextInt(3) == 0 ? 0.05 : 0;
        batchNs = random.nextBoolean() ? 0 : random.nextLong(1, 3 * MILLI);
        config = AssociationConfig.builder()
                .maxBurst(random.nextInt(1, 33))
                .noDelay(random.nextBoolean())
                .receiveWindowBytes(random.nextInt(3) == 0 ? 16_384 : 262_144)
                .maxMessageBytes(16_384)
                .maxInitRetransmissions(30)
                .maxAssociationRetransmissions(30)
                .maxPathRetransmissions(paths == 1 ? 30 : laterRandom.nextInt(0, 6))
                .build();
        engine = new SctpEngine(EngineConfig.of(config), random, 0);
        peer = new ForeignPeer(
                habits, oddities, random.split(), PORT, new PeerProgram(), paths == 1 ? new int[0] : PEER_ADDRESSES);
        leftOfEngine = random.nextInt(200);
        leftOfPeer = random.nextInt(200);
    }

    /** Runs one seed to its end; returns how many messages arrived. */
    static int run(final long seed) {
        final ForeignSimulation simulation = new ForeignSimulation(seed);
        try {
            simulation.script();
            simulation.loop();
            simulation.toPeer.checkComplete();
            simulation.toEngine.checkComplete();
        } catch (final AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + " failed at " + simulation.nowNs / 1000 + " us with " + simulation.habits + ", "
                            + simulation.oddities + ": "
                            + e.getMessage() + "\n" + String.join("\n", simulation.log),
                    e);
        }
        return simulation.toPeer.receivedCount() + simulation.toEngine.receivedCount();
    }

    // -- the script --------------------------------------------------------------------------------------------------

    private void script() {
        final boolean engineBegins = random.nextBoolean();
        if (!engineBegins || random.nextInt(5) == 0) {
            engine.listen(PORT);
            at(0, () -> peer.connect(nowNs, PORT));
        }
        if (engineBegins) {
            peer.listen();
            at(0, this::connect);
        }
        at(0, this::traffic);
        if (random.nextInt(4) == 0) {
            at(random.nextLong(2 * SECOND), engineBegins ? this::restartEngine : this::restartPeer);
        }
        if (random.nextInt(3) == 0) {
            final long when = random.nextLong(2 * SECOND);
            final boolean ofPeer = random.nextBoolean();
            at(when, () -> reading(ofPeer, false));
            at(when + random.nextLong(30 * SECOND), () -> reading(ofPeer, true));
        }
        if (paths == 2) {
            final int down = laterRandom.nextInt(2);
            final long when = laterRandom.nextLong(3 * SECOND);
            at(when, () -> pathDown(down));
            at(when + laterRandom.nextLong(30 * SECOND), () -> pathDown(-1));
        }
        at(HEAL_NS, () -> healed = true);
        at(random.nextLong(HEAL_NS), this::mayEnd);
    }

    private void pathDown(final int down) {
        note(down < 0 ? "both addresses" : "no address " + down);
        pathDown = down;
    }

    private static IpAddress peerAddress(final int path) {
        return IpAddress.ofIpv4(PEER_ADDRESSES[path]);
    }

    private void connect() {
        association = engine.connect(nowNs, PORT, PORT, List.of(peerAddress(0)), UDP_PORT, 0);
        note("engine connects");
    }

    private void restartEngine() {
        note("engine restarts");
        engine = new SctpEngine(EngineConfig.of(config), random, nowNs);
        cutOff();
        connect();
    }

    private void restartPeer() {
        note("peer restarts");
        peer.forget();
        cutOff();
        peer.connect(nowNs, PORT);
    }

    private void cutOff() {
        restarted = true;
        toPeer.excuse();
        toEngine.excuse();
    }

    private void reading(final boolean ofPeer, final boolean whether) {
        note((ofPeer ? "peer" : "engine") + (whether ? " reads" : " stops reading"));
        if (ofPeer) {
            peer.reading(whether);
        } else {
            engineReads = whether;
            if (whether && association != null) {
                read();
            }
        }
    }

    /** Each end sends a few messages now and then. */
    private void traffic() {
        for (int i = random.nextInt(20); i > 0; i--) {
            engineSends();
            peerSends();
        }
        if (leftOfEngine > 0 || leftOfPeer > 0) {
            at(nowNs + random.nextLong(1, random.nextBoolean() ? MILLI : SECOND / 2), this::traffic);
        }
    }

    private int drawLength() {
        return random.nextInt(MessageLog.MIN_LENGTH, random.nextInt(4) == 0 ? 6000 : 300);
    }

    private void engineSends() {
        if (leftOfEngine == 0 || !isEngineUp() || association.bufferedBytes() > 100_000) {
            return;
        }
        leftOfEngine--;
        final boolean isReliable = random.nextInt(3) != 0;
        final byte[] content = toPeer.next(drawLength(), isReliable);
        message.put(0, content);
        final SendResult result = Sends.send(
                association,
                message,
                0,
                content.length,
                random.nextInt(association.outboundStreams()),
                random.nextInt(4) == 0 ? Sends.UNORDERED : 0,
                7,
                0,
                isReliable ? Policy.RELIABLE : Policy.LIFETIME,
                random.nextLong(SECOND),
                null);
        require(result == SendResult.QUEUED, "a send of " + content.length + " bytes: " + result);
    }

    private void peerSends() {
        if (leftOfPeer > 0 && peer.isUp()) {
            leftOfPeer--;
            final boolean isReliable = random.nextInt(3) != 0;
            peer.send(
                    random.nextInt(peer.streams()),
                    random.nextInt(4) == 0,
                    7,
                    toEngine.next(drawLength(), isReliable),
                    isReliable);
        }
    }

    private boolean isEngineUp() {
        return association != null && association.state() == AssociationState.ESTABLISHED;
    }

    private void mayEnd() {
        // Both are up once more if one began anew while the other ended.
        if (leftOfEngine == 0 && leftOfPeer == 0 && isEngineUp() && peer.isUp()) {
            ending = true;
            final int who = random.nextInt(3);
            note("shutdown by " + List.of("the engine", "the peer", "both").get(who));
            if (who != 1) {
                association.shutdown();
            }
            if (who != 0) {
                peer.shutdown(nowNs);
            }
        }
        if (!isOver()) {
            at(nowNs + random.nextLong(SECOND / 10, SECOND), this::mayEnd);
        }
    }

    private boolean isOver() {
        return ending && engine.associationCount() == 0 && peer.isClosed();
    }

    // -- the loop ----------------------------------------------------------------------------------------------------

    private void at(final long timeNs, final Runnable action) {
        events.add(new Event(timeNs, order++, action));
    }

    private void note(final String what) {
        log.add(nowNs / 1000 + " us: " + what);
    }

    private void loop() {
        for (int step = 0; step < MAX_STEPS && !isOver(); step++) {
            final long nextEvent =
                    events.isEmpty() ? Long.MAX_VALUE : events.peek().timeNs();
            final long next = Math.min(nextEvent, Math.min(engine.nextTimeoutNs(), peer.nextTimeoutNs()));
            require(next != SctpEngine.NO_TIMEOUT && next < LIMIT_NS, "something is stuck");
            nowNs = Math.max(nowNs, next);
            engine.advanceTo(nowNs);
            boolean first = true;
            while (!events.isEmpty() && events.peek().timeNs() <= nowNs && (first || batchNs > 0)) {
                events.poll().action().run();
                first = false;
            }
            engine.handleTimeout(nowNs);
            peer.onTime(nowNs);
            settle();
        }
        require(isOver(), "too many steps");
    }

    private void settle() {
        do {
            for (int length = poll(); length > 0; length = poll()) {
                for (int at = 0; at < length; at += transmit.segmentLength()) {
                    final byte[] packet = new byte[Math.min(transmit.segmentLength(), length - at)];
                    out.get(at, packet);
                    carry(packet, true, transmit.addressLow() == peerAddress(0).low() ? 0 : 1);
                }
            }
        } while (engine.pollEvents(new EngineProgram(), 16) > 0);
        // It sends from either of its addresses.
        pollPeer(laterRandom.nextInt(paths));
    }

    private void pollPeer(final int path) {
        for (byte[] packet = peer.poll(nowNs); packet != null; packet = peer.poll(nowNs)) {
            // It begins where it is known to be, also when it begins anew (RFC 9260 section 5.2.2).
            final boolean begins = WireFormat.chunks(packet).get(0).type() == WireFormat.INIT;
            carry(packet, false, begins ? 0 : path);
        }
    }

    private int poll() {
        return engine.pollTransmit(nowNs, out, 0, BUFFER_BYTES, transmit);
    }

    private void carry(final byte[] packet, final boolean toForeignPeer, final int path) {
        if (Boolean.getBoolean("foreign.trace")) {
            note((toForeignPeer ? "> " : "< ") + describe(packet));
        }
        for (int copies = random.nextDouble() < duplication && !healed ? 2 : 1; copies > 0; copies--) {
            if (healed || random.nextDouble() >= loss) {
                final long arrivesNs = nowNs + delayNs + (jitterNs == 0 ? 0 : random.nextLong(jitterNs));
                // Packets come in batches: those of a span arrive at its end.
                final long batchedNs = batchNs == 0 ? arrivesNs : (arrivesNs / batchNs + 1) * batchNs;
                at(batchedNs, () -> arrive(packet, toForeignPeer, path));
            }
        }
    }

    /** What a trace says of a packet: its chunks, the TSNs of data, and what is acknowledged. */
    private static String describe(final byte[] packet) {
        final StringBuilder text = new StringBuilder();
        for (final WireFormat.Chunk chunk : WireFormat.chunks(packet)) {
            text.append(chunk.type());
            if (chunk.type() == WireFormat.DATA
                    || chunk.type() == WireFormat.SACK
                    || chunk.type() == WireFormat.SHUTDOWN
                    || chunk.type() == WireFormat.FORWARD_TSN) {
                text.append(':').append(Integer.toUnsignedString(chunk.body().getInt(0)));
            }
            if (chunk.type() == WireFormat.SACK) {
                text.append('w')
                        .append(chunk.body().getInt(4))
                        .append('g')
                        .append(chunk.body().getShort(8));
            }
            text.append(' ');
        }
        return text.toString();
    }

    private void arrive(final byte[] packet, final boolean toForeignPeer, final int path) {
        if (path == pathDown) {
            return;
        }
        if (toForeignPeer) {
            peer.handle(nowNs, packet);
            pollPeer(path);
        } else {
            in.put(0, packet);
            engine.handlePacket(
                    nowNs,
                    in.slice(0, packet.length),
                    0,
                    packet.length,
                    peerAddress(path).high(),
                    peerAddress(path).low(),
                    UDP_PORT,
                    0);
        }
    }

    private void require(final boolean condition, final String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    private void read() {
        for (int length = receive(); length >= 0; length = receive()) {
            require(info.isComplete() && !info.isPartial(), "a part of a message");
            final byte[] content = new byte[length];
            message.get(0, content);
            toEngine.received(info.stream(), info.isUnordered(), content);
        }
    }

    private int receive() {
        return association.receive(message, 0, BUFFER_BYTES, info);
    }

    // -- the two programs --------------------------------------------------------------------------------------------

    private final class EngineProgram implements EngineHandler {
        @Override
        public void onEstablished(final Association up) {
            note("engine is up");
            association = up;
        }

        @Override
        public void onRestarted(final Association anew) {
            note("engine hears of a restart");
            require(restarted, "a restart that was none");
            cutOff();
        }

        @Override
        public void onReadable(final Association readable) {
            if (engineReads && readable == association) {
                read();
            }
        }

        @Override
        public void onClosed(final Association over, final CloseReason reason, final int causeCode) {
            note("engine closes: " + reason + " " + causeCode);
            require(restarted || reason == CloseReason.SHUTDOWN, "closed by " + reason + " " + causeCode);
            if (over == association) {
                read();
            }
            require(engine.release(over), "a closed association that is not");
        }
    }

    private final class PeerProgram implements ForeignPeer.User {
        @Override
        public void onUp(final boolean anew) {
            note("peer is up" + (anew ? " anew" : ""));
            require(!anew || restarted, "a restart that was none");
            if (anew) {
                cutOff();
            }
        }

        @Override
        public void onMessage(final int stream, final boolean unordered, final int ppid, final byte[] content) {
            require(ppid == 7, "PPID " + ppid);
            toPeer.received(stream, unordered, content);
        }

        @Override
        public void onDown(final String why) {
            note("peer closes: " + why);
            // What is late finds an engine that is through, and is out of the blue there (section 8.4).
            final boolean isLate = ending && !isEngineUp() && engine.associationCount() == 0;
            require(restarted || isLate || why.equals("shut down"), "the peer's association was " + why);
            if (restarted) {
                cutOff();
            }
        }
    }
}

package io.sctp.foreign;

import io.sctp.engine.Association;
import io.sctp.engine.EngineHandler;
import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A foreign peer sends as fast as its window lets it, and the engine receives, over a path with a delay; in virtual
 * time.
 */
final class ForeignDownload implements EngineHandler {
    private static final int PORT = 5000;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long LIMIT_NS = 3_600_000_000_000L;
    private static final IpAddress ADDRESS = IpAddress.ofIpv4(0x0A000002);

    private record Event(long timeNs, long order, boolean toEngine, ByteBuffer packet) implements Comparable<Event> {
        @Override
        public int compareTo(final Event other) {
            final int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final long delayNs;
    private final int everyNthLost;
    private final long batchNs;
    private final int messages;
    private final int size;
    private final SctpEngine engine =
            new SctpEngine(EngineConfig.of(AssociationConfig.builder().build()), new SplittableRandom(1), 0);
    private final ForeignPeer peer = new ForeignPeer(Habits.usual(), new SplittableRandom(2), PORT, new Program());
    private final PriorityQueue<Event> wire = new PriorityQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Transmit transmit = new Transmit();
    private final ReceiveInfo info = new ReceiveInfo();
    private long order;
    private long nowNs;
    private int received;

    ForeignDownload(
            final long delayNs, final int everyNthLost, final long batchNs, final int messages, final int size) {
        this.delayNs = delayNs;
        this.everyNthLost = everyNthLost;
        this.batchNs = batchNs;
        this.messages = messages;
        this.size = size;
    }

    /** Returns the time at which the last message was read. */
    long run() {
        engine.listen(PORT);
        peer.connect(0, PORT);
        settle();
        while (received < messages) {
            final long next = Math.min(
                    wire.isEmpty() ? Long.MAX_VALUE : wire.peek().timeNs(),
                    Math.min(engine.nextTimeoutNs(), peer.nextTimeoutNs()));
            if (next > LIMIT_NS) {
                throw new AssertionError("only " + received + " messages have come");
            }
            nowNs = Math.max(nowNs, next);
            boolean first = true;
            while (!wire.isEmpty() && wire.peek().timeNs() <= nowNs && (first || batchNs > 0)) {
                arrive(wire.poll());
                first = false;
            }
            engine.handleTimeout(nowNs);
            peer.onTime(nowNs);
            settle();
        }
        return nowNs;
    }

    private void arrive(final Event event) {
        if (event.toEngine()) {
            final int length = event.packet().capacity();
            buffer.put(0, event.packet(), 0, length);
            engine.handlePacket(nowNs, buffer.slice(0, length), 0, length, ADDRESS.high(), ADDRESS.low(), PORT, 0);
        } else {
            peer.handle(nowNs, event.packet().array());
            pollPeer(); // it answers each packet by itself, as most stacks do
        }
    }

    private void settle() {
        do {
            for (int length = poll(); length > 0; length = poll()) {
                for (int at = 0; at < length; at += transmit.segmentLength()) {
                    final byte[] packet = new byte[Math.min(transmit.segmentLength(), length - at)];
                    buffer.get(at, packet);
                    wire.add(new Event(nowNs + delayNs, order++, false, ByteBuffer.wrap(packet)));
                }
            }
        } while (engine.pollEvents(this, 16) > 0);
        pollPeer();
    }

    private void pollPeer() {
        for (byte[] packet = peer.poll(nowNs); packet != null; packet = peer.poll(nowNs)) {
            order++;
            if (everyNthLost == 0 || order % everyNthLost != 0) {
                final long arrivesNs = nowNs + delayNs;
                wire.add(new Event(
                        batchNs == 0 ? arrivesNs : (arrivesNs / batchNs + 1) * batchNs,
                        order,
                        true,
                        ByteBuffer.wrap(packet)));
            }
        }
    }

    private int poll() {
        return engine.pollTransmit(nowNs, buffer, 0, BUFFER_BYTES, transmit);
    }

    @Override
    public void onReadable(final Association association) {
        while (association.receive(buffer, 0, BUFFER_BYTES, info) >= 0) {
            received++;
        }
    }

    private final class Program implements ForeignPeer.User {
        @Override
        public void onUp(final boolean anew) {
            for (int i = 0; i < messages; i++) {
                peer.send(i % 2, false, 0, new byte[size], true);
            }
        }

        @Override
        public void onMessage(final int stream, final boolean unordered, final int ppid, final byte[] content) {
            throw new AssertionError("the engine sends nothing");
        }

        @Override
        public void onDown(final String why) {
            throw new AssertionError(why);
        }
    }
}

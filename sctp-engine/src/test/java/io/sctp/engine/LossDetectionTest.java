package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How soon lost packets are found over a path with a round trip of 20 ms, by time (RFC 8985 section 6) and by probes
 * (section 7). T3-rtx takes a second at least.
 */
final class LossDetectionTest {
    private static final int LENGTH = 1400;
    private static final long MILLI = 1_000_000;
    private static final long ONE_WAY_NS = 10 * MILLI;
    private static final long ROUND_TRIP_NS = 2 * ONE_WAY_NS;
    private static final long SACK_DELAY_NS = 200 * MILLI;
    private static final int DROPPED = -1;

    private record Packet(long timeNs, long order, boolean toServer, ByteBuffer bytes) implements Comparable<Packet> {
        @Override
        public int compareTo(final Packet other) {
            final int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Packet> wire = new PriorityQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final ReceiveInfo info = new ReceiveInfo();
    private final Transmit transmit = new Transmit();
    private final RecordingHandler clientEvents = new RecordingHandler();
    private final RecordingHandler serverEvents = new RecordingHandler();
    private final SctpEngine client = engine(1, 2);
    private SctpEngine server;
    private Association clientSide;
    private long order;
    private long nowNs;
    private long received;

    /** Says by how many milliseconds a packet with data is late, by its number; {@link #DROPPED} for never. */
    private IntUnaryOperator fate = number -> 0;

    private int packets;

    /** The TSN in the packet that was sent last. */
    private int lastTsn;

    private static SctpEngine engine(final int seed, final int packetsPerSack) {
        final AssociationConfig config = AssociationConfig.builder()
                .sackDelayNs(SACK_DELAY_NS)
                .packetsPerSack(packetsPerSack)
                .maxBurst(32)
                .build();
        return new SctpEngine(EngineConfig.of(config), new SplittableRandom(seed), 0);
    }

    /** Sets the association up, and lets the congestion window grow to at least sixty packets. */
    private void warmUp(final int packetsPerSack) {
        server = engine(2, packetsPerSack);
        server.listen(EnginePair.PORT);
        clientSide = client.connect(0, EnginePair.PORT, EnginePair.PORT, List.of(EnginePair.SERVER_ADDRESS), 9899, 0);
        pass(2 * ROUND_TRIP_NS);
        while (window() < 60 * LENGTH) {
            send(60);
            while (clientSide.bufferedBytes() > 0) {
                pass(SACK_DELAY_NS);
            }
        }
        received = 0;
        packets = 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void shouldNotWaitForTheTimerWhenAPacketIsLostAgain(final int times) {
        warmUp(2);
        drop(Set.of(10), times);
        for (int i = 0; i < 100; i++) {
            send(2);
            pass(2 * MILLI);
            if (2L * i * MILLI > (times + 2) * ROUND_TRIP_NS) {
                assertTrue(received > 9, "the packet has not arrived");
            }
        }
        assertEquals(0, client.counters().retransmissionTimeouts());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 20})
    void shouldProbeALostTail(final int count) {
        warmUp(2);
        fate = number -> number > 20 - count && number <= 20 ? DROPPED : 0;
        send(20);
        pass(5 * ROUND_TRIP_NS);
        assertEquals(20, received);
        assertEquals(0, client.counters().retransmissionTimeouts());
        assertTrue(client.counters().tailProbes() > 0);
    }

    /** Its SACK may be delayed. */
    @Test
    void shouldProbeASinglePacketAfterTheSackDelay() {
        warmUp(2);
        fate = number -> number == 1 ? DROPPED : 0;
        send(1);
        pass(2 * ROUND_TRIP_NS + SACK_DELAY_NS - MILLI);
        assertEquals(1, packets);
        pass(2 * MILLI + ONE_WAY_NS);
        assertEquals(1, received);
    }

    /** Twice the smoothed round-trip time, not the lowest (RFC 8985 section 7.2): queues on the path come and go. */
    @Test
    void shouldNotProbeWhereRoundTripsGrowLittleByLittle() {
        warmUp(2);
        final long before = client.counters().tailProbes();
        for (int late = 0; late < 100; late++) {
            final int lateMs = late;
            fate = number -> lateMs;
            send(2);
            pass(ROUND_TRIP_NS + lateMs * MILLI);
        }
        assertEquals(before, client.counters().tailProbes());
        assertEquals(200, received);
    }

    @Test
    void shouldProbeOnce() {
        warmUp(2);
        fate = number -> DROPPED;
        send(20);
        pass(40 * ROUND_TRIP_NS);
        assertEquals(21, packets);
        assertEquals(1, client.counters().tailProbes());
    }

    /** A lost tail is a loss like any other (RFC 8985 section 7.4). */
    @Test
    void shouldReduceTheWindowForAProbedTail() {
        warmUp(2);
        final int before = window();
        fate = number -> number == 20 ? DROPPED : 0;
        send(20);
        pass(5 * ROUND_TRIP_NS);
        assertEquals(20, received);
        assertTrue(window() <= before / 2 + LENGTH, () -> window() + " after " + before);
    }

    @Test
    void shouldNotReduceTheWindowForAProbeThatWasNotNeeded() {
        warmUp(20);
        final int before = window();
        for (int i = 0; i < 5; i++) {
            send(10);
            pass(10 * ROUND_TRIP_NS + SACK_DELAY_NS);
        }
        assertEquals(50, received);
        assertTrue(window() >= before, () -> window() + " after " + before);
        assertTrue(client.counters().tailProbes() <= 1, () -> client.counters().tailProbes() + " probes");
    }

    /** By a quarter of a round trip: others overtake them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void shouldKeepTheWindowWherePacketsAreLate(final int lateMs) {
        warmUp(2);
        final int before = window();
        fate = number -> number % 7 == 0 ? lateMs : 0;
        for (int i = 0; i < 20; i++) {
            send(60);
            pass(5 * ROUND_TRIP_NS + SACK_DELAY_NS);
        }
        assertEquals(1200, received);
        assertTrue(window() >= before, () -> window() + " after " + before);
    }

    @Test
    void shouldReduceTheWindowForALossAmongLatePackets() {
        warmUp(2);
        final int before = window();
        final Set<Integer> once = new TreeSet<>(Set.of(30));
        fate = number -> once.remove(number) ? DROPPED : number % 7 == 0 ? 2 : 0;
        send(60);
        pass(5 * ROUND_TRIP_NS + SACK_DELAY_NS);
        assertEquals(60, received);
        assertTrue(window() < before, () -> window() + " after " + before);
    }

    private int window() {
        return clientSide.path(0).congestionWindowBytes();
    }

    /** Packets with these numbers are lost, and so is what they carry the next times. */
    private void drop(final Set<Integer> numbers, final int times) {
        final int[] left = {0, 0};
        fate = number -> {
            if (numbers.contains(number)) {
                left[0] = lastTsn;
                left[1] = times - 1;
                return DROPPED;
            }
            return left[1] > 0 && lastTsn == left[0] && left[1]-- > 0 ? DROPPED : 0;
        };
    }

    private void send(final int count) {
        for (int i = 0; i < count; i++) {
            assertEquals(SendResult.QUEUED, Sends.send(clientSide, buffer, 0, LENGTH, 0, 0, 0, 0));
        }
        drain();
    }

    private void pass(final long spanNs) {
        final long end = nowNs + spanNs;
        while (nowNs < end) {
            final long packet = wire.isEmpty() ? Long.MAX_VALUE : wire.peek().timeNs;
            final long next = Math.min(packet, Math.min(client.nextTimeoutNs(), server.nextTimeoutNs()));
            nowNs = Math.min(end, Math.max(nowNs, next));
            client.handleTimeout(nowNs);
            server.handleTimeout(nowNs);
            drain();
            while (!wire.isEmpty() && wire.peek().timeNs <= nowNs) {
                arrive(wire.poll());
            }
        }
    }

    private void arrive(final Packet packet) {
        final int length = packet.bytes.capacity();
        buffer.put(0, packet.bytes, 0, length);
        final IpAddress from = packet.toServer ? EnginePair.CLIENT_ADDRESS : EnginePair.SERVER_ADDRESS;
        (packet.toServer ? server : client).handlePacket(nowNs, buffer, 0, length, from.high(), from.low(), 9899, 0);
        drain();
    }

    private void drain() {
        client.advanceTo(nowNs);
        client.pollEvents(clientEvents, 100);
        server.pollEvents(serverEvents, 100);
        while (serverEvents.association != null
                && serverEvents.association.receive(buffer, 0, buffer.capacity(), info) >= 0) {
            received++;
        }
        carry(client, true);
        carry(server, false);
    }

    private void carry(final SctpEngine from, final boolean toServer) {
        int length = from.pollTransmit(nowNs, buffer, 0, buffer.capacity(), transmit);
        while (length > 0) {
            for (int at = 0; at < length; at += transmit.segmentLength()) {
                final byte[] bytes = new byte[Math.min(transmit.segmentLength(), length - at)];
                buffer.get(at, bytes);
                final int late = toServer ? late(at) : 0;
                if (late != DROPPED) {
                    wire.add(new Packet(nowNs + ONE_WAY_NS + late * MILLI, order++, toServer, ByteBuffer.wrap(bytes)));
                }
            }
            length = from.pollTransmit(nowNs, buffer, 0, buffer.capacity(), transmit);
        }
    }

    private int late(final int offset) {
        final int chunk = offset + PacketHeader.LENGTH;
        if (Chunk.type(buffer, chunk) != ChunkType.DATA) {
            return 0;
        }
        lastTsn = buffer.getInt(chunk + DataChunk.TSN_OFFSET);
        return fate.applyAsInt(++packets);
    }
}

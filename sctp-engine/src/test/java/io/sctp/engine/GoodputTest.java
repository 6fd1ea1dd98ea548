package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What one association carries over a path with delay, whether the engines are polled after each packet or each batch.
 */
final class GoodputTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;
    private static final int MESSAGE = 1000;

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
    private SctpEngine client;
    private SctpEngine server;
    private Association clientSide;
    private SplittableRandom random;
    private double loss;
    private long delayNs;
    private long order;
    private long nowNs;
    private long received;
    private int longestBurst;

    @Test
    void shouldCarryAsMuchWhenPolledAfterEachBatchAsAfterEachPacket() {
        final long each = run(4, 25 * MILLI, 0, 1);
        final long batched = run(4, 25 * MILLI, 0, 0);
        assertTrue(batched > each * 9 / 10, () -> batched + " bytes, not " + each);
        assertTrue(each > 40_000_000, () -> each + " bytes in 10 s");
    }

    @ParameterizedTest
    @CsvSource({"4, 10, 0.01", "4, 5, 0.002", "32, 10, 0.01", "32, 25, 0.001"})
    void shouldCarryAsMuchOverALossyPathWhenPolledAfterEachBatch(
            final int maxBurst, final int delayMs, final double lossShare) {
        final long each = run(maxBurst, delayMs * MILLI, lossShare, 1);
        final long batched = run(maxBurst, delayMs * MILLI, lossShare, 0);
        assertTrue(batched > each * 6 / 10, () -> batched + " bytes, not " + each);
    }

    @ParameterizedTest
    @CsvSource({"4", "32", "1024"})
    void shouldNeverSendMoreThan32PacketsInOneGo(final int maxBurst) {
        run(maxBurst, 25 * MILLI, 0, 0);
        assertTrue(longestBurst <= 32, () -> longestBurst + " packets");
    }

    /** Returns the bytes received in ten seconds. */
    private long run(final int maxBurst, final long oneWayNs, final double lossShare, final int batch) {
        final AssociationConfig config = AssociationConfig.builder()
                .maxBurst(maxBurst)
                .receiveWindowBytes(1 << 20)
                .sendBufferBytes(1 << 20)
                .build();
        random = new SplittableRandom(7);
        client = new SctpEngine(EngineConfig.of(config), new SplittableRandom(1), 0);
        server = new SctpEngine(EngineConfig.of(config), new SplittableRandom(2), 0);
        server.listen(EnginePair.PORT);
        wire.clear();
        loss = 0;
        delayNs = oneWayNs;
        nowNs = 0;
        received = 0;
        longestBurst = 0;
        serverEvents.association = null;
        clientSide = client.connect(0, EnginePair.PORT, EnginePair.PORT, List.of(EnginePair.SERVER_ADDRESS), 9899, 0);
        drain();
        while (serverEvents.association == null) {
            step(batch);
        }
        loss = lossShare;
        received = 0;
        final long end = nowNs + 10 * SECOND;
        while (nowNs < end) {
            step(batch);
        }
        return received;
    }

    /** Moves on to what happens next; packets that arrive within a tenth of a millisecond are a batch. */
    private void step(final int batch) {
        final long nextPacket = wire.isEmpty() ? Long.MAX_VALUE : wire.peek().timeNs;
        nowNs = Math.max(nowNs, Math.min(nextPacket, Math.min(client.nextTimeoutNs(), server.nextTimeoutNs())));
        client.handleTimeout(nowNs);
        server.handleTimeout(nowNs);
        drain();
        int left = batch == 0 ? Integer.MAX_VALUE : batch;
        while (!wire.isEmpty() && wire.peek().timeNs <= nowNs && left-- > 0) {
            final Packet packet = wire.poll();
            final IpAddress from = packet.toServer ? EnginePair.CLIENT_ADDRESS : EnginePair.SERVER_ADDRESS;
            buffer.put(0, packet.bytes, 0, packet.bytes.capacity());
            (packet.toServer ? server : client)
                    .handlePacket(nowNs, buffer, 0, packet.bytes.capacity(), from.high(), from.low(), 9899, 0);
        }
        drain();
    }

    private void drain() {
        client.pollEvents(clientEvents, 16);
        server.pollEvents(serverEvents, 16);
        if (serverEvents.association != null) {
            int length = serverEvents.association.receive(buffer, 0, MESSAGE, info);
            while (length >= 0) {
                received += length;
                length = serverEvents.association.receive(buffer, 0, MESSAGE, info);
            }
        }
        if (clientEvents.association != null) {
            while (Sends.send(clientSide, buffer, 0, MESSAGE, 0, 0, 0, 0) == SendResult.QUEUED) {
                // Always has more.
            }
        }
        longestBurst = Math.max(longestBurst, carry(client, true));
        carry(server, false);
    }

    private int carry(final SctpEngine from, final boolean toServer) {
        int count = 0;
        int length = from.pollTransmit(nowNs, buffer, 0, buffer.capacity(), transmit);
        while (length > 0) {
            for (int at = 0; at < length; at += transmit.segmentLength()) {
                final byte[] bytes = new byte[Math.min(transmit.segmentLength(), length - at)];
                buffer.get(at, bytes);
                count++;
                if (random.nextDouble() >= loss) {
                    wire.add(new Packet(nowNs + delayNs, order++, toServer, ByteBuffer.wrap(bytes)));
                }
            }
            length = from.pollTransmit(nowNs, buffer, 0, buffer.capacity(), transmit);
        }
        return count;
    }
}

package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
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
    private static final int GROWN = 4 << 20;

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

    /** How long the sender pauses after half a buffer. */
    private long pausesNs;

    private long pausedUntilNs;
    private int sentSincePause;

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

    /** 256 KiB each round trip are 5 MB/s; the window of the path grows by much more in ten seconds. */
    @Test
    void shouldLetBuffersGrowWithThePath() {
        final long usual = run(EngineConfig.of(AssociationConfig.builder().build()), 25 * MILLI, 0, 0);
        assertEquals(256 * 1024, clientSide.sendBufferBytes());
        assertEquals(256 * 1024, serverEvents.association.receiveWindowBytes());
        final long grown = run(EngineConfig.of(growing().build()), 25 * MILLI, 0, 0);
        assertEquals(GROWN, clientSide.sendBufferBytes());
        assertEquals(GROWN, serverEvents.association.receiveWindowBytes());
        assertTrue(grown > 8 * usual, () -> grown + " bytes, not " + usual);
    }

    @Test
    void shouldKeepGrownBuffersWhenAnotherParameterChanges() {
        run(EngineConfig.of(growing().build()), 25 * MILLI, 0, 0);
        final Association serverSide = serverEvents.association;
        clientSide.configure(clientSide.config().toBuilder().maxBurst(4).build());
        serverSide.configure(serverSide.config().toBuilder().packetsPerSack(1).build());
        assertEquals(GROWN, clientSide.sendBufferBytes());
        assertEquals(GROWN, serverSide.receiveWindowBytes());
        clientSide.configure(clientSide.config().toBuilder()
                .maxSendBufferBytes(0)
                .sendBufferBytes(100_000)
                .build());
        assertEquals(100_000, clientSide.sendBufferBytes(), "now the program has set it");
    }

    @Test
    void shouldLetOnlyOneBufferGrow() {
        run(EngineConfig.of(growing().maxSendBufferBytes(0).build()), 25 * MILLI, 0, 0);
        assertEquals(256 * 1024, clientSide.sendBufferBytes());
        run(EngineConfig.of(growing().maxReceiveWindowBytes(0).build()), 25 * MILLI, 0, 0);
        assertEquals(256 * 1024, serverEvents.association.receiveWindowBytes());
    }

    @Test
    void shouldLetBuffersGrowWithinTheMemory() {
        final EngineConfig config = EngineConfig.builder()
                .associations(growing().build())
                .memoryLimitBytes(3 << 20)
                .build();
        run(config, 25 * MILLI, 0, 0);
        assertEquals(3 << 19, clientSide.sendBufferBytes());
        assertEquals(3 << 19, serverEvents.association.receiveWindowBytes());
    }

    /** A sender that is a tenth as fast as its buffer lets it needs no longer one. */
    @Test
    void shouldNotLetBuffersGrowWithoutNeed() {
        pausesNs = 500 * MILLI;
        run(EngineConfig.of(growing().build()), 25 * MILLI, 0, 0);
        assertEquals(256 * 1024, clientSide.sendBufferBytes());
    }

    private static AssociationConfigBuilder growing() {
        return AssociationConfig.builder().maxSendBufferBytes(GROWN).maxReceiveWindowBytes(GROWN);
    }

    private long run(final int maxBurst, final long oneWayNs, final double lossShare, final int batch) {
        final AssociationConfig config = AssociationConfig.builder()
                .maxBurst(maxBurst)
                .receiveWindowBytes(1 << 20)
                .sendBufferBytes(1 << 20)
                .build();
        return run(EngineConfig.of(config), oneWayNs, lossShare, batch);
    }

    /** Returns the bytes received in ten seconds. */
    private long run(final EngineConfig config, final long oneWayNs, final double lossShare, final int batch) {
        random = new SplittableRandom(7);
        client = new SctpEngine(config, new SplittableRandom(1), 0);
        server = new SctpEngine(config, new SplittableRandom(2), 0);
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
            while (nowNs >= pausedUntilNs
                    && Sends.send(clientSide, buffer, 0, MESSAGE, 0, 0, 0, 0) == SendResult.QUEUED) {
                sentSincePause += MESSAGE;
                if (pausesNs > 0 && sentSincePause > 100_000) {
                    sentSincePause = 0;
                    pausedUntilNs = nowNs + pausesNs;
                }
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

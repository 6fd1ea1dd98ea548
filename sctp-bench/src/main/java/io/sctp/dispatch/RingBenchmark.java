package io.sctp.dispatch;

import io.sctp.MessageBatch;
import io.sctp.SendInfo;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The rings of the dispatcher and a message's way over them, by one thread: what it costs, without what it waits. 64
 * messages go in, then come out; figures are per message. It lies in the dispatcher's package to reach its parts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RingBenchmark {
    private static final int MESSAGES = 64;
    private static final int SLOTS = 4096;
    private static final int SLOT_BYTES = 128;
    private static final int RING_BYTES = 1 << 16;

    private final OneToOneRingBuffer bare = new OneToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
    private final MessageHandler handler = (type, buffer, index, length) -> take(type);
    private final SlotRing oneToOne = SlotRing.oneToOne(SLOTS, MESSAGES, this::take);
    private final SlotRing manyToOne = SlotRing.manyToOne(SLOTS, this::take);

    private final SlotPool pool = new SlotPool(SLOTS, SLOT_BYTES, new Assemblies(1 << 16, SLOT_BYTES, 1 << 20));
    private final DispatcherCounters counters = new DispatcherCounters(1);
    private final OutboundPool outbound = new OutboundPool(2, SLOT_BYTES, 1 << 20);
    private final Worker worker = new Worker(
            0,
            pool,
            outbound,
            new Sender(outbound, 1, 1, SLOT_BYTES, counters, new Doorbell(() -> {})),
            new Health(
                    error -> {
                        throw new IllegalStateException(error);
                    },
                    counters),
            counters);
    private final DispatchedChannel line = new DispatchedChannel(
            1, null, false, message -> take(message.payload().get(0)), null);
    private final RingSendQueue sendQueue = new RingSendQueue(line, 0, null);
    private final MessageBatch batch = new MessageBatch(1, SLOT_BYTES);
    private long taken;

    /** A message to carry. */
    public RingBenchmark() {
        batch.add(ByteBuffer.allocateDirect(100), new SendInfo());
    }

    private void take(final int number) {
        taken += number;
    }

    /** The limit: Agrona's own ring, an empty record for a message. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long limitBareRing() {
        for (int i = 1; i <= MESSAGES; i++) {
            bare.commit(bare.tryClaim(i, 0));
        }
        bare.read(handler, MESSAGES);
        return taken;
    }

    /** The ring to a worker. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long slotRingOneToOne() {
        for (int i = 1; i <= MESSAGES; i++) {
            oneToOne.put(i);
        }
        oneToOne.drain(MESSAGES);
        return taken;
    }

    /** The rings on the way back, and of offers. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long slotRingManyToOne() {
        for (int i = 1; i <= MESSAGES; i++) {
            manyToOne.put(i);
        }
        manyToOne.drain(MESSAGES);
        return taken;
    }

    /** The whole hop: into a slot, over the ring, to the handler, and the slot back to the pool. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long hop() {
        for (int i = 0; i < MESSAGES; i++) {
            final Slot slot = pool.take().message(sendQueue, batch, 0, null);
            slot.sharedBy(1);
            worker.put(slot.number());
        }
        worker.doWork();
        pool.reclaim();
        return taken;
    }
}

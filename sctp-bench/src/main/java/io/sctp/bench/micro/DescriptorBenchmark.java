package io.sctp.bench.micro;

import io.sctp.MessageBatch;
import io.sctp.SendInfo;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Writing and reading the descriptors of a batch of 64 messages of 100 bytes; figures are per message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DescriptorBenchmark {
    private static final int MESSAGES = 64;
    private static final int BYTES = 100;

    private final MessageBatch batch = new MessageBatch(MESSAGES, BYTES);
    private final MessageBatch filled = new MessageBatch(MESSAGES, BYTES);
    private final SendInfo info = new SendInfo().stream(3).ppid(46);
    private final ByteBuffer payload = ByteBuffer.allocateDirect(BYTES);

    /** A batch to read. */
    public DescriptorBenchmark() {
        while (!filled.isFull()) {
            filled.add(payload.clear(), info);
        }
    }

    /** Adds messages that are copied into the batch. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public MessageBatch add() {
        batch.clear();
        while (!batch.isFull()) {
            batch.add(payload.clear(), info);
        }
        return batch;
    }

    /** Adds messages by reference. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public MessageBatch addReference() {
        batch.clear();
        while (!batch.isFull()) {
            batch.addReference(payload.clear(), info);
        }
        return batch;
    }

    /** Reads the fields that a receiver typically needs. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void read(final Blackhole hole) {
        for (int i = 0; i < MESSAGES; i++) {
            hole.consume(filled.association(i));
            hole.consume(filled.stream(i));
            hole.consume(filled.ppid(i));
            hole.consume(filled.payload(i).get(0));
        }
    }

    /** The lower bound for {@link #add}: copying the bytes only, at once. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public ByteBuffer limitCopy() {
        final ByteBuffer target = filled.payload(0);
        for (int i = 0; i < MESSAGES; i++) {
            target.clear().put(payload.clear());
        }
        return target;
    }
}

package io.sctp.bench.peers;

import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The complete path of a message of 100 bytes over the loopback address, to show that it allocates nothing. Only the gc
 * profiler's column is of interest: one thread first sends and then receives, so the times mean little. Uses the best
 * provider of this machine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class PathBenchmark {
    private static final int MESSAGES = 64;
    private static final Traffic TRAFFIC = new Traffic(100, MESSAGES, 1, 1);

    private Peer batches;
    private Peer dispatched;
    private Peer answering;

    /** Sets three associations up. */
    @Setup
    public void open() throws IOException {
        final SctpProvider provider = SctpProvider.auto();
        batches = new BatchPeer(provider, TRAFFIC);
        dispatched = new DispatcherPeer(provider, TRAFFIC);
        answering = new DispatcherPeer(provider, TRAFFIC);
    }

    /** Closes them. */
    @TearDown
    public void close() throws IOException {
        batches.close();
        dispatched.close();
        answering.close();
    }

    /** The baseline: a millisecond of doing nothing. The allocations are JMH's own, some kilobytes per iteration. */
    @Benchmark
    public void limitNothing() {
        LockSupport.parkNanos(this, 1_000_000);
    }

    /** Sent as a batch and received as batches. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void batch() throws IOException {
        batches.send(MESSAGES);
        batches.receive(MESSAGES);
    }

    /** Sent as a batch and received through a dispatcher. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void dispatcher() throws IOException {
        dispatched.send(MESSAGES);
        dispatched.receive(MESSAGES);
    }

    /** Sent, received through a dispatcher, and answered by an offer from within its handler. */
    @Benchmark
    public void offer() throws IOException {
        answering.ping(1);
    }
}

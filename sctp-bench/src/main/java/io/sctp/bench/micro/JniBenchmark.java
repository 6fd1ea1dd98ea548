package io.sctp.bench.micro;

import io.sctp.jni.NativeLibrary;
import io.sctp.jni.Syscalls;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of a call into C, the lower bound of every operation that makes one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JniBenchmark {
    static {
        NativeLibrary.load(); // JMH forks a JVM in which no other code has
    }

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64);

    /** A call that returns at once with an error, as there is nothing to poll. */
    @Benchmark
    public int limitEmptyCall() {
        return Syscalls.poll(-1, 0, -1, -1);
    }

    /** Asks the JVM for the address of a direct buffer. Channels cache it because of this cost. */
    @Benchmark
    public long address() {
        return Syscalls.address(buffer);
    }
}

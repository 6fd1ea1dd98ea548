package io.sctp.userspace.config;

import io.sctp.SctpOptions;
import io.sctp.engine.config.CongestionControl;
import io.sctp.spi.OptionCatalog;
import io.sctp.udp.UdpIo;
import io.sctp.userspace.UserspaceStack;
import java.time.Duration;

/**
 * The configuration of a stack; see {@link UserspaceStack.Builder}.
 *
 * @param threads 0 for the default number
 * @param memoryMegabytes 0 for the default share of the JVM's memory
 * @param maxBufferMegabytes 0 if buffers do not grow
 * @param maxAssociations of each listening thread; 0 for as many as fit in its share of the heap
 */
public record StackConfig(
        int udpPort,
        int threads,
        int memoryMegabytes,
        int maxBufferMegabytes,
        int maxAssociations,
        int maxInitsPerSecond,
        int maxAmplification,
        Duration busyPoll,
        Duration reassemblyLimit,
        Duration shutdownStallLimit,
        Duration closeLimit,
        boolean closesWithJvm,
        CongestionControl congestionControl,
        UdpIo io) {
    /** The port that is assigned to SCTP inside UDP (RFC 6951 section 5.1). */
    public static final int ASSIGNED_UDP_PORT = 9899;

    /** System properties of the default stack that are named in messages. */
    public static final String UDP_PORT_PROPERTY = "io.sctp.udp.port";

    public static final String THREADS_PROPERTY = "io.sctp.udp.threads";
    public static final String MEMORY_PROPERTY = "io.sctp.udp.memoryMegabytes";

    public static final int MAX_UDP_PORT = 65_535;
    public static final int MAX_THREADS = 64;
    public static final int MAX_BUFFER_MEGABYTES = 1024;
    public static final int MAX_ASSOCIATIONS = 1 << 24;
    public static final int MAX_INITS_PER_SECOND = 1 << 30;
    public static final int MAX_AMPLIFICATION = 3;
    public static final Duration MAX_BUSY_POLL = Duration.ofMillis(10);
    public static final Duration MAX_LIMIT = Duration.ofDays(1);

    private static final int MAX_USUAL_THREADS = 8;

    /** What 300 MB/s hold over 50 ms. */
    private static final int USUAL_BUFFER_MEGABYTES = 16;

    private static final int BYTES_PER_MEGABYTE = 1 << 20;

    /**
     * Longer than waking a thread takes, so that two ends that begin asleep both reach the state in which neither
     * sleeps.
     */
    private static final Duration USUAL_BUSY_POLL = Duration.ofNanos(50_000);

    private static final Duration USUAL_REASSEMBLY_LIMIT = Duration.ofMinutes(5);
    private static final Duration USUAL_CLOSE_LIMIT = Duration.ofSeconds(5);

    /** On a single processor, a thread that busy-polls would keep the peer from answering. */
    public static final StackConfig USUAL = new StackConfig(
            ASSIGNED_UDP_PORT,
            0,
            0,
            USUAL_BUFFER_MEGABYTES,
            0,
            MAX_INITS_PER_SECOND,
            MAX_AMPLIFICATION,
            Runtime.getRuntime().availableProcessors() > 1 ? USUAL_BUSY_POLL : Duration.ZERO,
            USUAL_REASSEMBLY_LIMIT,
            Duration.ZERO,
            USUAL_CLOSE_LIMIT,
            true,
            congestionControl(OptionCatalog.of(SctpOptions.CONGESTION_CONTROL)
                    .defaultOf(OptionCatalog.USERSPACE)
                    .name()),
            UdpIo.AUTO);

    /** The congestion control with this name, as in the public enumeration. */
    public static CongestionControl congestionControl(final String name) {
        return CongestionControl.valueOf(name);
    }

    /** Returns up to how many bytes buffers grow that the program has not set. */
    public int maxBufferBytes() {
        return maxBufferMegabytes * BYTES_PER_MEGABYTE;
    }

    /**
     * Returns the configured number, or half the processors, as the program's threads do most of the work themselves.
     */
    public int threadsOrUsual() {
        return threads > 0
                ? threads
                : Math.max(1, Math.min(MAX_USUAL_THREADS, Runtime.getRuntime().availableProcessors() / 2));
    }
}

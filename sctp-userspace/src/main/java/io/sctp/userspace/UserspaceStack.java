package io.sctp.userspace;

import io.sctp.option.CongestionControl;
import io.sctp.spi.SctpProvider;
import io.sctp.udp.UdpIo;
import io.sctp.userspace.channel.StackContext;
import io.sctp.userspace.config.JvmMemory;
import io.sctp.userspace.config.StackConfig;
import io.sctp.userspace.driver.MemoryPlan;
import java.time.Duration;
import java.util.Objects;

/**
 * An SCTP stack in this process. It has threads, each with an engine and a UDP socket, shared memory, its own SCTP
 * ports, and limits. A JVM can have several stacks. Channels are opened with the {@link #provider}:
 *
 * <pre>{@code
 * try (UserspaceStack stack = UserspaceStack.builder().udpPort(9900).threads(2).build()) {
 *     SctpServerChannel server = stack.provider().openServerChannel(null);
 *     ...
 * }
 * }</pre>
 *
 * <p>A stack takes no thread, socket or memory before a channel needs them. Programs that build none use the default
 * stack, through the provider {@code userspace} of {@link SctpProvider#named}. Its configuration is read from system
 * properties at its first use. Each method of {@link Builder} names its property; a stack that is built reads none.
 *
 * <p>Two stacks on one machine are ordinary peers of each other. If the peer listens at a UDP port other than 9899, set
 * {@link io.sctp.SctpOptions#REMOTE_UDP_ENCAPS_PORT}. Thread-safe.
 */
public final class UserspaceStack implements AutoCloseable {
    private final StackContext stack;
    private final UserspaceProvider provider;

    private UserspaceStack(final StackConfig config) {
        stack = new StackContext(config);
        provider = new UserspaceProvider(stack);
    }

    /** Returns a builder with the default values, regardless of system properties. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the provider that opens channels of this stack; always the same one. */
    public SctpProvider provider() {
        return provider;
    }

    /** Returns the UDP port of listening endpoints; 0 before the first one. */
    public int udpPort() {
        return stack.listeningUdpPort();
    }

    /** Whether the stack has not been closed. */
    public boolean isOpen() {
        return stack.isOpen();
    }

    /**
     * Closes the stack and everything in it. Channels are closed as by their own {@code close}: queued messages are
     * delivered, and associations are shut down gracefully. Associations that have not ended after the
     * {@link Builder#closeLimit} are aborted. Then threads, sockets and memory are released. From then on channels and
     * pollers of the stack throw {@link java.nio.channels.ClosedChannelException}. A second call only waits for the
     * first one.
     */
    @Override
    public void close() {
        stack.close();
    }

    @Override
    public String toString() {
        return "UserspaceStack[" + stack.config() + ']';
    }

    /** Configures a stack. Each method returns the builder, and throws if a value is out of range. */
    public static final class Builder {
        private int udpPort = StackConfig.USUAL.udpPort();
        private int threads = StackConfig.USUAL.threads();
        private int memoryMegabytes = StackConfig.USUAL.memoryMegabytes();
        private int maxBufferMegabytes = StackConfig.USUAL.maxBufferMegabytes();
        private int maxAssociations = StackConfig.USUAL.maxAssociations();
        private int maxInitsPerSecond = StackConfig.USUAL.maxInitsPerSecond();
        private int maxAmplification = StackConfig.USUAL.maxAmplification();
        private Duration busyPoll = StackConfig.USUAL.busyPoll();
        private Duration reassemblyLimit = StackConfig.USUAL.reassemblyLimit();
        private Duration shutdownStallLimit = StackConfig.USUAL.shutdownStallLimit();
        private Duration closeLimit = StackConfig.USUAL.closeLimit();
        private boolean closesWithJvm = StackConfig.USUAL.closesWithJvm();
        private CongestionControl congestionControl =
                CongestionControl.valueOf(StackConfig.USUAL.congestionControl().name());
        private UdpIo io = StackConfig.USUAL.io();

        private Builder() {}

        /**
         * UDP port of listening endpoints, 0 for any free one; default 9899. Only one stack of a machine can have a
         * port. Property {@code io.sctp.udp.port}.
         */
        public Builder udpPort(final int port) {
            udpPort = inRange("udpPort", port, 0, StackConfig.MAX_UDP_PORT);
            return this;
        }

        /**
         * Number of threads, each with an engine, for listening endpoints, and as many again for endpoints that only
         * connect; 1 to 64, default half the processors, at most 8. Property {@code io.sctp.udp.threads}.
         */
        public Builder threads(final int count) {
            threads = inRange("threads", count, 1, StackConfig.MAX_THREADS);
            return this;
        }

        /**
         * Direct memory of all threads together, in MiB, from 4 to the JVM's maximum; default half of that maximum, at
         * most 2 GiB. If several stacks are busy at once, divide the memory among them. Property
         * {@code io.sctp.udp.memoryMegabytes}.
         */
        public Builder memoryMegabytes(final int megabytes) {
            memoryMegabytes = inRange(
                    "memoryMegabytes",
                    megabytes,
                    MemoryPlan.MIN_MEGABYTES,
                    MemoryPlan.maxMegabytes(JvmMemory.ofThis()));
            return this;
        }

        /**
         * Up to how many MiB the send buffer and the receive window of an association grow where the path holds more
         * than they do; 0 to 1,024, default 16, 0 for not at all. Those that a program sets by {@code SO_SNDBUF} and
         * {@code SO_RCVBUF} do not grow. Property {@code io.sctp.udp.maxBufferMegabytes}.
         */
        public Builder maxBufferMegabytes(final int megabytes) {
            maxBufferMegabytes = inRange("maxBufferMegabytes", megabytes, 0, StackConfig.MAX_BUFFER_MEGABYTES);
            return this;
        }

        /**
         * Maximum number of associations of each thread; 1 to 2^24. By default as many as fit in a share of the heap,
         * at most 100,000. Property {@code io.sctp.udp.maxAssociations}.
         */
        public Builder maxAssociations(final int count) {
            maxAssociations = inRange("maxAssociations", count, 1, StackConfig.MAX_ASSOCIATIONS);
            return this;
        }

        /**
         * Maximum number of INITs that each thread answers per second. Further ones are dropped and counted. 1 to 2^30;
         * the default, 2^30, means no limit. Property {@code io.sctp.udp.maxInitsPerSecond}.
         */
        public Builder maxInitsPerSecond(final int count) {
            maxInitsPerSecond = inRange("maxInitsPerSecond", count, 1, StackConfig.MAX_INITS_PER_SECOND);
            return this;
        }

        /**
         * Maximum length of an INIT ACK as a multiple of its INIT; 1 to 3, default 3. With 1, an attacker cannot
         * amplify traffic to a forged address, but most INITs of other implementations are too short to be answered.
         * Property {@code io.sctp.udp.maxAmplification}.
         */
        public Builder maxAmplification(final int factor) {
            maxAmplification = inRange("maxAmplification", factor, 1, StackConfig.MAX_AMPLIFICATION);
            return this;
        }

        /**
         * How long a thread in a blocking call polls for packets before it sleeps; 0 to 10 ms, default 50 us, or 0 on a
         * single processor. Property {@code io.sctp.udp.busyPollMicros}.
         */
        public Builder busyPoll(final Duration time) {
            busyPoll = inRange("busyPoll", time, StackConfig.MAX_BUSY_POLL);
            return this;
        }

        /**
         * How long an incomplete message of a peer may hold memory without progress before its association is ended. 0
         * to 1 day, 0 for no limit; default 5 minutes. Property {@code io.sctp.udp.reassemblySeconds}.
         */
        public Builder reassemblyLimit(final Duration time) {
            reassemblyLimit = inRange("reassemblyLimit", time, StackConfig.MAX_LIMIT);
            return this;
        }

        /**
         * How long an association in shutdown waits for a peer that responds but acknowledges no data, before it is
         * ended. 0 to 1 day; default 0, no limit, as in RFC 9260 section 9.2. Property
         * {@code io.sctp.udp.shutdownStallSeconds}.
         */
        public Builder shutdownStallLimit(final Duration time) {
            shutdownStallLimit = inRange("shutdownStallLimit", time, StackConfig.MAX_LIMIT);
            return this;
        }

        /**
         * How long {@link #close}, or the end of the JVM, waits for associations to be shut down. The others are then
         * aborted. 0 to 1 day, 0 to abort at once; default 5 s. Property {@code io.sctp.udp.closeSeconds}.
         */
        public Builder closeLimit(final Duration time) {
            closeLimit = inRange("closeLimit", time, StackConfig.MAX_LIMIT);
            return this;
        }

        /**
         * Whether a shutdown hook ends the associations when the JVM ends; default true. Without it, unacknowledged
         * messages are lost then, and peers are not notified. Property {@code io.sctp.udp.closeWithJvm}.
         */
        public Builder closeWithJvm(final boolean closes) {
            closesWithJvm = closes;
            return this;
        }

        /**
         * Congestion control algorithm; default {@link CongestionControl#PATH_MODEL}. Property
         * {@code io.sctp.udp.congestionControl}: {@code rfc9260}, {@code cubic} or {@code path-model}.
         */
        public Builder congestionControl(final CongestionControl wanted) {
            congestionControl = Objects.requireNonNull(wanted, "congestionControl");
            return this;
        }

        /** Implementation of UDP sockets; default {@link PacketIo#AUTO}. Property {@code io.sctp.udp.io}. */
        public Builder io(final PacketIo wanted) {
            io = UdpIo.valueOf(Objects.requireNonNull(wanted, "io").name());
            return this;
        }

        /** Builds the stack. */
        public UserspaceStack build() {
            return new UserspaceStack(config());
        }

        StackConfig config() {
            return new StackConfig(
                    udpPort,
                    threads,
                    memoryMegabytes,
                    maxBufferMegabytes,
                    maxAssociations,
                    maxInitsPerSecond,
                    maxAmplification,
                    busyPoll,
                    reassemblyLimit,
                    shutdownStallLimit,
                    closeLimit,
                    closesWithJvm,
                    StackConfig.congestionControl(congestionControl.name()),
                    io);
        }

        private static int inRange(final String what, final int value, final int least, final int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(what + " is " + value + ", not from " + least + " to " + most);
            }
            return value;
        }

        private static Duration inRange(final String what, final Duration value, final Duration most) {
            if (value.isNegative() || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(what + " is " + value + ", not from 0 to " + most);
            }
            return value;
        }
    }
}

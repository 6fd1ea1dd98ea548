package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.udp.UdpIo;
import io.sctp.userspace.channel.StackContext;
import io.sctp.userspace.config.JvmMemory;
import io.sctp.userspace.config.StackConfig;
import io.sctp.userspace.driver.MemoryPlan;
import java.time.Duration;
import java.util.Objects;

/**
 * An SCTP stack in this process: threads, each with an engine and a UDP socket, the memory they share, SCTP ports of
 * its own, and limits. A JVM can have several. Its {@link #provider} opens channels:
 *
 * <pre>{@code
 * try (UserspaceStack stack = UserspaceStack.builder().udpPort(9900).threads(2).build()) {
 *     SctpServerChannel server = stack.provider().openServerChannel(null);
 *     ...
 * }
 * }</pre>
 *
 * <p>A stack takes no thread, socket or memory before a channel needs them. Programs that build none use the default
 * stack, which the provider {@code userspace} of {@link SctpProvider#named} stands for, and whose configuration is read
 * from system properties when it is first used. Each method of {@link Builder} names its property; a stack
 * that is built reads none of them.
 *
 * <p>Two stacks of one machine are peers like any others: where the other one listens at another UDP port than 9899,
 * {@link io.sctp.SctpOptions#REMOTE_UDP_ENCAPS_PORT} has to say so. Safe for use by several threads at once.
 */
public final class UserspaceStack implements AutoCloseable {
    private final StackContext stack;
    private final UserspaceProvider provider;

    private UserspaceStack(final StackConfig config) {
        stack = new StackContext(config);
        provider = new UserspaceProvider(stack);
    }

    /** Returns a builder with the usual values, whatever the system properties say. */
    public static Builder builder() {
        return new Builder();
    }

    /** The provider that opens channels of this stack. Equal for all calls. */
    public SctpProvider provider() {
        return provider;
    }

    /** The UDP port of endpoints that listen; 0 before there was one. */
    public int udpPort() {
        return stack.listeningUdpPort();
    }

    /** Whether it was not closed yet. */
    public boolean isOpen() {
        return stack.isOpen();
    }

    /**
     * Ends all that is in the stack. Channels are closed as by their own {@code close}: what was sent before arrives,
     * and associations are shut down in order. Those that are not over after the {@link Builder#closeLimit} are
     * aborted, with the cause that their end was closed. Then threads, sockets and memory are given back. Channels and
     * pollers of the stack throw {@link java.nio.channels.ClosedChannelException} from then on. Closing it again does
     * nothing but wait for the first call to end.
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
         * UDP port of endpoints that listen, 0 for one of the system's choice; default 9899. One stack of a machine can
         * have it. Property {@code io.sctp.udp.port}.
         */
        public Builder udpPort(final int port) {
            udpPort = inRange("udpPort", port, 0, StackConfig.MAX_UDP_PORT);
            return this;
        }

        /**
         * Number of threads, each with an engine, for endpoints that listen, and as many for those that only connect; 1
         * to 64, default half the processors, at most 8. Property {@code io.sctp.udp.threads}.
         */
        public Builder threads(final int count) {
            threads = inRange("threads", count, 1, StackConfig.MAX_THREADS);
            return this;
        }

        /**
         * Direct memory of all threads together, in MiB, from 4 to what the JVM can give; default half of that, at most
         * 2 GiB. Several stacks that are busy at once should each have their part. Property
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
         * Maximum number of associations of each thread; 1 to 2^24. By default what a part of the heap holds of those
         * that peers begin, at most 100,000. Property {@code io.sctp.udp.maxAssociations}.
         */
        public Builder maxAssociations(final int count) {
            maxAssociations = inRange("maxAssociations", count, 1, StackConfig.MAX_ASSOCIATIONS);
            return this;
        }

        /**
         * Maximum number of INITs that each thread answers in a second, the others are dropped and counted; 1 to 2^30,
         * which is the default and means no limit. Property {@code io.sctp.udp.maxInitsPerSecond}.
         */
        public Builder maxInitsPerSecond(final int count) {
            maxInitsPerSecond = inRange("maxInitsPerSecond", count, 1, StackConfig.MAX_INITS_PER_SECOND);
            return this;
        }

        /**
         * How many times as long as an INIT its INIT ACK may be; 1 to 3, default 3. With 1, nobody can have more sent
         * to a forged address than they send themselves, and most INITs of other implementations are too short to be
         * answered. Property {@code io.sctp.udp.maxAmplification}.
         */
        public Builder maxAmplification(final int factor) {
            maxAmplification = inRange("maxAmplification", factor, 1, StackConfig.MAX_AMPLIFICATION);
            return this;
        }

        /**
         * How long a thread in a blocking call looks for packets before it sleeps; 0 to 10 ms, default 50 us, and 0 on
         * one processor. Property {@code io.sctp.udp.busyPollMicros}.
         */
        public Builder busyPoll(final Duration time) {
            busyPoll = inRange("busyPoll", time, StackConfig.MAX_BUSY_POLL);
            return this;
        }

        /**
         * How long a message that a peer has begun may hold memory without progress; then its association ends. 0 to 1
         * day, default 5 minutes, 0 for ever. Property {@code io.sctp.udp.reassemblySeconds}.
         */
        public Builder reassemblyLimit(final Duration time) {
            reassemblyLimit = inRange("reassemblyLimit", time, StackConfig.MAX_LIMIT);
            return this;
        }

        /**
         * How long an association that is shutting down waits for a peer that answers and acknowledges nothing; then it
         * ends. 0 to 1 day, default 0: for ever, as RFC 9260 section 9.2 has it. Property
         * {@code io.sctp.udp.shutdownStallSeconds}.
         */
        public Builder shutdownStallLimit(final Duration time) {
            shutdownStallLimit = inRange("shutdownStallLimit", time, StackConfig.MAX_LIMIT);
            return this;
        }

        /**
         * How long {@link #close}, or the end of the JVM, waits for associations to be shut down; those that are not
         * over then are aborted. 0 to 1 day, default 5 s, 0 aborts at once. Property {@code io.sctp.udp.closeSeconds}.
         */
        public Builder closeLimit(final Duration time) {
            closeLimit = inRange("closeLimit", time, StackConfig.MAX_LIMIT);
            return this;
        }

        /**
         * Whether a shutdown hook ends the associations when the JVM ends (default true). Without it, what was not
         * acknowledged is lost then, and peers are told nothing. Property {@code io.sctp.udp.closeWithJvm}.
         */
        public Builder closeWithJvm(final boolean closes) {
            closesWithJvm = closes;
            return this;
        }

        /**
         * How congestion windows grow and shrink; default {@link CongestionControl#RFC_9260}. Property
         * {@code io.sctp.udp.congestionControl}: {@code rfc9260} or {@code cubic}.
         */
        public Builder congestionControl(final CongestionControl wanted) {
            congestionControl = Objects.requireNonNull(wanted, "congestionControl");
            return this;
        }

        /** What UDP sockets go through; default {@link PacketIo#AUTO}. Property {@code io.sctp.udp.io}. */
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

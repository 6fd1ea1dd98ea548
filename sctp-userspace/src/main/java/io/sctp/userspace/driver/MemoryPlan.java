package io.sctp.userspace.driver;

import io.sctp.engine.config.EngineConfigBuilder;
import io.sctp.userspace.config.JvmMemory;
import io.sctp.userspace.config.StackConfig;

/**
 * How much memory the drivers of this JVM may use, and for what. It is allocated when needed.
 *
 * @param totalBytes direct memory of all drivers, listening and connecting
 * @param threads number of drivers of each kind
 * @param messageBytes memory of each driver for messages
 * @param receiveSlots number of slots of each driver for received packets
 * @param sendSlots number of slots of each driver for sent packets
 * @param maxAssociations maximum for each listening driver: what its share of the heap holds
 * @param maxConnecting maximum for each connecting driver
 */
public record MemoryPlan(
        long totalBytes,
        int threads,
        long messageBytes,
        int receiveSlots,
        int sendSlots,
        int maxAssociations,
        int maxConnecting) {
    static final int MAX_RECEIVE_SLOTS = 32;
    static final int MAX_SEND_SLOTS = 16;

    public static final int MIN_MEGABYTES = 4;
    private static final int MAX_MEGABYTES = 1 << 17;
    private static final long MAX_USUAL_BYTES = 2L << 30;
    private static final long MIN_MESSAGE_BYTES = 1 << 20;
    private static final long MAX_MESSAGE_BYTES = 1L << 36;

    /** With less than this per driver there are fewer threads, unless the program set their number. */
    private static final long MIN_USUAL_DRIVER_BYTES = 4 << 20;

    /** The memory of a driver besides messages and packets: answers to unknown peers, and misrouted packets. */
    private static final long OTHER_BYTES = (1 << 17) + (1 << 18);

    /** The fraction, 1/2, of the program's memory that is left to the program. */
    private static final int PROGRAMS_SHARE = 2;

    /** The heap used by an association with its channel, rounded up generously. */
    private static final long ASSOCIATION_HEAP_BYTES = 8 << 10;

    /** The tables for messages in direct memory take a thirtieth of its size on the heap. */
    private static final int DIRECT_PER_HEAP = 4;

    private static final int MAX_ASSOCIATIONS = 100_000;

    /** Message memory is allocated in slabs of 1 MiB, or of 256 KiB if 1 MiB is too large a part. */
    private static final int SLAB_BYTES = 1 << 20;

    private static final int SLABS_AT_LEAST = 8;

    /**
     * Makes a plan.
     *
     * @param wantedMegabytes the memory that the program sets; 0 if it does not
     * @param threads number of drivers of each kind
     * @param areThreadsWanted whether the program set that number
     */
    static MemoryPlan of(
            final JvmMemory jvm, final int wantedMegabytes, final int threads, final boolean areThreadsWanted) {
        final long total = wantedMegabytes > 0
                ? (long) wantedMegabytes << 20
                : Math.min(
                        MAX_USUAL_BYTES,
                        Math.min(jvm.directBytes() / PROGRAMS_SHARE, jvm.heapBytes() * DIRECT_PER_HEAP));
        final int count =
                areThreadsWanted ? threads : (int) Math.max(1, Math.min(threads, total / (2 * MIN_USUAL_DRIVER_BYTES)));
        final long each = total / (2L * count);
        final long packets = each / 4;
        final int receiveSlots = slots(packets * 2 / 3, PacketReceiver.SLOT_BYTES, 2, MAX_RECEIVE_SLOTS);
        final int sendSlots = slots(packets / 3, PacketSender.SLOT_BYTES, 1, MAX_SEND_SLOTS);
        final long fixed = (long) receiveSlots * PacketReceiver.SLOT_BYTES
                + (long) sendSlots * PacketSender.SLOT_BYTES
                + OTHER_BYTES;
        final long associations = jvm.heapBytes() / PROGRAMS_SHARE / ASSOCIATION_HEAP_BYTES / count;
        return new MemoryPlan(
                total,
                count,
                Math.max(MIN_MESSAGE_BYTES, Math.min(MAX_MESSAGE_BYTES, each - fixed)),
                receiveSlots,
                sendSlots,
                (int) Math.max(1, Math.min(MAX_ASSOCIATIONS, associations)),
                MAX_ASSOCIATIONS);
    }

    private static int slots(final long bytes, final int slotBytes, final int least, final int most) {
        return (int) Math.max(least, Math.min(most, bytes / slotBytes));
    }

    /** The maximum that a program can set. */
    public static int maxMegabytes(final JvmMemory jvm) {
        return (int) Math.max(MIN_MEGABYTES, Math.min(MAX_MEGABYTES, jvm.directBytes() >> 20));
    }

    /** Makes the plan for a stack's configuration and this JVM. */
    public static MemoryPlan of(final StackConfig config) {
        final MemoryPlan plan =
                of(JvmMemory.ofThis(), config.memoryMegabytes(), config.threadsOrUsual(), config.threads() > 0);
        return config.maxAssociations() == 0 ? plan : plan.withMaxAssociations(config.maxAssociations());
    }

    private MemoryPlan withMaxAssociations(final int most) {
        return new MemoryPlan(totalBytes, threads, messageBytes, receiveSlots, sendSlots, most, most);
    }

    /** Sets the limits of an engine. */
    public EngineConfigBuilder limit(final EngineConfigBuilder builder, final boolean listens) {
        final int slab = messageBytes >= (long) SLABS_AT_LEAST * SLAB_BYTES ? SLAB_BYTES : SLAB_BYTES / 4;
        return builder.memoryLimitBytes(messageBytes)
                .slabBytes(slab)
                .maxAssociations(listens ? maxAssociations : maxConnecting);
    }

    @Override
    public String toString() {
        return (totalBytes >> 20) + " MiB of direct memory for SCTP (property " + StackConfig.MEMORY_PROPERTY
                + "): " + threads
                + " threads that listen and as many that connect, each with " + (messageBytes >> 20)
                + " MiB for messages and, if it listens, at most " + maxAssociations + " associations";
    }
}

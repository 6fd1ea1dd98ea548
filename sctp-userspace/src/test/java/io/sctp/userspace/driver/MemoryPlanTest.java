package io.sctp.userspace.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.userspace.config.JvmMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Memory is planned from what the JVM can give. */
class MemoryPlanTest {
    private static final long MIB = 1 << 20;

    @Test
    void shouldKnowWhatThisJvmCanGive() {
        final JvmMemory memory = JvmMemory.ofThis();
        assertEquals(Runtime.getRuntime().maxMemory(), memory.heapBytes());
        assertTrue(memory.directBytes() > 0 && memory.directBytes() <= memory.heapBytes(), memory.toString());
    }

    @Test
    void shouldTakeTheDirectMemoryThatTheFlagGives() {
        assertEquals(new JvmMemory(64 * MIB, 64 * MIB), JvmMemory.of(64 * MIB, 0, 0));
        assertEquals(new JvmMemory(64 * MIB, 8 * MIB), JvmMemory.of(64 * MIB, 8 * MIB, 0));
        assertEquals(new JvmMemory(64 * MIB, 256 * MIB), JvmMemory.of(64 * MIB, 256 * MIB, 4096 * MIB));
    }

    @Test
    void shouldStayWithinTheContainer() {
        assertEquals(new JvmMemory(800 * MIB, 200 * MIB), JvmMemory.of(800 * MIB, 0, 1000 * MIB));
        assertEquals(new JvmMemory(1000 * MIB, 125 * MIB), JvmMemory.of(1000 * MIB, 0, 1000 * MIB));
    }

    @ParameterizedTest
    @CsvSource({"16, 16", "32, 8", "64, 64", "64, 16", "256, 256", "1024, 64", "8192, 8192", "64, 8192"})
    void shouldLeaveTheProgramHalfOfIt(final long heapMib, final long directMib) {
        for (final int threads : new int[] {1, 2, 8}) {
            final MemoryPlan plan = MemoryPlan.of(new JvmMemory(heapMib * MIB, directMib * MIB), 0, threads, false);
            final long each = plan.messageBytes()
                    + (long) plan.receiveSlots() * PacketReceiver.SLOT_BYTES
                    + (long) plan.sendSlots() * PacketSender.SLOT_BYTES;
            final long planned = 2L * plan.threads() * each;
            assertTrue(planned <= Math.max(directMib * MIB / 2, 3 * MIB), () -> planned + " bytes planned: " + plan);
            assertTrue(plan.threads() >= 1 && plan.threads() <= threads, plan.toString());
        }
    }

    @Test
    void shouldTakeWhatItAlwaysTookWhereThereIsPlenty() {
        final MemoryPlan plan = MemoryPlan.of(new JvmMemory(16L << 30, 16L << 30), 0, 4, false);
        assertEquals(2L << 30, plan.totalBytes());
        assertEquals(4, plan.threads());
        assertEquals(32, plan.receiveSlots());
        assertEquals(16, plan.sendSlots());
        assertEquals(100_000, plan.maxAssociations());
    }

    @Test
    void shouldTakeWhatTheProgramAsksFor() {
        final MemoryPlan plan = MemoryPlan.of(new JvmMemory(1L << 30, 1L << 30), 700, 5, true);
        assertEquals(700 * MIB, plan.totalBytes());
        assertEquals(5, plan.threads());
    }

    @Test
    void shouldAdmitFewerAssociationsOnASmallHeap() {
        final MemoryPlan plan = MemoryPlan.of(new JvmMemory(64 * MIB, 64 * MIB), 0, 2, false);
        assertEquals(2048, plan.maxAssociations());
    }
}

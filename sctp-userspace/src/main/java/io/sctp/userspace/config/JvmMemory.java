package io.sctp.userspace.config;

import java.lang.reflect.Method;

/**
 * The memory that the JVM can use, determined at the first query.
 *
 * @param heapBytes the maximum heap size: -Xmx, or a fraction of the memory of the machine or container
 * @param directBytes the maximum direct memory: -XX:MaxDirectMemorySize or as much as the heap, limited to the memory
 *     of the machine or container besides the heap
 */
public record JvmMemory(long heapBytes, long directBytes) {
    /** The share of a container's memory for direct memory, if the heap may take all of it. */
    private static final int LEAST_SHARE = 8;

    /** Queries the JVM: its management classes or, without them, {@link Runtime}. */
    public static JvmMemory ofThis() {
        final long heap = Runtime.getRuntime().maxMemory();
        return of(heap, maxDirectBytes(), containerBytes());
    }

    /**
     * Computes the memory from the JVM's values.
     *
     * @param maxDirect -XX:MaxDirectMemorySize; 0 if it is not set
     * @param container all memory of the machine or container; 0 if that is not known
     */
    public static JvmMemory of(final long heap, final long maxDirect, final long container) {
        final long direct = maxDirect > 0 ? maxDirect : heap;
        if (container <= 0) {
            return new JvmMemory(heap, direct);
        }
        return new JvmMemory(heap, Math.min(direct, Math.max(container - heap, container / LEAST_SHARE)));
    }

    private static long maxDirectBytes() {
        try {
            final Object bean = bean("com.sun.management.HotSpotDiagnosticMXBean");
            final Object option = Class.forName("com.sun.management.HotSpotDiagnosticMXBean")
                    .getMethod("getVMOption", String.class)
                    .invoke(bean, "MaxDirectMemorySize");
            final Method value = Class.forName("com.sun.management.VMOption").getMethod("getValue");
            return Long.parseLong((String) value.invoke(option));
        } catch (final ReflectiveOperationException | RuntimeException | LinkageError e) {
            return 0; // no java.management here, or another JVM
        }
    }

    private static long containerBytes() {
        try {
            final Object bean = bean("com.sun.management.OperatingSystemMXBean");
            return (Long) Class.forName("com.sun.management.OperatingSystemMXBean")
                    .getMethod("getTotalMemorySize")
                    .invoke(bean);
        } catch (final ReflectiveOperationException | RuntimeException | LinkageError e) {
            return 0;
        }
    }

    /** By reflection, so that programs do not need the module java.management. */
    private static Object bean(final String type) throws ReflectiveOperationException {
        return Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getPlatformMXBean", Class.class)
                .invoke(null, Class.forName(type));
    }
}

package io.sctp.userspace.config;

import java.lang.reflect.Method;

/**
 * What memory the JVM can give, as found when it is first asked for.
 *
 * @param heapBytes the most that the heap can be: -Xmx, or a part of what the machine or container has
 * @param directBytes the most direct memory there can be: -XX:MaxDirectMemorySize or as much as the heap, and no more
 * than the machine or container has beside the heap
 */
public record JvmMemory(long heapBytes, long directBytes) {
    /** Of a container's memory, where the heap may take all of it. */
    private static final int LEAST_SHARE = 8;

    /** Asks the JVM. Its management classes answer what {@link Runtime} does not; without them that has to do. */
    public static JvmMemory ofThis() {
        final long heap = Runtime.getRuntime().maxMemory();
        return of(heap, maxDirectBytes(), containerBytes());
    }

    /**
     * From what the JVM says.
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

    /** By reflection, so that programs without java.management need no module more. */
    private static Object bean(final String type) throws ReflectiveOperationException {
        return Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getPlatformMXBean", Class.class)
                .invoke(null, Class.forName(type));
    }
}

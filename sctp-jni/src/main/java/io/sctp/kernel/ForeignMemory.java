package io.sctp.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells direct buffers whose memory can be freed while they are reachable: those of a {@code java.lang.foreign.Arena}
 * that can be closed (JDK 22 and later). C may not be given their address, since it could not stop the arena from being
 * closed meanwhile. The JDK's own channels can, by means that are not public. Stateless.
 *
 * <p>We compile for JDK 17, so it is asked by method handles. What cannot be told counts as memory that can be freed.
 */
final class ForeignMemory {
    private static final int FIRST_FEATURE = 22;

    /** From a buffer to the scope of its memory; null where no buffer has one, or it cannot be asked for. */
    private static final MethodHandle SCOPE = scopeOfBuffer();

    /** The classes of the scopes of memory that lives as long as any buffer refers to it. */
    private static final Set<Class<?>> LASTING = lastingScopes();

    private ForeignMemory() {}

    /** Whether the memory of a direct buffer can be freed while the buffer is reachable. */
    static boolean mayBeFreed(final ByteBuffer direct) {
        if (SCOPE == null) {
            return Runtime.version().feature() >= FIRST_FEATURE;
        }
        return !LASTING.contains(scope(direct).getClass());
    }

    private static Object scope(final ByteBuffer direct) {
        try {
            return (Object) SCOPE.invokeExact(direct);
        } catch (final Throwable e) {
            throw new IllegalStateException("a buffer without a scope: " + direct, e);
        }
    }

    private static MethodHandle scopeOfBuffer() {
        try {
            final Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            final MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            final Method scope = segment.getMethod("scope");
            return MethodHandles.filterReturnValue(
                            lookup.unreflect(segment.getMethod("ofBuffer", Buffer.class)), lookup.unreflect(scope))
                    .asType(MethodType.methodType(Object.class, ByteBuffer.class));
        } catch (final ReflectiveOperationException e) {
            return null; // before JDK 22, where such buffers are no part of the platform
        }
    }

    private static Set<Class<?>> lastingScopes() {
        final Set<Class<?>> lasting = new HashSet<>();
        if (SCOPE == null) {
            return lasting;
        }
        lasting.add(scope(ByteBuffer.allocateDirect(1)).getClass());
        try {
            lasting.add(scopeOfArena("ofAuto"));
            lasting.add(scopeOfArena("global"));
            lasting.remove(scopeOfArena("ofShared"));
            lasting.remove(scopeOfArena("ofConfined"));
        } catch (final ReflectiveOperationException e) {
            lasting.clear();
        }
        return lasting;
    }

    /** The arena is dropped, not closed: nothing was allocated from it. */
    private static Class<?> scopeOfArena(final String kind) throws ReflectiveOperationException {
        final Class<?> arena = Class.forName("java.lang.foreign.Arena");
        return arena.getMethod("scope")
                .invoke(arena.getMethod(kind).invoke(null))
                .getClass();
    }
}

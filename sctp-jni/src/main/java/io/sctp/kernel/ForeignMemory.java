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
 * Detects direct buffers whose memory can be freed while they are reachable: those of a {@code java.lang.foreign.Arena}
 * that can be closed (JDK 22 and later). Their address must not be passed to C, which cannot prevent the arena from
 * being closed during the call. The JDK's own channels can, with internal APIs. Stateless.
 *
 * <p>The API is used through method handles, as the code is compiled for JDK 17. Memory of unknown kind counts as
 * memory that can be freed.
 */
final class ForeignMemory {
    private static final int FIRST_FEATURE = 22;

    /** Returns the scope of a buffer's memory; null if this JDK has no scopes or they are not accessible. */
    private static final MethodHandle SCOPE = scopeOfBuffer();

    /** The scope classes of memory that lives as long as any buffer refers to it. */
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
            return null; // before JDK 22, which has no such buffers
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

    /** The arena is not closed, as nothing was allocated from it. */
    private static Class<?> scopeOfArena(final String kind) throws ReflectiveOperationException {
        final Class<?> arena = Class.forName("java.lang.foreign.Arena");
        return arena.getMethod("scope")
                .invoke(arena.getMethod(kind).invoke(null))
                .getClass();
    }
}

package io.sctp.tck;

import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Assumptions;

/** A {@code java.lang.foreign.Arena}, which JDK 17, for which we compile, has not. Without it the test is skipped. */
final class TestArena implements AutoCloseable {
    private static final int FIRST_FEATURE = 22;

    private final Object arena;

    private TestArena(final String kind) {
        assumeThere();
        arena = call("java.lang.foreign.Arena", kind, null);
    }

    static void assumeThere() {
        Assumptions.assumeTrue(Runtime.version().feature() >= FIRST_FEATURE, "before JDK 22 no arena can be closed");
    }

    static TestArena shared() {
        return new TestArena("ofShared");
    }

    static TestArena confined() {
        return new TestArena("ofConfined");
    }

    static TestArena automatic() {
        return new TestArena("ofAuto");
    }

    ByteBuffer allocate(final int bytes) {
        try {
            final Object segment = Class.forName("java.lang.foreign.Arena")
                    .getMethod("allocate", long.class, long.class)
                    .invoke(arena, (long) bytes, 1L);
            return (ByteBuffer) call("java.lang.foreign.MemorySegment", "asByteBuffer", segment);
        } catch (final ReflectiveOperationException e) {
            throw new LinkageError("an arena without " + e.getMessage(), e);
        }
    }

    /** Fails with {@link IllegalStateException} while its memory is held on to. */
    @Override
    public void close() {
        call("java.lang.foreign.Arena", "close", arena);
    }

    private static Object call(final String type, final String method, final Object on) {
        try {
            return Class.forName(type).getMethod(method).invoke(on);
        } catch (final InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (final ReflectiveOperationException e) {
            throw new LinkageError("an arena without " + e.getMessage(), e);
        }
    }
}

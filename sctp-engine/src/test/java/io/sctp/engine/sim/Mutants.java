package io.sctp.engine.sim;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sctp.engine.SctpEngine;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.pool.TypePool;

/** Plants a bug in the engine's bytecode, in a class loader of its own, and runs the simulator there. */
final class Mutants {
    private Mutants() {}

    /**
     * Returns a class of the engine, one of whose methods does nothing, or returns a constant.
     *
     * @param type without the engine's package
     */
    static Map<String, byte[]> mutant(final String type, final String method, final String result) throws IOException {
        final String name = "io.sctp.engine." + type;
        final ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(SctpEngine.class.getClassLoader());
        final TypePool pool = TypePool.Default.of(locator);
        assertFalse(
                pool.describe(name)
                        .resolve()
                        .getDeclaredMethods()
                        .filter(named(method))
                        .isEmpty(),
                () -> name + " has no method " + method);
        try (var made = new ByteBuddy()
                .redefine(pool.describe(name).resolve(), locator)
                .method(named(method))
                .intercept(replacement(result))
                .make()) {
            return Map.of(name, made.getBytes());
        }
    }

    private static Implementation replacement(final String result) {
        return switch (result) {
            case "true", "false" -> FixedValue.value(Boolean.parseBoolean(result));
            case "nothing" -> StubMethod.INSTANCE;
            default -> FixedValue.value(Integer.parseInt(result));
        };
    }

    /** Runs seeds from 0 on with some classes replaced, by one of the methods of {@link Simulation} that run one. */
    static void runSeeds(final Map<String, byte[]> mutants, final String runOne, final long seeds) throws Exception {
        try (MutantLoader loader = new MutantLoader(mutants)) {
            final Method run = loader.loadClass(Simulation.class.getName()).getMethod(runOne, long.class);
            for (long seed = 0; seed < seeds; seed++) {
                run.invoke(null, seed);
            }
        } catch (final InvocationTargetException e) {
            if (e.getCause() instanceof AssertionError found) {
                throw found;
            }
            throw e;
        }
    }

    /** Loads the engine and the simulator anew, some classes with a bug. */
    private static final class MutantLoader extends URLClassLoader {
        private final Map<String, byte[]> mutants;

        MutantLoader(final Map<String, byte[]> mutants) {
            super(
                    new URL[] {location(SctpEngine.class), location(Simulation.class)},
                    MutantLoader.class.getClassLoader());
            this.mutants = new HashMap<>(mutants);
        }

        private static URL location(final Class<?> type) {
            return type.getProtectionDomain().getCodeSource().getLocation();
        }

        @Override
        protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.sctp.engine.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                final Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                final byte[] mutant = mutants.get(name);
                return mutant == null ? findClass(name) : defineClass(name, mutant, 0, mutant.length);
            }
        }
    }
}

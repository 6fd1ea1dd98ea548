package io.sctp.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the graph of our modules: what each requires and exports, and that nothing else is on the way to a provider.
 */
final class ModulesTest {
    private static final ModuleFinder MODULES =
            ModuleFinder.of(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Path::of)
                    .filter(entry ->
                            !entry.endsWith("test-classes") && !entry.toString().endsWith("-tests.jar"))
                    .toArray(Path[]::new));

    @Test
    void shouldNeedNothingForTheApi() {
        assertEquals(Set.of(), required("io.sctp"));
        assertEquals(Set.of("io.sctp", "io.sctp.option", "io.sctp.spi"), exported("io.sctp"));
    }

    @Test
    void shouldNeedTheNativeLibraryAloneForTheKernelProvider() {
        assertEquals(Set.of("io.sctp", "io.sctp.natives"), required("io.sctp.jni"));
        assertEquals(Set.of(), exported("io.sctp.jni"));
    }

    @Test
    void shouldNeedOneNamedLibraryForTheEngine() {
        assertEquals(Set.of("com.carrotsearch.hppc"), required("io.sctp.engine"));
        assertEquals(false, descriptor("com.carrotsearch.hppc").isAutomatic());
        assertEquals(
                Set.of("io.sctp.engine", "io.sctp.engine.config", "io.sctp.engine.packet"), exported("io.sctp.engine"));
    }

    @Test
    void shouldBuildTheUserspaceProviderOnEngineAndUdp() {
        assertEquals(
                Set.of("io.sctp", "io.sctp.engine", "io.sctp.jni", "com.carrotsearch.hppc"),
                required("io.sctp.userspace"));
        assertEquals(Set.of("io.sctp.userspace"), exported("io.sctp.userspace"));
    }

    @Test
    void shouldBuildTheDispatcherOnTheApiAlone() {
        assertEquals(Set.of("io.sctp", "org.agrona"), required("io.sctp.dispatch"));
        assertEquals(Set.of("io.sctp.dispatch"), exported("io.sctp.dispatch"));
    }

    /** What a module needs, but for the JDK's own. */
    private static Set<String> required(final String module) {
        return descriptor(module).requires().stream()
                .map(Requires::name)
                .filter(Predicate.not(List.of("java.base", "jdk.jfr")::contains))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The packages that everybody may use. */
    private static Set<String> exported(final String module) {
        return descriptor(module).exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(Exports::source)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ModuleDescriptor descriptor(final String module) {
        return MODULES.find(module).orElseThrow().descriptor();
    }
}

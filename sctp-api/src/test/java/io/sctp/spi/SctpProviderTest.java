package io.sctp.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The choice among providers; each test has class loaders of its own, and so its own providers installed. */
final class SctpProviderTest {
    @TempDir
    Path folder;

    @AfterEach
    void clearTheChoice() {
        System.clearProperty(SctpProvider.PROPERTY);
    }

    @Test
    void shouldChooseThePreferredOfThoseThatWork() throws Exception {
        assertEquals("preferred", chosen(TestProviders.Fallback.class, TestProviders.Preferred.class));
        assertEquals("preferred", chosen(TestProviders.Preferred.class, TestProviders.Fallback.class));
    }

    @Test
    void shouldPassOverAProviderThatDoesNotWork() throws Exception {
        assertEquals("fallback", chosen(TestProviders.Broken.class, TestProviders.Fallback.class));
    }

    @Test
    void shouldObeyTheSystemProperty() throws Exception {
        System.setProperty(SctpProvider.PROPERTY, "fallback");
        assertEquals("fallback", chosen(TestProviders.Preferred.class, TestProviders.Fallback.class));
        System.setProperty(SctpProvider.PROPERTY, "auto");
        assertEquals("preferred", chosen(TestProviders.Preferred.class, TestProviders.Fallback.class));
    }

    @Test
    void shouldTakeTheNamedProviderEvenIfItDoesNotWork() throws Exception {
        System.setProperty(SctpProvider.PROPERTY, "broken");
        assertEquals("broken", chosen(TestProviders.Broken.class, TestProviders.Fallback.class));
    }

    @Test
    void shouldListTheProvidersWhenANameIsUnknown() throws Exception {
        System.setProperty(SctpProvider.PROPERTY, "kernal");
        assertEquals(
                "IllegalArgumentException: no SCTP provider 'kernal'; there are: preferred, fallback",
                chosen(TestProviders.Fallback.class, TestProviders.Preferred.class));
    }

    @Test
    void shouldSayWhyNoneWorks() throws Exception {
        final String why = chosen(TestProviders.Broken.class, TestProviders.AlsoBroken.class);
        assertTrue(why.startsWith("Unsupported: choose an SCTP provider: "), why);
        assertTrue(why.contains("broken: it lacks a module; load it"), why);
        assertTrue(why.contains("also-broken: it lacks a port; open it"), why);
        assertTrue(why.contains("EPROTONOSUPPORT"), why);
    }

    @Test
    void shouldSayWhatToAddWhenThereIsNone() throws Exception {
        final String why = chosen();
        assertTrue(why.startsWith("Unsupported: "), why);
        assertTrue(why.contains("sctp-jni") && why.contains("sctp-userspace"), why);
    }

    @SafeVarargs
    private String chosen(final Class<? extends SctpProvider>... installed) throws Exception {
        final List<String> names = new ArrayList<>();
        for (final Class<? extends SctpProvider> provider : installed) {
            names.add(provider.getName());
        }
        final Path services = folder.resolve("META-INF/services");
        Files.createDirectories(services);
        Files.write(services.resolve(SctpProvider.class.getName()), names);
        final URL[] classes = {folder.toUri().toURL(), whereIs(SctpProvider.class), whereIs(TestProviders.class)};
        try (URLClassLoader isolated = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
            final Object choice = isolated.loadClass(TestProviders.Choice.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            return (String) ((Callable<?>) choice).call();
        }
    }

    private static URL whereIs(final Class<?> type) throws IOException {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}

package io.sctp.spi;

import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks the providers up once, at first use. */
final class InstalledProviders {
    static final List<SctpProvider> PREFERRED_FIRST =
            ServiceLoader.load(SctpProvider.class, SctpProvider.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .sorted(Comparator.comparingInt(SctpProvider::preference).reversed())
                    .toList();

    private static final AtomicBoolean NOTED = new AtomicBoolean();

    private InstalledProviders() {}

    /** Logs once which provider was chosen, and why more preferred ones were not. */
    static void noteChoice(final SctpProvider chosen) {
        if (!NOTED.compareAndSet(false, true)) {
            return;
        }
        final StringBuilder text = new StringBuilder("SCTP through the provider ").append(chosen.name());
        for (final SctpProvider preferred : PREFERRED_FIRST) {
            if (preferred.equals(chosen)) {
                break;
            }
            text.append("; not ").append(preferred.name()).append(": ");
            text.append(preferred.availability().reason());
        }
        final boolean isFirst = PREFERRED_FIRST.get(0).equals(chosen);
        System.getLogger("io.sctp").log(isFirst ? Level.DEBUG : Level.INFO, text.toString());
    }
}

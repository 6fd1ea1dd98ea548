package io.sctp.spi;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** Looks the providers up once, at first use. */
final class InstalledProviders {
    static final List<SctpProvider> PREFERRED_FIRST =
            ServiceLoader.load(SctpProvider.class, SctpProvider.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .sorted(Comparator.comparingInt(SctpProvider::preference).reversed())
                    .toList();

    private InstalledProviders() {}
}

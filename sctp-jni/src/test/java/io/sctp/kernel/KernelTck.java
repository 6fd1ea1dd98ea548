package io.sctp.kernel;

import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.option.StreamScheduler;
import io.sctp.spi.OptionCatalog;
import io.sctp.spi.SctpProvider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the contract tests need to know of the kernel they run on. */
final class KernelTck {
    static final SctpProvider PROVIDER = new KernelProvider();

    private KernelTck() {}

    /** Fair capacity and weighted fair queueing came with Linux 6.4; round robin by packet it does not have. */
    static Set<StreamScheduler> unsupportedSchedulers() {
        return kernelIsOlderThan(6, 4)
                ? EnumSet.of(
                        StreamScheduler.ROUND_ROBIN_PACKET,
                        StreamScheduler.FAIR_CAPACITY,
                        StreamScheduler.WEIGHTED_FAIR_QUEUEING)
                : EnumSet.of(StreamScheduler.ROUND_ROBIN_PACKET);
    }

    /** The options that Linux has. */
    static List<SctpOption<?>> options() {
        final List<SctpOption<?>> options = new ArrayList<>(SctpOptions.all());
        options.removeIf(option -> OptionCatalog.of(option).absence(OptionCatalog.KERNEL) != null);
        return options;
    }

    /** SCTP inside UDP came with Linux 5.11, the search for the path's MTU with 5.14. */
    static Set<SctpOption<?>> unknownToTheSystem() {
        final Set<SctpOption<?>> missing = new HashSet<>();
        missing.add(SctpOptions.CONGESTION_CONTROL);
        if (kernelIsOlderThan(5, 11)) {
            missing.add(SctpOptions.REMOTE_UDP_ENCAPS_PORT);
        }
        if (kernelIsOlderThan(5, 14)) {
            missing.add(SctpOptions.PLPMTUD_PROBE_INTERVAL);
        }
        return missing;
    }

    private static boolean kernelIsOlderThan(final int major, final int minor) {
        final String[] release = System.getProperty("os.version").split("[^0-9]+", 3);
        final int runningMajor = Integer.parseInt(release[0]);
        return runningMajor < major || (runningMajor == major && Integer.parseInt(release[1]) < minor);
    }
}

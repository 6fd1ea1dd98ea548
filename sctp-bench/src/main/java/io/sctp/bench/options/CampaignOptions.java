package io.sctp.bench.options;

import io.sctp.bench.kernels.Campaign;
import io.sctp.bench.kernels.Load;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which kernels are booted, how often, and by which clock they run. */
public final class CampaignOptions {
    @Option(
            names = "--kernel",
            description = "A kernel, as for the lab: a series such as 6.12, or a release. To be repeated; the others "
                    + "are compared with the first (default: 6.1 and 6.12).",
            paramLabel = "SERIES")
    private List<String> kernels = List.of("6.1", "6.12");

    @Option(
            names = "--boots",
            description = "How often each kernel is booted (default: 3, with 'nightly' 5). With one boot there are no "
                    + "intervals.",
            paramLabel = "N")
    private Integer boots;

    @Option(
            names = "--clock",
            description =
                    "icount: the guest's clock counts its instructions, so that figures repeat on any machine but "
                            + "are no times; wall: time, for a machine with nothing else to do (default: icount).",
            defaultValue = "icount",
            paramLabel = "CLOCK")
    private String clock;

    @Option(
            names = "--sysctl",
            description = "A setting of each kernel's, such as net.core.rmem_max=4194304. To be repeated.",
            paramLabel = "NAME=VALUE")
    private List<String> sysctls = List.of();

    /**
     * What is set in each kernel.
     *
     * @throws IllegalArgumentException if something else than settings was given
     */
    public List<String> sysctls() {
        for (final String setting : sysctls) {
            if (!setting.matches("[a-z0-9_.-]+=.+")) {
                throw new IllegalArgumentException("--sysctl is NAME=VALUE, not '" + setting + "'");
            }
        }
        return sysctls;
    }

    /** How often each kernel is booted. */
    public int boots(final int standard) {
        return boots == null ? standard : boots;
    }

    /** What was asked for, with these loads. */
    public Campaign campaign(final int standardBoots, final List<Load> loads, final long seed, final Path folder) {
        return new Campaign(kernels, boots(standardBoots), clock, loads, seed, folder);
    }
}

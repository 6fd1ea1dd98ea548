package io.sctp.bench.options;

import io.sctp.bench.kernels.Campaign;
import io.sctp.bench.kernels.Load;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options for the kernels to boot, the number of boots, and the clock. */
public final class CampaignOptions {
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9][A-Za-z0-9.+_-]*)=(.+)");

    @Option(
            names = "--kernel",
            description =
                    "A kernel, as for the lab: a series such as 6.12, a release, or the folder or image of your own "
                            + "kernel, which NAME=DIR names. May be repeated; the others are compared with the first "
                            + "(default: 6.1 and 6.12).",
            paramLabel = "KERNEL")
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
                    "icount: the guest's clock counts its instructions, so figures repeat on any machine but are not "
                            + "times; wall: time, for an idle machine (default: icount).",
            defaultValue = "icount",
            paramLabel = "CLOCK")
    private String clock;

    @Option(
            names = "--sysctl",
            description = "A setting of each kernel's, such as net.core.rmem_max=4194304. May be repeated.",
            paramLabel = "NAME=VALUE")
    private List<String> sysctls = List.of();

    /**
     * Returns the settings for each kernel.
     *
     * @throws IllegalArgumentException if one is not of the form {@code NAME=VALUE}
     */
    public List<String> sysctls() {
        for (final String setting : sysctls) {
            if (!setting.matches("[a-z0-9_.-]+=.+")) {
                throw new IllegalArgumentException("--sysctl is NAME=VALUE, not '" + setting + "'");
            }
        }
        return sysctls;
    }

    /** Returns the paths of the user's own kernels, by name. */
    public Map<String, String> paths() {
        final Map<String, String> paths = new LinkedHashMap<>();
        for (final String kernel : kernels) {
            if (isPath(kernel)) {
                paths.put(name(kernel), path(kernel));
            }
        }
        return paths;
    }

    private static boolean isPath(final String kernel) {
        return kernel.indexOf('/') >= 0 || kernel.indexOf('=') >= 0;
    }

    private static String path(final String kernel) {
        final Matcher named = NAMED.matcher(kernel);
        return named.matches() ? new File(named.group(2)).getAbsolutePath() : kernel;
    }

    /** Returns a kernel's name: as requested, or a path's last part. */
    private static String name(final String kernel) {
        final Matcher named = NAMED.matcher(kernel);
        if (named.matches()) {
            return named.group(1);
        }
        if (!isPath(kernel)) {
            return kernel;
        }
        final Path last = Path.of(kernel).toAbsolutePath().normalize().getFileName();
        if (last == null) {
            throw new IllegalArgumentException("--kernel is a kernel's folder or image, not '" + kernel + "'");
        }
        return last.toString();
    }

    /** How often each kernel is booted. */
    public int boots(final int standard) {
        return boots == null ? standard : boots;
    }

    /** Returns the campaign for these loads. */
    public Campaign campaign(final int standardBoots, final List<Load> loads, final long seed, final Path folder) {
        return new Campaign(
                kernels.stream().map(CampaignOptions::name).toList(), boots(standardBoots), clock, loads, seed, folder);
    }
}

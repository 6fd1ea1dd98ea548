package io.sctp.bench.environment;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of this project was measured, where, and on which build of the kernel. Fields that cannot be known are null.
 *
 * @param version the project's version
 * @param commit the commit that it was built from
 * @param dirty whether its files differed from the commit's
 * @param host the machine's name; in the lab its host's, not the guest's
 * @param label what the user calls the run
 * @param kernelBuild what {@code uname -v} says of the kernel
 */
public record Origin(String version, String commit, Boolean dirty, String host, String label, String kernelBuild) {
    /** What {@code ./sctp} sets, and the lab passes on to its guest. */
    private static final String COMMIT = "SCTP_COMMIT";

    private static final String DIRTY = "SCTP_DIRTY";
    private static final String HOST = "SCTP_HOST";
    private static final String LABEL = "SCTP_LABEL";

    /** Of a commit's name, what people read. */
    private static final int SHORT = 12;

    private static final Pattern PACKAGE = Pattern.compile("\\bDebian (\\S+)");

    /**
     * That of a run of this program.
     *
     * @param label what the user calls it; null for what the environment says
     */
    public static Origin ofThisRun(final String label) {
        final String commit = variable(COMMIT);
        return new Origin(
                Origin.class.getPackage().getImplementationVersion(),
                commit,
                commit == null ? null : Boolean.valueOf("yes".equals(variable(DIRTY))),
                Optional.ofNullable(variable(HOST))
                        .or(() -> KernelFacts.read("/proc/sys/kernel/hostname"))
                        .orElse(null),
                label == null ? variable(LABEL) : label,
                KernelFacts.read("/proc/sys/kernel/version").orElse(null));
    }

    private static String variable(final String name) {
        final String value = System.getenv(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** The commit in few characters, with a plus sign if files differed from it; null if it is not known. */
    public String shortCommit() {
        if (commit == null) {
            return null;
        }
        return commit.substring(0, Math.min(SHORT, commit.length())) + (Boolean.TRUE.equals(dirty) ? "+" : "");
    }

    /** The version of the kernel's package, such as {@code 6.12.117-1}, if it is one of Debian's. */
    public Optional<String> kernelPackage() {
        final Matcher found = PACKAGE.matcher(kernelBuild == null ? "" : kernelBuild);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}

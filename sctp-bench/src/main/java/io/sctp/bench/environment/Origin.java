package io.sctp.bench.environment;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The origin of a result: the version of this project, the machine, and the build of the kernel. Unknown fields are
 * null.
 *
 * @param version the project's version
 * @param commit the commit that was built
 * @param dirty whether the files differed from the commit's
 * @param host the machine's name; in the lab that of its host, not of the guest
 * @param label the user's name for the run
 * @param kernelBuild the output of {@code uname -v}
 */
public record Origin(String version, String commit, Boolean dirty, String host, String label, String kernelBuild) {
    /** An environment variable that {@code ./sctp} sets, and the lab passes to its guest. */
    private static final String COMMIT = "SCTP_COMMIT";

    private static final String DIRTY = "SCTP_DIRTY";
    private static final String HOST = "SCTP_HOST";
    private static final String LABEL = "SCTP_LABEL";

    /** The number of characters of a short commit name. */
    private static final int SHORT = 12;

    private static final Pattern PACKAGE = Pattern.compile("\\bDebian (\\S+)");

    /**
     * Returns the origin of a run of this program.
     *
     * @param label the user's name for the run; null for the one in the environment
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

    /** Returns the commit in a few characters, with a plus sign if files differed from it; null if it is not known. */
    public String shortCommit() {
        if (commit == null) {
            return null;
        }
        return commit.substring(0, Math.min(SHORT, commit.length())) + (Boolean.TRUE.equals(dirty) ? "+" : "");
    }

    /** Returns the version of the kernel's package, such as {@code 6.12.117-1}, if it is a Debian kernel. */
    public Optional<String> kernelPackage() {
        final Matcher found = PACKAGE.matcher(kernelBuild == null ? "" : kernelBuild);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}

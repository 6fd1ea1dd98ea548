package io.sctp.bench.options;

import java.util.List;
import picocli.CommandLine.Option;

/**
 * The options for where a command that needs SCTP runs. The script {@code ./sctp} takes these options and runs the
 * command, without them, in the lab's guest. They are declared here only for the help.
 */
public final class LabOptions {
    @Option(
            names = "--kernel",
            description =
                    "Runs this in the lab, on a kernel such as 6.12 (default: here, or on the lab's newest kernel "
                            + "if there is no SCTP here).",
            paramLabel = "SERIES")
    private String kernel;

    @Option(
            names = "--clock",
            description = "Runs this in the lab by that clock. icount: it counts the guest's instructions, so "
                    + "figures repeat on any machine but are not times; wall: time (default in the lab: icount).",
            paramLabel = "CLOCK")
    private String clock;

    @Option(
            names = "--sysctl",
            description =
                    "Runs this in the lab with a setting of the kernel's, such as net.core.rmem_max=4194304. May be "
                            + "repeated.",
            paramLabel = "NAME=VALUE")
    private List<String> sysctls = List.of();

    @Option(names = "--check", description = "Only checks the options.", hidden = true)
    private boolean check;

    /** Whether the command only checks its other options, before a guest is booted. */
    public boolean onlyChecks() {
        return check;
    }

    /**
     * Checks that the script has handled these options.
     *
     * @throws IllegalArgumentException if this program was given one of them
     */
    public void requireTaken() {
        if (kernel != null || clock != null || !sysctls.isEmpty()) {
            throw new IllegalArgumentException(
                    "--kernel, --clock and --sysctl are handled by ./sctp, which starts this program");
        }
    }
}

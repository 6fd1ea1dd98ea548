package io.sctp.bench.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A network device of this network namespace, and its queueing discipline, which decides what becomes of the packets
 * that it sends. The program tc of iproute2 changes it.
 *
 * @param name of the device, such as {@code lo}
 */
public record Device(String name) {
    /** The names that Linux allows; none can be taken for an option of tc. */
    private static final Pattern NAME = Pattern.compile("[^\\s/:-][^\\s/:]{0,14}");
    /** Of the discipline that the kernel itself chose: it has no handle. */
    private static final Pattern DEFAULT = Pattern.compile("qdisc \\S+ 0: .*", Pattern.DOTALL);

    /** What a machine sends to itself, in both directions. Declared after the pattern that checks its name. */
    public static final Device LOOPBACK = new Device("lo");

    /** Checks the name. */
    public Device {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a network device");
        }
    }

    /**
     * Replaces the queueing discipline. One of the same kind only gets new parameters, and keeps its packets.
     *
     * @param discipline its kind and parameters, as for tc
     */
    public void discipline(final List<String> discipline) throws IOException {
        tc("replace", "root", discipline);
    }

    /** Gives the device the kernel's default discipline back. Packets that the other one held are dropped. */
    public void restore() throws IOException {
        tc("del", "root", List.of());
    }

    /**
     * Whether somebody gave the device a discipline, which replacing it would lose.
     *
     * @throws IOException also if there is no such device
     */
    public boolean hasOwnDiscipline() throws IOException {
        final String shown = tc("show", "root", List.of()).strip();
        return !shown.isEmpty() && !DEFAULT.matcher(shown).matches();
    }

    private String tc(final String verb, final String where, final List<String> discipline) throws IOException {
        final List<String> command = new ArrayList<>(List.of("tc", "qdisc", verb, "dev", name, where));
        command.addAll(discipline);
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + output.strip());
            }
            return output;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}

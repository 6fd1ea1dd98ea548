package io.sctp.bench.kernels;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The project's lab ({@code lab/lab}), which boots a kernel and runs a command on it. */
public final class Lab implements Boots {
    /** The environment variable that {@code ./sctp} sets to the project's folder. */
    private static final String HOME_VARIABLE = "SCTP_HOME";
    /** The guest's folder for files that are copied back. */
    private static final String GUEST_OUT = "/run/lab/out";
    /**
     * The guest is emulated: optimizing compilation costs more than it gains, and with a single compiler figures repeat
     * better.
     */
    private static final List<String> JVM_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx768m");
    /** A load whose result is ignored. */
    private static final List<String> FIRST_LOAD = List.of("--rate=500", "--warmup=200ms", "--duration=200ms");
    /** Time limit of a boot in addition to its loads. It is generous, for busy hosts. */
    private static final Duration BOOT_LIMIT = Duration.ofMinutes(15);

    private static final long END_SECONDS = 10;
    /** The host's memory that a boot must have, in bytes. A boot was seen to take a third of it. */
    private static final long BOOT_MEMORY = 2L << 30;

    private final Path program;
    private final Path jar;
    private final List<String> sysctls;
    /** The paths of the user's own kernels, by name. */
    private final Map<String, String> paths;

    private Lab(final Path program, final Path jar, final List<String> sysctls, final Map<String, String> paths) {
        this.program = program;
        this.jar = jar;
        this.sysctls = sysctls;
        this.paths = Map.copyOf(paths);
    }

    /**
     * The lab of the project that this program was started from.
     *
     * @param sysctls settings for each kernel, as {@code NAME=VALUE}
     * @param paths the files of kernels that are not Debian's, by name
     * @throws IOException if it was not started by {@code ./sctp}
     */
    public static Lab ofProject(final List<String> sysctls, final Map<String, String> paths) throws IOException {
        final String home = System.getenv(HOME_VARIABLE);
        if (home == null || !Files.isExecutable(Path.of(home, "lab", "lab"))) {
            throw new IOException("the lab is not here: start this command as ./sctp in the project's folder");
        }
        try {
            final Path own = Path.of(Lab.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new Lab(Path.of(home, "lab", "lab"), own, sysctls, paths);
        } catch (final URISyntaxException e) {
            throw new IOException("this program's own jar is in an odd place: " + e.getMessage(), e);
        }
    }

    @Override
    public int boot(final String kernel, final String clock, final List<Load> loads, final Path out, final Path log)
            throws IOException, InterruptedException {
        Files.createDirectories(out);
        final List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "run",
                "--kernel",
                paths.getOrDefault(kernel, kernel),
                "--clock",
                clock,
                "--timeout",
                Long.toString(BOOT_LIMIT.toSeconds())));
        sysctls.forEach(setting -> command.addAll(List.of("--sysctl", setting)));
        command.addAll(List.of("--", "bash", "-c", script(loads)));
        final ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile());
        builder.environment().put("LAB_OUT", out.toAbsolutePath().toString());
        final Process process = builder.start();
        // Ends the emulator at Ctrl-C.
        final Thread hook = new Thread(() -> end(process), "lab-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return process.waitFor();
        } catch (final InterruptedException e) {
            end(process);
            throw e;
        } finally {
            forget(hook);
        }
    }

    private static void forget(final Thread hook) throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException e) {
            throw new IOException("interrupted", e);
        }
    }

    /**
     * With the instruction clock, a guest has one processor and its figures do not depend on how fast the host runs it,
     * so there is a boot on each processor, if there is memory for them.
     */
    @Override
    public int atOnce(final String clock) {
        if (!clock.equals("icount")) {
            return 1;
        }
        final long inMemory = memory() / BOOT_MEMORY;
        return (int) Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), inMemory));
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    private static void end(final Process process) {
        process.destroy();
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs every load in a fresh JVM and returns the worst exit status. One unmeasured load runs first: it fetches the
     * JVM's files from the host, which takes long on a busy host.
     */
    private String script(final List<Load> loads) {
        final StringBuilder script = new StringBuilder();
        appendJava(script);
        FIRST_LOAD.forEach(argument -> script.append(' ').append(argument));
        script.append(" >/dev/null 2>&1\nstatus=0\n");
        for (final Load load : loads) {
            appendJava(script);
            load.arguments().forEach(argument -> script.append(' ').append(quoted(argument)));
            script.append(" --out ").append(quoted(GUEST_OUT + "/" + load.name()));
            script.append(" || status=$?\n");
        }
        return script.append("exit $status\n").toString();
    }

    private void appendJava(final StringBuilder script) {
        script.append("java");
        JVM_OPTIONS.forEach(option -> script.append(' ').append(option));
        script.append(" -jar ").append(quoted(jar.toString())).append(" load");
    }

    private static String quoted(final String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}

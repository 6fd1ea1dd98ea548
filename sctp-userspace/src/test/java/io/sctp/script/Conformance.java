package io.sctp.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Plays the packet scripts of lab/conformance against a system. `./sctp lab conformance` calls this:
 *
 * <pre>
 * play kernel|userspace [NAME...]   plays all scripts, or those whose name contains a NAME; prints a line for each
 * table FILE...                     makes a page of several such outputs
 * </pre>
 */
final class Conformance {
    /** Scripts mostly wait, so several are played at a time. */
    private static final int AT_A_TIME = 8 * Runtime.getRuntime().availableProcessors();

    private static final int FIRST_PORT = 20_000;

    private Conformance() {}

    /** Returns the folder lab/conformance of the project that this runs in. */
    static Path folder() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("lab/conformance"))) {
            folder = folder.getParent();
        }
        return folder.resolve("lab/conformance");
    }

    static List<Script> scripts() throws IOException {
        return Script.readAll(folder().resolve("scripts"));
    }

    static Deviations deviations() throws IOException {
        return Deviations.read(folder().resolve("deviations"));
    }

    /**
     * Plays scripts; the verdicts are in their order. What ends unexpectedly is played once more alone: on a busy
     * machine packets may come too late for a script's times, or too late to show a deviation.
     */
    static List<Verdict> play(final TestedSystem system, final List<Script> scripts, final Deviations known)
            throws Exception {
        final ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            final List<Future<Verdict>> pending = new ArrayList<>();
            for (int i = 0; i < scripts.size(); i++) {
                final Script script = scripts.get(i);
                final int port = FIRST_PORT + i;
                pending.add(pool.submit(() -> play(system, script, port)));
            }
            final List<Verdict> verdicts = new ArrayList<>();
            for (final Future<Verdict> verdict : pending) {
                verdicts.add(verdict.get());
            }
            for (int i = 0; i < scripts.size(); i++) {
                if (known.complaint(system.name(), verdicts.get(i)) != null) {
                    verdicts.set(i, play(system, scripts.get(i), FIRST_PORT + scripts.size() + i));
                }
            }
            return verdicts;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Plays one script, with an SCTP port of the peer that no other has. */
    static Verdict play(final TestedSystem system, final Script script, final int port) throws Exception {
        try (Player player = new Player(system.provider(), system.udpPort(), port)) {
            player.play(script);
            return new Verdict(script, null);
        } catch (final ScriptFailure e) {
            return new Verdict(script, e.getMessage());
        } catch (final IllegalArgumentException e) {
            return new Verdict(script, "the script is wrong: " + e.getMessage());
        }
    }

    public static void main(final String[] arguments) throws Exception {
        final List<String> words = List.of(arguments);
        final List<String> rest = words.subList(1, words.size());
        if (words.get(0).equals("table")) {
            System.out.print(ConformanceTable.of(scripts(), deviations(), rest));
        } else {
            System.exit(print(rest.get(0), rest.subList(1, rest.size())));
        }
    }

    private static int print(final String provider, final List<String> names) throws Exception {
        final String missing = provider.equals("kernel") ? TestedSystem.Kernel.missing() : null;
        if (missing != null) {
            System.out.println("system\tlinux " + System.getProperty("os.version"));
            System.err.println("skipped: " + missing);
            return 0;
        }
        final List<Script> scripts = scripts().stream()
                .filter(script -> names.isEmpty() || names.stream().anyMatch(script.name()::contains))
                .toList();
        if (scripts.isEmpty()) {
            System.err.println("no script has such a name");
            return 2;
        }
        final Deviations deviations = deviations();
        int complaints = 0;
        try (TestedSystem system = TestedSystem.of(provider)) {
            System.out.println("system\t" + system.name());
            final long startNs = System.nanoTime();
            final List<Verdict> verdicts = play(system, scripts, deviations);
            System.err.printf("%s: %.0f s%n", system.name(), (System.nanoTime() - startNs) / 1e9);
            for (final Verdict verdict : verdicts) {
                System.out.println((verdict.passed() ? "ok" : "deviates") + "\t"
                        + verdict.script().name());
                final String complaint = deviations.complaint(system.name(), verdict);
                if (complaint != null) {
                    complaints++;
                    System.err.println(
                            "FAILED: " + system.name() + ": " + verdict.script().name() + ": " + complaint + "\n");
                }
            }
        }
        System.err.println(scripts.size() - complaints + " passed, " + complaints + " failed");
        return complaints == 0 ? 0 : 1;
    }
}

package io.sctp.bench;

import io.sctp.SctpException;
import io.sctp.bench.environment.Advice;
import io.sctp.bench.environment.Environment;
import io.sctp.bench.environment.KernelFacts;
import io.sctp.bench.transport.Transports;
import io.sctp.jni.NativeLibrary;
import io.sctp.jni.NativeLibraryException;
import io.sctp.spi.SctpProvider;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reports this machine's support for SCTP. */
@Command(
        name = "doctor",
        description =
                "Shows this machine's support for SCTP, and recommended settings. Exits 1 if no provider works here.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final String LINE = "  %-18s %s%n";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        final PrintWriter out = spec.commandLine().getOut();
        machine(out);
        providers(out);
        settings(out);
        final Optional<SctpProvider> chosen = SctpProvider.installed().stream()
                .filter(provider -> provider.availability().available())
                .findFirst();
        out.println();
        out.println(chosen.map(provider -> "auto would choose: " + provider.name())
                .orElse("auto would find no provider that works here"));
        out.flush();
        return chosen.isPresent() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void machine(final PrintWriter out) {
        final Environment environment = Environment.ofThisMachine();
        out.println("Machine");
        out.printf(LINE, "kernel", KernelFacts.release() + " on " + environment.arch());
        out.printf(LINE, "module sctp", module());
        out.printf(LINE, "system call filter", seccomp());
        out.printf(LINE, "JDK", environment.jdk());
        out.printf(LINE, "native library", nativeLibrary());
    }

    private static void providers(final PrintWriter out) {
        out.println();
        out.println("Providers");
        for (final SctpProvider provider : SctpProvider.installed()) {
            final SctpProvider.Availability availability = provider.availability();
            out.printf(LINE, provider.name(), (availability.available() ? "works: " : "no: ") + availability.reason());
        }
        out.printf(LINE, "jdk", jdk());
    }

    private static void settings(final PrintWriter out) {
        final List<Advice> settings = Advice.ofThisKernel();
        out.println();
        out.println("Settings, and good values for signalling");
        for (final Advice setting : settings) {
            out.printf(
                    "  %-34s %-9s %s%n",
                    setting.name(),
                    setting.current().orElse("-"),
                    setting.fine() ? "good" : setting.good() + " is better: " + setting.why());
        }
        if (settings.stream().anyMatch(setting -> setting.current().isEmpty())) {
            out.println("  (- : the kernel has SCTP's settings only while its module is loaded)");
        }
    }

    private static String module() {
        if (Files.isDirectory(Path.of("/proc/sys/net/sctp"))) {
            return "loaded, or built into the kernel";
        }
        final Path modules = Path.of("/lib/modules", KernelFacts.release());
        if (!Files.isDirectory(modules)) {
            return "not loaded, and there are no modules for this kernel in " + modules;
        }
        return KernelFacts.read(modules.resolve("modules.dep").toString())
                        .filter(text -> text.contains("/sctp.ko"))
                        .isPresent()
                ? "not loaded, but there: modprobe sctp"
                : "not loaded, and not among this kernel's modules";
    }

    private static String seccomp() {
        final String mode = KernelFacts.read("/proc/self/status")
                .flatMap(text -> text.lines()
                        .filter(line -> line.startsWith("Seccomp:"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst())
                .orElse("unknown");
        return switch (mode) {
            case "0" -> "none";
            case "unknown" -> "unknown";
            default -> "on (seccomp mode " + mode + "); it may refuse SCTP sockets, as some containers' do";
        };
    }

    private static String nativeLibrary() {
        try {
            NativeLibrary.load();
            return "loads, and agrees with this program";
        } catch (final NativeLibraryException e) {
            return e.getMessage();
        }
    }

    private static String jdk() {
        try {
            return "works, as --provider " + Transports.named("jdk").name() + ", to compare with";
        } catch (final SctpException e) {
            return "no: " + e.getMessage();
        }
    }
}

package io.sctp.bench.environment;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The environment of a run.
 *
 * @param os the operating system's name
 * @param arch the processor architecture, by Java's name
 * @param cpuModel the processor's own name
 * @param cpus processors that this process may use
 * @param jdk version and vendor of the Java runtime
 * @param jvmFlags the JVM's flags
 * @param sysctls kernel settings that matter to SCTP
 */
public record Environment(
        String os,
        String arch,
        String cpuModel,
        int cpus,
        String jdk,
        List<String> jvmFlags,
        Map<String, String> sysctls) {
    private static final List<String> CORE_SYSCTLS = List.of(
            "net.core.rmem_max",
            "net.core.wmem_max",
            "net.core.rmem_default",
            "net.core.wmem_default",
            "net.core.somaxconn",
            "net.core.netdev_max_backlog");
    private static final Path SCTP_SYSCTLS = Path.of("/proc/sys/net/sctp");
    /** Returns the environment of this JVM. */
    public static Environment ofThisMachine() {
        return new Environment(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                readCpuModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.version") + " (" + System.getProperty("java.vendor") + ")",
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                readSysctls());
    }

    /** The kernel settings that matter to SCTP, by name; those of SCTP itself only where it is loaded. */
    public static Map<String, String> readSysctls() {
        final Map<String, String> values = new TreeMap<>();
        for (final String name : CORE_SYSCTLS) {
            KernelFacts.sysctl(name).ifPresent(value -> values.put(name, value));
        }
        if (Files.isDirectory(SCTP_SYSCTLS)) {
            try (Stream<Path> files = Files.list(SCTP_SYSCTLS)) {
                files.map(file -> "net.sctp." + file.getFileName())
                        .forEach(name -> KernelFacts.sysctl(name).ifPresent(value -> values.put(name, value)));
            } catch (final IOException e) {
                values.put("net.sctp", "unreadable: " + e.getMessage());
            }
        }
        return values;
    }

    private static String readCpuModel() {
        return KernelFacts.read("/proc/cpuinfo")
                .flatMap(text -> text.lines()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst())
                .orElse("unknown");
    }
}

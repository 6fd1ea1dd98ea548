package io.sctp.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each load is one of a JVM of its own, since a JVM loads the library once. */
class NativeLibraryTest {

    @TempDir
    Path folder;

    /**
     * What the child JVMs run: prints "loaded", or the sentence of the failure, and how it was for the second caller.
     */
    static final class Load {
        private Load() {}

        public static void main(String[] arguments) {
            System.out.println(outcome());
            System.out.println(outcome());
        }

        private static String outcome() {
            try {
                NativeLibrary.load();
                return "loaded " + Syscalls.empty();
            } catch (NativeLibraryException e) {
                return e.getMessage();
            }
        }
    }

    @Test
    void shouldLeaveNothingBehind() throws Exception {
        assertEquals(List.of("loaded 0", "loaded 0"), load(List.of()));
        assertEquals(List.of(), content(folder));
    }

    @Test
    void shouldLoadInManyJvmsAtOnce() throws Exception {
        List<Process> jvms = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            jvms.add(start(List.of()));
        }
        for (Process jvm : jvms) {
            assertEquals(List.of("loaded 0", "loaded 0"), output(jvm));
        }
        assertEquals(List.of(), content(folder));
    }

    @Test
    void shouldLoadTheLibraryThatThePropertyNames() throws Exception {
        Path library = folder.resolve("own.so");
        Files.write(library, ownLibrary());
        assertEquals(List.of("loaded 0", "loaded 0"), load(List.of("-Dio.sctp.library=" + library)));
        assertEquals(List.of(library), content(folder));
    }

    @Test
    void shouldSayThatThePropertyNamesNoFile() throws Exception {
        assertFailure(
                load(List.of("-Dio.sctp.library=/nowhere/lib.so")),
                "io.sctp.library names /nowhere/lib.so",
                "correct it");
    }

    @Test
    void shouldSayThatTheFileIsNoLibrary() throws Exception {
        Path library = Files.writeString(folder.resolve("own.so"), "not a library");
        assertFailure(load(List.of("-Dio.sctp.library=" + library)), library.toString(), "cannot be loaded");
    }

    @Test
    void shouldSayThatTheLibraryIsAnothersLibrary() throws Exception {
        Path library = Path.of(System.getProperty("java.home"), "lib", "libzip.so");
        assertFailure(load(List.of("-Dio.sctp.library=" + library)), library.toString(), "is not sctp-java's");
    }

    @Test
    void shouldSayThatTheLibraryIsAnotherArchitecturesLibrary() throws Exception {
        byte[] library = ownLibrary();
        library[18] = (byte) (library[18] == 62 ? 183 : 62); // the machine, in the header
        Path file = Files.write(folder.resolve("own.so"), library);
        assertFailure(load(List.of("-Dio.sctp.library=" + file)), file.toString(), "it is for ", "and this JVM for ");
    }

    /** As one of another version would be: a constant has another name there. */
    @Test
    void shouldNameTheConstantThatALibraryOfAnotherVersionLacks() throws Exception {
        String library = new String(ownLibrary(), StandardCharsets.ISO_8859_1);
        assertTrue(library.contains("Rtoinfo.MAX\0"), "the library's table is gone");
        byte[] other = library.replace("Rtoinfo.MAX\0", "Rtoinfo.TOP\0").getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("own.so"), other);
        assertFailure(
                load(List.of("-Dio.sctp.library=" + file)),
                file + " does not fit this sctp-java",
                "Rtoinfo.MAX is 8 in Java and missing in the library",
                "same version");
    }

    /** The dynamic linker would map what is not there, and the JVM would end with SIGBUS. */
    @Test
    void shouldSayThatTheLibraryIsCutOff() throws Exception {
        byte[] library = ownLibrary();
        for (int bytes : new int[] {3, 63, 200, 4096, library.length / 2, library.length - 1}) {
            Path file = Files.write(folder.resolve("own.so"), Arrays.copyOf(library, bytes));
            assertFailure(load(List.of("-Dio.sctp.library=" + file)), file.toString(), "cannot be loaded");
        }
    }

    @Test
    void shouldSayThatThePropertyNamesAFolder() throws Exception {
        assertFailure(load(List.of("-Dio.sctp.library=" + folder)), "not a readable file");
    }

    @Test
    void shouldSayThatTheTemporaryFolderIsFull() throws Exception {
        assertFailure(loadFrom("size=16k"), "cannot be extracted to " + folder, "No space left", "java.io.tmpdir");
    }

    @Test
    void shouldSayThatTheTemporaryFolderRunsNoCode() throws Exception {
        assertFailure(loadFrom("noexec"), "noexec", "java.io.tmpdir");
    }

    /** JDK 24 and later; to be their default one day. */
    @Test
    void shouldSayThatNativeAccessIsDenied() throws Exception {
        Path jdk = NewerJdk.home(24);
        assertFailure(
                output(start(jdk, List.of(), List.of("--illegal-native-access=deny"))),
                "denies native access",
                "--enable-native-access=ALL-UNNAMED");
        assertEquals(List.of(), content(folder));
        assertEquals(
                List.of("loaded 0", "loaded 0"),
                output(start(
                        jdk,
                        List.of(),
                        List.of("--illegal-native-access=deny", "--enable-native-access=ALL-UNNAMED"))));
    }

    @Test
    void shouldSayThatTheTemporaryFolderIsMissing() throws Exception {
        assertFailure(load(List.of("-Djava.io.tmpdir=/nowhere")), "cannot be extracted to /nowhere", "java.io.tmpdir");
    }

    @Test
    void shouldSayThatThePlatformIsNotSupported() throws Exception {
        assertFailure(load(List.of("-Dos.arch=riscv64")), "this is Linux on riscv64", "userspace provider");
        assertFailure(load(List.of("-Dos.name=Darwin")), "Kernel SCTP needs Linux");
    }

    @Test
    void shouldSayThatTheJarIsMissing() throws Exception {
        Process jvm = start(List.of("-cp", classPathWithout("sctp-native")));
        assertFailure(output(jvm), "not on the class path", "sctp-native jar");
    }

    @Test
    void shouldMapEveryNameOfAPlatform() {
        assertEquals("linux-x86_64", NativeLibrary.platform("Linux", "amd64"));
        assertEquals("linux-x86_64", NativeLibrary.platform("Linux", "x86_64"));
        assertEquals("linux-aarch64", NativeLibrary.platform("Linux", "aarch64"));
        assertThrows(NativeLibraryException.class, () -> NativeLibrary.platform("Linux", "i386"));
    }

    @Test
    void shouldExplainAFolderWithoutExecution() {
        String sentence = NativeLibrary.explain(
                Path.of("/tmp/sctpjava-1/libsctpjava.so"),
                "for linux-x86_64",
                "/tmp/sctpjava-1/libsctpjava.so: failed to map segment from shared object: Operation not permitted");
        assertTrue(sentence.contains("noexec") && sentence.contains("java.io.tmpdir"), sentence);
    }

    @Test
    void shouldExplainAnotherCLibrary() {
        String sentence = NativeLibrary.explain(
                Path.of("/tmp/sctpjava-1/libsctpjava.so"),
                "for linux-x86_64",
                "Error loading shared library ld-linux-x86-64.so.2: No such file or directory");
        assertTrue(sentence.contains("glibc") && sentence.contains("io.sctp.library"), sentence);
    }

    private static void assertFailure(List<String> lines, String... parts) {
        assertEquals(2, lines.size(), () -> String.join("\n", lines));
        assertEquals(lines.get(0), lines.get(1), "the second caller should be told the same");
        for (String part : parts) {
            assertTrue(lines.get(0).contains(part), () -> "\"" + part + "\" is not in: " + lines.get(0));
        }
    }

    private static byte[] ownLibrary() throws IOException {
        String resource = "/io/sctp/jni/"
                + NativeLibrary.platform(System.getProperty("os.name"), System.getProperty("os.arch"))
                + "/libsctpjava.so";
        try (InputStream in = NativeLibrary.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        }
    }

    private List<String> load(List<String> options) throws IOException, InterruptedException {
        return output(start(options));
    }

    /** Loads with a temporary folder that is mounted so, which takes a namespace of its own. */
    private List<String> loadFrom(String mountOptions) throws IOException, InterruptedException {
        List<String> namespace = List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c");
        String mount = "mount -t tmpfs -o " + mountOptions + " none " + folder;
        List<String> probe = new ArrayList<>(namespace);
        probe.add(mount);
        Assumptions.assumeTrue(succeeds(probe), "no namespace with a mount of its own can be made here");
        List<String> prefix = new ArrayList<>(namespace);
        prefix.addAll(List.of(mount + " && exec \"$@\"", "sh"));
        return output(start(Path.of(System.getProperty("java.home")), prefix, List.of()));
    }

    private static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Process start(List<String> options) throws IOException {
        return start(Path.of(System.getProperty("java.home")), List.of(), options);
    }

    private Process start(Path jdk, List<String> prefix, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(jdk.resolve("bin/java").toString());
        command.addAll(List.of("-Xcheck:jni", "-cp", System.getProperty("java.class.path")));
        command.add("-Djava.io.tmpdir=" + folder);
        command.addAll(options);
        command.add(Load.class.getName());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> output(Process jvm) throws IOException, InterruptedException {
        try (InputStream out = jvm.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (!jvm.waitFor(1, TimeUnit.MINUTES)) {
                jvm.destroyForcibly();
            }
            return text.lines().toList();
        }
    }

    private static String classPathWithout(String module) {
        return String.join(
                ":",
                Stream.of(System.getProperty("java.class.path").split(":", -1))
                        .filter(entry -> !entry.contains(module))
                        .toList());
    }

    private static List<Path> content(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}

package io.sctp.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the libraries in the jar are hardened with, read from the files as they ship. */
class LibraryHardeningTest {

    @TempDir
    Path folder;

    @Test
    void shouldHardenTheLibraryForX86() throws Exception {
        Path library = library("linux-x86_64");
        assertHardened(library);
        assertTrue(readelf("-n", library).contains("x86 feature: IBT, SHSTK"), "-fcf-protection in every object");
        String code = run("objdump", "-d", library.toString());
        assertTrue(code.contains("endbr64"), "-fcf-protection");
        assertTrue(Pattern.compile("or[bq]\\s+\\$0x0,.*\\(%rsp").matcher(code).find(), "-fstack-clash-protection");
    }

    @Test
    void shouldHardenTheLibraryForAarch64() throws Exception {
        Path library = library("linux-aarch64");
        assertHardened(library);
        assertTrue(readelf("-n", library).contains("AArch64 feature: BTI, PAC"), "-mbranch-protection in every object");
    }

    private void assertHardened(Path library) throws Exception {
        String symbols = readelf("--dyn-syms", library);
        assertTrue(symbols.contains("__stack_chk_fail"), "-fstack-protector-strong");
        assertTrue(symbols.contains("__memset_chk"), "-D_FORTIFY_SOURCE");
        List<String> exported = symbols.lines()
                .filter(line -> line.matches(".*(FUNC|OBJECT)\\s+(GLOBAL|WEAK)\\s+DEFAULT\\s+\\d+ .*"))
                .map(line -> line.replaceAll(".*\\s", ""))
                .toList();
        assertEquals(List.of("JNI_OnLoad"), exported, "nothing else is to be called, or to take another's place");

        String segments = readelf("-l", library);
        assertTrue(segments.contains("GNU_RELRO"), "-z relro");
        assertTrue(segments.lines().anyMatch(line -> line.matches("\\s*GNU_STACK .* RW\\s+0x\\w+")), "-z noexecstack");
        assertFalse(segments.lines().anyMatch(line -> line.matches("\\s*LOAD .* RWE .*")), "writable and executable");

        String dynamic = readelf("-d", library);
        assertTrue(dynamic.contains("BIND_NOW"), "-z now");
        assertFalse(dynamic.contains("TEXTREL"), "code that is changed when it is loaded");
        assertFalse(dynamic.contains("RPATH") || dynamic.contains("RUNPATH"), "other libraries from a path of its own");
    }

    /** The library of a platform, as a file; that of another one is there if its compiler was. */
    private Path library(String platform) throws IOException {
        Path file = folder.resolve(platform + ".so");
        try (InputStream in = NativeLibrary.class.getResourceAsStream("/io/sctp/jni/" + platform + "/libsctpjava.so")) {
            Assumptions.assumeTrue(in != null, "no library for " + platform);
            Files.copy(in, file);
        }
        return file;
    }

    private static String readelf(String what, Path library) throws Exception {
        return run("readelf", "-W", what, library.toString());
    }

    private static String run(String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}

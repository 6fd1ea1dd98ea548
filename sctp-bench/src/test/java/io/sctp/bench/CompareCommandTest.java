package io.sctp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.result.ResultFile;
import io.sctp.bench.result.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Exit status, text and file of {@code sctp compare}, given folders of runs. */
class CompareCommandTest {
    private static final int RUNS = 10;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    @BeforeEach
    void writeABase() throws IOException {
        write("base", RUNS, 1);
    }

    @Test
    void shouldExitWithOneAtARegressionAndSayWhich() throws IOException {
        write("slower", RUNS, 1.15);
        assertEquals(1, compare("slower"));
        assertTrue(out.toString().contains("REGRESSION: worse by more than 5.0 %"), out.toString());
        assertTrue(out.toString().endsWith("\nregression\n"), out.toString());
    }

    @Test
    void shouldExitWithZeroWhereNothingGotWorse() throws IOException {
        write("same", RUNS, 1);
        assertEquals(0, compare("same"));
        assertTrue(out.toString().endsWith("\nno regression\n"), out.toString());
    }

    @Test
    void shouldWriteTheDocumentedSchema() throws IOException {
        write("slower", RUNS, 1.15);
        compare("slower");
        Golden.assertSame(getClass(), "compare.json", Files.readString(folder.resolve("compare.json")));
    }

    /** One field of one run is another. */
    @ParameterizedTest
    @CsvSource({
        "clock,           \"wall\",   \"icount\", the runs differ in clock: wall and icount",
        "provider,        \"kernel\", \"tcp\",    the runs differ in provider: kernel and tcp",
        "mode,            \"echo\",   \"oneway\", the runs differ in mode: echo and oneway",
        "size,            \"200\",    \"201\",    the runs differ in size: 200 and 201",
        "streams,         2,          3,          the runs differ in streams: 2 and 3",
        "associations,    1,          2,          the runs differ in associations: 1 and 2",
        "arrival,         \"fixed\",  \"poisson\",the runs differ in arrival: fixed and poisson",
        "ppid,            46,         47,         the runs differ in ppid: 46 and 47",
        "unordered,       false,      true,       the runs differ in unordered: false and true",
        "batch,           64,         32,         the runs differ in batch: 64 and 32",
        "dispatcher_workers, 2,       3,          the runs differ in dispatcher: 2 and 3",
        "nagle,           false,      true,       the runs differ in Nagle's algorithm: false and true",
        "loss,            0.01,       0.02,       the runs differ in loss: 0.01 and 0.02",
        "delay_ms,        10.0,       5.0,        the runs differ in delay: 10.0 and 5.0",
        "intended_rate,   5000.0,     4000.0,     the runs differ in intended rate: 5000.0 and 4000.0",
        "profile,         null,       \"1@1s\",   the runs differ in profile: null and 1@1s",
        "duration_s,      10.0,       9.0,        the runs differ in duration: 10.0 and 9.0",
        "warmup_s,        2.0,        1.0,        the runs differ in warm-up: 2.0 and 1.0",
        "os,              \"Linux\",  \"Other\",  the runs differ in operating system: Linux and Other",
        "arch,            \"amd64\",  \"arm64\",  the runs differ in architecture: amd64 and arm64",
        "cpu_model,       \"A processor\", \"B\", the runs differ in processor: A processor and B",
        "cpus,            2,          3,          the runs differ in number of processors: 2 and 3",
        "jdk, \"17.0.15 (Debian)\", \"21\", the candidate's runs differ in JDK: 17.0.15 (Debian) and 21",
        "kernel,          \"6.12.1\", \"6.1\",    the candidate's runs differ in kernel: 6.12.1 and 6.1",
        "commit, \"5d1c2a8f0b7e4c6d9a3b1e2f4c5d6a7b8c9d0e1f\", \"6d\", "
                + "the candidate's runs differ in commit: 5d1c2a8f0b7e and 6d",
        "dirty, false, true, the candidate's runs differ in commit: 5d1c2a8f0b7e and 5d1c2a8f0b7e+",
        "label,           null,       \"x\",      the candidate's runs differ in label: none and x",
        "interrupted,     false,      true,       1 of the candidate's 10 runs were interrupted",
        "valid,           true,       false,      1 of the candidate's 10 runs are invalid",
    })
    void shouldNotCompareOtherRunsAndSayWhy(
            final String field, final String value, final String other, final String reason) throws IOException {
        write("candidate", RUNS, 1);
        final Path run = folder.resolve("candidate/3/result.json");
        change(run, field, value, other);
        assertNotComparable("candidate", reason);
    }

    /** That may be what is compared; it must not go unsaid. */
    @ParameterizedTest
    @CsvSource({
        "kernel, \"6.12.1\", \"6.1.5\", 'kernel: 6.12.1 in the base, 6.1.5 in the candidate'",
        "host, \"a-host\", \"another\", 'host: a-host in the base, another in the candidate'",
        "jdk, \"17.0.15 (Debian)\", \"21.0.1\", 'JDK: 17.0.15 (Debian) in the base, 21.0.1 in the candidate'",
        "net.core.rmem_max, \"212992\", \"9\", 'net.core.rmem_max: 212992 in the base, 9 in the candidate'"
    })
    void shouldSayInWhatElseTheRunsDiffer(
            final String field, final String value, final String other, final String difference) throws IOException {
        write("slower", RUNS, 1.15);
        for (int i = 0; i < RUNS; i++) {
            change(folder.resolve("slower/" + i + "/result.json"), field, value, other);
        }
        assertEquals(1, compare("slower"));
        assertTrue(out.toString().contains("\nNOT ALIKE: " + difference + "\n"), out.toString());
        assertTrue(out.toString().endsWith("\nregression, of runs that are not alike\n"), out.toString());
        assertTrue(Files.readString(folder.resolve("compare.json")).contains(difference), "the file says so too");
    }

    private static void change(final Path run, final String field, final String value, final String other)
            throws IOException {
        final String text = Files.readString(run);
        final String changed = text.replace("\"" + field + "\" : " + value, "\"" + field + "\" : " + other);
        assertTrue(!changed.equals(text), () -> "no " + field + " : " + value + " in " + text);
        Files.writeString(run, changed);
    }

    @Test
    void shouldNotCompareTooFewRunsAndSayWhy() throws IOException {
        write("few", 4, 1);
        assertNotComparable("few", "too few runs: the candidate has 4, and needs 5");
    }

    private void assertNotComparable(final String candidate, final String reason) throws IOException {
        assertEquals(2, compare(candidate));
        assertTrue(out.toString().endsWith("\nnot comparable: " + reason + "\n"), out.toString());
        assertTrue(Files.readString(folder.resolve("compare.json")).contains(reason), "the file says so too");
    }

    private int compare(final String candidate) {
        return new CommandLine(new CompareCommand())
                .setOut(new PrintWriter(out))
                .execute(
                        folder.resolve("base").toString(),
                        folder.resolve(candidate).toString(),
                        "--json",
                        folder.resolve("compare.json").toString());
    }

    private void write(final String name, final int runs, final double slowdown) throws IOException {
        for (int i = 0; i < runs; i++) {
            final double factor = slowdown * (1 + i * 0.001);
            ResultFile.write(
                    folder.resolve(name).resolve(i + "/result.json"),
                    Results.of((double) Math.round(5_000 / factor), Results.percentiles(factor)));
        }
    }
}

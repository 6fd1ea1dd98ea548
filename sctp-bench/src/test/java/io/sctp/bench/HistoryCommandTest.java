package io.sctp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sctp.bench.kernels.Campaign;
import io.sctp.bench.kernels.FakeMachine;
import io.sctp.bench.kernels.Load;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit status, text and files of {@code sctp history}. */
class HistoryCommandTest {
    private static final Load LOAD = new Load("signalling", List.of());

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldSayThatThereIsNoStoreYet() {
        assertEquals(2, history());
        assertTrue(err.toString().startsWith("sctp: --store: there is no "), err.toString());
        assertFalse(Files.exists(folder.resolve("history.db")), "and make none");
    }

    @Test
    void shouldExitWithZeroWhereNothingGotWorse() throws Exception {
        nights(0, 20, 1.0);
        assertEquals(0, history("--import", folder.resolve("nights").toString()), out::toString);
        assertTrue(
                out.toString().contains("nights: 100 runs added\nNO ALARM in 4 lines over 20 nights\n"),
                out.toString());
        assertEquals(0, history("--import", folder.resolve("nights").toString()));
        assertTrue(out.toString().contains("nights: 0 runs added\n"), out.toString());
    }

    @Test
    void shouldExitWithOneAtAnAlarmAndSayWhichAndSince() throws Exception {
        nights(0, 20, 1.0);
        nights(20, 5, 1.03);
        assertEquals(1, history("--import", folder.resolve("nights").toString()), out::toString);
        assertTrue(
                out.toString()
                        .contains("ALARM: p50 of signalling on 6.12: 100.30 µs -> 103.31 µs (+3.0 %) from 2026-01-21"
                                + " on, the night before was 2026-01-20\n  nothing that is recorded changed"),
                out.toString());
        assertEquals(0, history("--threshold", "p50=4%,throughput=4%"), out::toString);
    }

    @Test
    void shouldWriteTheDocumentedSchemaAndAPage() throws Exception {
        nights(0, 12, 1.0);
        nights(12, 8, 1.03);
        final Path json = folder.resolve("history.json");
        final Path html = folder.resolve("history.html");
        history("--import", folder.resolve("nights").toString(), "--json", json.toString(), "--html", html.toString());
        final JsonNode written = new ObjectMapper().readTree(json.toFile());
        final JsonNode p50 = written.at("/series/1");
        assertEquals("verdict schema_version series", fields(written));
        assertEquals("kernel load parameters provider clock label machine metric nights changes", fields(p50));
        assertEquals(
                "night value low high runs version commit release kernel_package jdk", fields(p50.at("/nights/0")));
        assertEquals(
                "last_before night before after change threshold p_value kind alarm suspects",
                fields(p50.at("/changes/0")));
        assertEquals("WORSE", p50.at("/changes/0/kind").textValue());
        assertEquals("2026-01-13T02:15:00Z", p50.at("/changes/0/night").textValue());
        assertTrue(Files.readString(html).contains("echarts"), "a page with its charts");
    }

    @Test
    void shouldNameTheOptionOfAMistake() throws Exception {
        assertEquals(2, history("--nights", "0"));
        assertTrue(err.toString().endsWith("sctp: --nights 0 is below 1\n"), err.toString());
        assertEquals(2, history("--recent", "0"));
        assertTrue(err.toString().endsWith("sctp: --recent 0 is below 1\n"), err.toString());
        assertEquals(1, history("--import", folder.resolve("nowhere").toString()));
        assertTrue(err.toString().contains("sctp: --import: there is no file or folder"), err.toString());
        Files.writeString(folder.resolve("history.db"), "no database at all, but long enough to be one".repeat(9));
        assertEquals(1, history());
        assertTrue(err.toString().contains("sctp: --store: "), err.toString());
    }

    private static String fields(final JsonNode node) {
        final List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return String.join(" ", names);
    }

    private int history(final String... arguments) {
        final List<String> all = new ArrayList<>(
                List.of("history", "--store", folder.resolve("history.db").toString()));
        all.addAll(List.of(arguments));
        return Main.commandLine()
                .setExecutionExceptionHandler((failure, command, parsed) -> Main.explain(failure, command))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    /** So many nights of five boots, from this day of January on. */
    private void nights(final int first, final int count, final double factor) throws Exception {
        for (int night = first; night < first + count; night++) {
            final Path nightFolder = folder.resolve("nights/" + night);
            final Campaign campaign = new Campaign(List.of("6.12"), 5, "icount", List.of(LOAD), 1, nightFolder);
            campaign.run(new FakeMachine(Map.of("6.12", factor)), new FakeMachine.Quiet());
            for (final Path result : ResultFile.find(nightFolder)) {
                date(result, String.format("2026-01-%02dT02:15:00Z", night + 1));
            }
        }
    }

    private static void date(final Path result, final String day) throws IOException {
        Files.writeString(
                result,
                Files.readString(result).replaceAll("\"started_at\" : \"[^\"]*\"", "\"started_at\" : \"" + day + "\""));
    }
}

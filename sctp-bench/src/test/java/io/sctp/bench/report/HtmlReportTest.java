package io.sctp.bench.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final Pattern LOADED = Pattern.compile("<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(?!data:)");

    @TempDir
    private Path folder;

    @Test
    void shouldLoadNothingFromElsewhere() throws IOException {
        final String page = Files.readString(report("one"));
        final String markup = page.replaceAll("(?s)(<(script|style)[^>]*>).*?</\\2>", "$1");
        assertTrue(markup.length() < 10_000, "the scripts are not cut out");
        assertFalse(LOADED.matcher(markup).find(), markup);
    }

    @Test
    void shouldNotLetTextOfAResultEndItsScriptElement() throws IOException {
        final Path html = folder.resolve("report.html");
        final Path file = folder.resolve("evil.json");
        ResultFile.write(file, SampleRuns.result("</script><script>alert(1)</script>"));
        Reports.ofResults(List.of(file)).writePage(html);
        assertFalse(Files.readString(html).contains("<script>alert"), "the kernel's name became a script");
    }

    @Test
    void shouldSayWhenThereIsNoResult() {
        final IOException refusal = assertThrows(IOException.class, () -> Reports.ofResults(List.of(folder)));
        assertTrue(refusal.getMessage().startsWith("there is no result in "), refusal.getMessage());
    }

    @Test
    void shouldSayThatALogIsNone() throws IOException {
        final Path run = Files.createDirectory(folder.resolve("run"));
        ResultFile.write(run.resolve("result.json"), SampleRuns.result("6.12.1"));
        Files.writeString(run.resolve("intervals.hlog"), "0.000,1.000,1.0,HISTnonsense\n");
        final IOException refusal = assertThrows(IOException.class, () -> Reports.ofResults(List.of(run)));
        assertTrue(refusal.getMessage().contains("intervals.hlog"), refusal.getMessage());
    }

    private Path report(final String... names) throws IOException {
        final Path html = folder.resolve("report.html");
        Reports.ofResults(SampleRuns.write(folder, names)).writePage(html);
        return html;
    }
}

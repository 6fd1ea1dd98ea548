package io.sctp.bench.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exported is read by programs that others wrote for it. */
class FormatsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldBeReadAsJUnitsXmlBySurefire() throws Exception {
        final List<ReportTestSuite> nights = surefire(Samples.nights());
        assertEquals(2, nights.size());
        final ReportTestSuite suite = nights.get(0);
        assertTrue(suite.getName().startsWith("signalling on 6_12 over time"), suite::getName);
        assertEquals(3, suite.getNumberOfTests());
        assertEquals(1, suite.getNumberOfFailures());
        final ReportTestCase p50 = suite.getTestCases().get(1);
        assertEquals("p50", p50.getName());
        assertTrue(p50.hasFailure());
        assertTrue(p50.getFailureMessage().contains("commits aaaa..bbbb"), p50::getFailureMessage);
        assertTrue(suite.getTestCases().get(0).isSuccessful());
        final ReportTestCase awkward =
                surefire(Samples.awkward()).get(0).getTestCases().get(0);
        // A parser makes blanks of an attribute's ends of lines, unless they are escaped.
        assertEquals(
                Samples.AWKWARD.replace('\u0001', '?').replace('\n', ' '),
                awkward.getName().replace('\n', ' '));
    }

    private List<ReportTestSuite> surefire(final Findings findings) throws Exception {
        final Path file = write(Format.JUNIT, findings);
        try (InputStreamReader reader = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
            return new TestSuiteXmlParser(new NullConsoleLogger()).parse(reader);
        }
    }

    @Test
    void shouldBeReadAsOpenMetricsByPrometheus() throws Exception {
        assumeTrue(ForeignReader.has("prometheus_client"), "needs Debian's package python3-prometheus-client");
        final String script = """
                import sys
                from prometheus_client.openmetrics.parser import text_string_to_metric_families
                for family in text_string_to_metric_families(open(sys.argv[1], encoding='utf-8').read()):
                    for sample in family.samples:
                        print(family.type, family.unit, sample.name, repr(sample.value), sorted(sample.labels.items()))
                """;
        final String nights = ForeignReader.output(
                script, write(Format.OPENMETRICS, Samples.nights()).toString());
        assertTrue(
                nights.contains("gauge instructions sctp_latency_instructions 78290.0 [('clock', 'icount'), "
                        + "('commit', 'aaaa'), ('kernel', '6.12'), ('load', 'signalling'), "
                        + "('parameters', 'echo, 200 B'), "
                        + "('percentile', '50'), ('provider', 'kernel'), ('release', '6.12.117+deb12-amd64')]"),
                nights);
        assertTrue(nights.contains("gauge messages_per_second sctp_throughput_messages_per_second 2019.0"), nights);
        assertEquals(
                1,
                nights.lines()
                        .filter(line -> line.contains("sctp_check_failed 1 "))
                        .count(),
                nights);
        assertEquals(
                3,
                nights.lines()
                        .filter(line -> line.contains("sctp_check_failed 0 "))
                        .count(),
                nights);
        final String awkward = ForeignReader.output(
                script, write(Format.OPENMETRICS, Samples.awkward()).toString());
        assertTrue(awkward.contains("gauge seconds sctp_latency_seconds 1.5e-06"), awkward);
        assertTrue(awkward.contains("\\n"), "a text of two lines: " + awkward);
    }

    /** Otava itself reads CSV with this module, and makes the same demands. */
    @Test
    void shouldBeReadAsOtavasCsv() throws Exception {
        assumeTrue(ForeignReader.has("yaml, csv"), "needs Debian's package python3-yaml");
        final Path target = write(Format.OTAVA, Samples.nights());
        final String script = """
                import csv, sys, yaml
                from datetime import datetime
                for name, test in yaml.safe_load(open(sys.argv[1]))['tests'].items():
                    options = test['csv_options']
                    with open(test['file'], newline='') as file:
                        rows = list(csv.reader(file, delimiter=options['delimiter'], quotechar=options['quote_char']))
                    headers = rows[0]
                    for row in rows[1:]:
                        assert len(row) == len(headers), row
                        datetime.fromisoformat(row[headers.index(test['time_column'])].replace('Z', '+00:00'))
                        values = [float(row[headers.index(metric)]) for metric in test['metrics']]
                        attributes = [row[headers.index(attribute)] for attribute in test['attributes']]
                    directions = [metric['direction'] for metric in test['metrics'].values()]
                    print(test['type'], name, len(rows) - 1, list(test['metrics']), directions, values, attributes)
                """;
        final String read =
                ForeignReader.output(script, target.resolve("otava.yaml").toString());
        final String attributes =
                "['aaaa', '0.1.0', '6.12.117+deb12-amd64', '6.12.117-1', '17.0.16+8 (Debian, \"headless\")']\n";
        assertEquals(
                "csv signalling-6.12 20 ['throughput', 'p50'] [1, -1] [2019.0, 78290.0] " + attributes
                        + "csv signalling-6.12-2 19 ['p99'] [-1] [1900019.0] " + attributes
                        + "csv signalling-6.1 20 ['p50'] [-1] [72978.0] " + attributes.replace("6.12", "6.1"),
                read);
    }

    @Test
    void shouldBeReadAsMarkdown() throws Exception {
        final String nights = html(Samples.nights());
        assertTrue(nights.startsWith("<h3>SCTP over time: ALARM: 1 change in 4 lines over 20 nights</h3>"), nights);
        assertEquals(3, count(nights, "<table>"), nights);
        assertEquals(1 + 3 + 4, count(nights, "<tr>") - 3, "a row for each check and figure: " + nights);
        final String awkward = html(Samples.awkward());
        assertEquals(3, count(awkward, "<table>"), awkward);
        assertEquals(3, count(awkward, "<tr>") - 3, awkward);
        assertFalse(awkward.contains("<em>"), awkward);
        assertFalse(awkward.contains("<a "), awkward);
        assertTrue(
                awkward.contains("<td>a &quot;b&quot; &lt;c&gt; &amp; d's | #1 \\ *e* [f](g), h next ½</td>"), awkward);
    }

    private static String html(final Findings findings) {
        final List<TablesExtension> tables = List.of((TablesExtension) TablesExtension.create());
        return HtmlRenderer.builder()
                .extensions(tables)
                .build()
                .render(Parser.builder().extensions(tables).build().parse(Markdown.of(findings)));
    }

    private static int count(final String text, final String part) {
        return text.split(part, -1).length - 1;
    }

    private Path write(final Format format, final Findings findings) throws Exception {
        final Path file = folder.resolve("export");
        format.write(findings, file);
        return file;
    }
}

package io.sctp.bench;

import io.sctp.bench.report.Report;
import io.sctp.bench.report.Reports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows results as a page. */
@Command(
        name = "report",
        description = {
            "Writes one page that shows one result, or many side by side; it opens without a network.",
            "With --charts, each chart also as a file of its own."
        },
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "RESULT",
            description = "Results, or folders of results; an interval log beside a result is used too.")
    private List<Path> results;

    @Option(
            names = "--html",
            description = "The file to write (default: report.html).",
            defaultValue = "report.html",
            paramLabel = "FILE")
    private Path html;

    @Option(names = "--charts", description = "Writes the charts to this folder.", paramLabel = "DIR")
    private Path charts;

    @Option(
            names = "--format",
            description = "The charts' format: svg or png (default: svg).",
            defaultValue = "svg",
            paramLabel = "FORMAT")
    private String format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        final Report report = Reports.ofResults(results);
        report.writePage(html);
        spec.commandLine().getOut().println(html);
        if (charts != null) {
            report.writeCharts(charts, format).forEach(spec.commandLine().getOut()::println);
        }
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}

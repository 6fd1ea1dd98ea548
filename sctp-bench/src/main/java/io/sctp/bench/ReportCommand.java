package io.sctp.bench;

import io.sctp.bench.report.HtmlReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows results as a page. */
@Command(
        name = "report",
        description = "Writes one page that shows one result, or many side by side; it opens without a network.",
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

    @Override
    public Integer call() throws IOException {
        HtmlReport.write(html, results);
        return ExitCode.OK;
    }
}

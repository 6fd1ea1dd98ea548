package io.sctp.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A report that can be written as a page and as single charts. */
public final class Report {
    private final ReportData data;

    Report(final ReportData data) {
        this.data = data;
    }

    /** Writes the page. */
    public void writePage(final Path html) throws IOException {
        HtmlReport.write(html, "report", data);
    }

    /**
     * Writes each chart to a separate file, for machines without a browser.
     *
     * @param format {@code svg} or {@code png}
     * @return the files
     * @throws IOException also if this Java runtime cannot draw; the message says what is missing
     */
    public List<Path> writeCharts(final Path folder, final String format) throws IOException {
        return new Charts(folder, format).write(data);
    }

    /**
     * Writes page and charts to a folder. If this Java runtime cannot draw, only the charts are missing.
     *
     * @param complaints receives errors about charts that could not be drawn
     */
    public void writeTo(final Path folder, final Consumer<String> complaints) throws IOException {
        writePage(folder.resolve(Reports.PAGE));
        try {
            writeCharts(folder, Charts.SVG);
        } catch (final IOException e) {
            complaints.accept("sctp: " + e.getMessage());
        }
    }
}

package io.sctp.bench.report;

import io.sctp.bench.history.History;
import java.io.IOException;
import java.nio.file.Path;

/** A history as one self-contained HTML page. */
public final class HistoryPage {
    private HistoryPage() {}

    /** Writes the page. */
    public static void write(final Path html, final History history) throws IOException {
        HtmlReport.write(html, "history", history);
    }
}

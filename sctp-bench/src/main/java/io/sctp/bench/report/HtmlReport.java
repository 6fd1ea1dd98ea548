package io.sctp.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes results as one HTML file: styles, scripts, charting library and data are all inside, so that it opens without
 * a network, today and in years.
 */
public final class HtmlReport {
    private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";
    private static final String INTERVALS = "intervals.hlog";
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private HtmlReport() {}

    /**
     * Writes a report.
     *
     * @param html the file to write
     * @param results result files, or folders that hold some; the first one found is what others are compared with
     * @throws IOException also if there is no result
     */
    public static void write(final Path html, final List<Path> results) throws IOException {
        final List<Path> files = new ArrayList<>();
        for (final Path path : results) {
            files.addAll(ResultFile.find(path));
        }
        final List<ReportData.Run> runs = new ArrayList<>();
        for (final Path file : files) {
            final LoadResult result = ResultFile.read(file);
            runs.add(RunReader.read(name(file), result, file.resolveSibling(INTERVALS)));
        }
        Files.createDirectories(html.toAbsolutePath().getParent());
        Files.writeString(html, page(new ReportData(runs)));
    }

    private static String page(final ReportData data) throws IOException {
        // No text of the data may end the script element that holds it.
        final String json = MAPPER.writeValueAsString(data).replace("<", "\\u003c");
        return resource("report.html")
                .replace("/*STYLE*/", resource("report.css"))
                .replace("/*CHARTS*/", resource(CHARTS))
                .replace("/*SCRIPT*/", resource("report.js"))
                .replace("/*DATA*/", json);
    }

    /** A result's own name, or its folder's if its own is that of all results. */
    private static String name(final Path file) {
        final Path absolute = file.toAbsolutePath().normalize();
        final Path telling = absolute.endsWith(ResultFile.STANDARD_NAME) ? absolute.getParent() : absolute;
        return telling.getFileName() == null
                ? telling.toString()
                : telling.getFileName().toString();
    }

    private static String resource(final String name) throws IOException {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("the program lacks its resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

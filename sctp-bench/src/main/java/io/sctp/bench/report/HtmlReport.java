package io.sctp.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes results as one HTML file. It contains styles, scripts, the charting library and the data, so it needs no
 * network, now or in years.
 */
final class HtmlReport {
    private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addMixIn(LoadResult.class, WithoutHistograms.class)
            .build();

    private HtmlReport() {}

    /** Replaced by curves in the page. */
    @JsonIgnoreProperties("histograms")
    private interface WithoutHistograms {}

    /**
     * Writes a page.
     *
     * @param name of its HTML and script resources
     * @param data for the script
     */
    static void write(final Path html, final String name, final Object data) throws IOException {
        WholeFile.write(html, page(name, data));
    }

    private static String page(final String name, final Object data) throws IOException {
        // Text in the data must not end the enclosing script element.
        final String json = MAPPER.writeValueAsString(data).replace("<", "\\u003c");
        return resource(name + ".html")
                .replace("/*STYLE*/", resource("report.css"))
                .replace("/*CHARTS*/", resource(CHARTS))
                .replace("/*COMMON*/", resource("page.js"))
                .replace("/*SCRIPT*/", resource(name + ".js"))
                .replace("/*DATA*/", json);
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

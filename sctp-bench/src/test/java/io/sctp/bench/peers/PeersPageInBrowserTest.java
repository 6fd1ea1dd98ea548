package io.sctp.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sctp.bench.browser.Browser;
import io.sctp.bench.browser.Looks;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader sees of the page of {@code peers}. */
class PeersPageInBrowserTest {
    @TempDir
    private static Path folder;

    private static Browser browser;
    private static Path page;

    @BeforeAll
    static void writePage() throws Exception {
        assumeTrue(Browser.isInstalled(), "needs Debian's package chromium");
        page = folder.resolve("peers.html");
        PeersPage.write(page, PeersResultTest.result());
        browser = Browser.start();
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1440,900,false", "768,1024,true", "360,740,false"})
    void shouldLookRightOnADesktopAndAPhoneLightAndDark(final int width, final int height, final boolean dark)
            throws Exception {
        Looks.right(browser, page, width, height, dark, 50, "peers");
    }

    @Test
    void shouldDrawTheSpreadOfTheRunsOfEachPeer() throws Exception {
        browser.open(page, 1440, 900, false);
        final JsonNode lines = browser.evaluate(
                "[...document.querySelectorAll('.spread')].map(l => [l.x1.baseVal.value, l.x2.baseVal.value])");
        assertTrue(lines.size() > 3, "lines: " + lines);
        for (final JsonNode line : lines) {
            assertTrue(line.get(0).doubleValue() <= line.get(1).doubleValue(), line.toString());
        }
        assertEquals(
                PeersResultTest.result().results().size(),
                browser.evaluate("document.querySelectorAll('table:first-of-type tbody tr').length")
                                .intValue()
                        - PeersResultTest.result().runs().size());
    }

    @Test
    void shouldDrawBarsAsLongAsTheirFigures() throws Exception {
        browser.open(page, 1280, 900, false);
        final JsonNode widths = browser.evaluate("[...document.querySelector('svg').querySelectorAll('rect')]"
                + ".map(r => r.getBoundingClientRect().width)");
        assertEquals(4, widths.size(), "one way: batch, jdk, c, and batch on 65,535 streams: " + widths);
        assertEquals(3.0, widths.get(0).doubleValue() / widths.get(1).doubleValue(), 0.05, "90,000/s beside 30,000/s");
        assertEquals(0.5, widths.get(3).doubleValue() / widths.get(0).doubleValue(), 0.05, "45,000/s beside 90,000/s");
        assertTrue(widths.get(2).doubleValue() > widths.get(0).doubleValue(), "100,000/s is the longest: " + widths);
    }
}

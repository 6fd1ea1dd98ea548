package io.sctp.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sctp.bench.browser.Browser;
import io.sctp.bench.browser.Looks;
import io.sctp.bench.kernels.Campaign;
import io.sctp.bench.kernels.FakeMachine;
import io.sctp.bench.kernels.KernelComparison;
import io.sctp.bench.kernels.Load;
import io.sctp.bench.nightly.Baseline;
import io.sctp.bench.nightly.Night;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader sees of the reports of {@code kernels} and {@code nightly}. */
class CampaignPagesInBrowserTest {
    private static final Load LOAD = new Load("load", List.of("--rate=5000"));
    private static final int BOOTS = 5;
    private static final String STARTED_AT = "2026-01-02T03:04:05Z";

    @TempDir
    private static Path folder;

    private static Browser browser;

    @BeforeAll
    static void writePages() throws Exception {
        assumeTrue(Browser.isInstalled(), "needs Debian's package chromium");
        final Campaign before = campaign("before", 1.0);
        Reports.ofKernels(KernelComparison.of(STARTED_AT, before, LOAD), folder.resolve("before"))
                .writePage(folder.resolve("kernels.html"));
        final Baseline baseline = new Baseline(folder.resolve("baseline"));
        baseline.renew(before);
        final Campaign slower = campaign("slower", 1.15);
        Reports.ofNight(Night.of(STARTED_AT, slower, baseline, true, Map.of()), slower)
                .writePage(folder.resolve("nightly.html"));
        browser = Browser.start();
    }

    private static Campaign campaign(final String name, final double factor) throws Exception {
        final Campaign campaign =
                new Campaign(List.of("6.1", "6.12"), BOOTS, "icount", List.of(LOAD), 1, folder.resolve(name));
        campaign.run(new FakeMachine(Map.of("6.1", 1.0, "6.12", 1.05 * factor)), new FakeMachine.Quiet());
        return campaign;
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"kernels,1440,900,false", "kernels,360,740,true", "nightly,768,1024,true", "nightly,360,740,false"})
    void shouldLookRightOnADesktopAndAPhoneLightAndDark(
            final String name, final int width, final int height, final boolean dark) throws Exception {
        Looks.right(browser, folder.resolve(name + ".html"), width, height, dark, 200, name);
    }

    @Test
    void shouldLayTheKernelsCurvesOverEachOther() throws Exception {
        browser.open(folder.resolve("kernels.html"), 1280, 900, false);
        final JsonNode series =
                browser.evaluate("echarts.getInstanceByDom(document.querySelector('.chart')).getOption().series");
        final List<String> names = series.findValuesAsText("name");
        assertEquals(List.of("6.1", "6.12"), names.subList(0, 2));
        assertEquals(2 + 2 * BOOTS, names.size(), "and each boot's behind them: " + names);
        assertTrue(text().contains("These are instructions, not time"), "how to read it");
    }

    @Test
    void shouldTellWhatGotWorseInTheNight() throws Exception {
        browser.open(folder.resolve("nightly.html"), 1280, 900, false);
        assertTrue(text().contains("Verdict: regression"), "the verdict");
        assertEquals(
                0,
                browser.evaluate("document.querySelectorAll('td:empty').length").intValue(),
                "cells of nothing");
    }

    private static String text() throws Exception {
        return browser.evaluate("document.body.innerText").textValue();
    }
}

package io.sctp.bench.browser;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the tests of pages can fail. */
class LooksTest {
    @TempDir
    private Path folder;

    @Test
    void shouldFindWhatCannotBeSeen() throws Exception {
        assumeTrue(Browser.isInstalled(), "needs Debian's package chromium");
        try (Browser browser = Browser.start()) {
            assertFault(
                    browser,
                    "cut off",
                    "<div style='width:60px;overflow:hidden;white-space:nowrap'>a long, long text</div>");
            assertFault(browser, "beside the window", "<div style='position:absolute;left:-30px'>a text</div>");
            assertFault(browser, "under", "<p>one text</p><p style='position:relative;top:-36px'>on another</p>");
            browser.open(
                    page("<p>a text</p><details><summary>more</summary><p style='width:9px'>hidden</p></details>"),
                    400,
                    400,
                    false);
            Looks.allVisible(browser);
        }
    }

    private void assertFault(final Browser browser, final String fault, final String body) throws Exception {
        browser.open(page(body), 400, 400, false);
        final AssertionError found = assertThrows(AssertionError.class, () -> Looks.allVisible(browser));
        assertTrue(found.getMessage().contains(fault), found::getMessage);
    }

    private Path page(final String body) throws Exception {
        return Files.writeString(folder.resolve("page.html"), "<!doctype html><body>" + body);
    }
}

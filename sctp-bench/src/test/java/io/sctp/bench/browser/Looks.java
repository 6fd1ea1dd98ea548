package io.sctp.bench.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/** What every page of this project must be, in any window. */
public final class Looks {
    /** How many different colours each chart's own canvas has. */
    private static final String COLOURS_OF_CANVASES = """
            [...document.querySelectorAll('canvas')].map(c => new Set(new Uint32Array(
              c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size)""";

    private Looks() {}

    /**
     * Opens a page and fails unless it is drawn, silent, whole in itself, no wider than the window, and as light or
     * dark as it should be. Leaves a picture.
     *
     * @param colours how many colours the page has at least
     * @param name of the picture
     */
    public static void right(
            final Browser browser,
            final Path page,
            final int width,
            final int height,
            final boolean dark,
            final int colours,
            final String name)
            throws Exception {
        browser.open(page, width, height, dark);
        assertEquals(List.of(), browser.complaints(), "what the page complained of");
        assertEquals(
                List.of(),
                browser.requests().stream()
                        .filter(url -> !url.equals(page.toUri().toString()) && !url.startsWith("data:"))
                        .toList(),
                "what it loaded besides itself");
        assertEquals(width, browser.evaluate("innerWidth").intValue(), "the window, not a page zoomed out");
        assertTrue(
                browser.evaluate("document.documentElement.scrollWidth").intValue() <= width, "it overflows sideways");
        for (final JsonNode drawn : browser.evaluate(COLOURS_OF_CANVASES)) {
            assertTrue(drawn.intValue() > 20, "a chart of " + drawn + " colours");
        }
        final Picture picture = Picture.of(browser.picture());
        picture.save(name + "-" + width + (dark ? "-dark" : "-light"));
        assertEquals(width, picture.width());
        assertTrue(picture.colours() > colours, "a page of " + picture.colours() + " colours");
        assertTrue(
                dark ? picture.brightness() < 0.25 : picture.brightness() > 0.85,
                "its brightness is " + picture.brightness());
    }
}

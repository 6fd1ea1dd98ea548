package io.sctp.bench.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What every page of this project must be, in any window. */
public final class Looks {
    /** How many different colours each chart's own canvas has. */
    private static final String COLOURS_OF_CANVASES = """
            [...document.querySelectorAll('canvas')].map(c => new Set(new Uint32Array(
              c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size)""";

    /** What is wrong with what one sees: text that is cut off, beside the window, or on top of other text. */
    private static final String FAULTS = """
            (() => {
              const faults = [];
              const shown = e => e.checkVisibility() && !(e.closest('details:not([open])') && !e.closest('summary'));
              const named = e => `${e.tagName}.${e.className} "${e.textContent.slice(0, 40)}"`;
              const say = (what, e) => faults.push(`${what}: ${named(e)}`);
              const all = [...document.querySelectorAll('body *:not(script):not(style)')]
                .filter(e => !e.closest('svg') && !e.closest('.chart'));
              const leaves = [];
              for (const e of all) {
                if (!shown(e)) continue;
                const box = e.getBoundingClientRect();
                if (box.width === 0 || box.height === 0) continue;
                if (box.left < -0.5 || box.right > innerWidth + 0.5) say('beside the window', e);
                if (getComputedStyle(e).display !== 'inline' && e.scrollWidth > e.clientWidth + 1) say('cut off', e);
                const own = [...e.childNodes].filter(n => n.nodeType === 3 && n.textContent.trim());
                for (const node of own) {
                  const range = document.createRange();
                  range.selectNodeContents(node);
                  for (const r of range.getClientRects()) {
                    if (r.width > 0) leaves.push([e, r]);
                  }
                }
              }
              for (const text of document.querySelectorAll('svg text')) {
                const a = text.getBoundingClientRect();
                const b = text.closest('svg').getBoundingClientRect();
                if (a.left < b.left - 0.5 || a.right > b.right + 0.5 || a.top < b.top - 2 || a.bottom > b.bottom + 2) {
                  say('cut off', text);
                }
              }
              leaves.sort(([, a], [, b]) => a.top - b.top);
              for (let i = 0; i < leaves.length; i++) {
                const [e, a] = leaves[i];
                for (let j = i + 1; j < leaves.length && leaves[j][1].top < a.bottom - 3; j++) {
                  const [f, b] = leaves[j];
                  const overlap = a.left < b.right - 1 && b.left < a.right - 1;
                  if (overlap && e !== f) say('under ' + f.textContent.slice(0, 20), e);
                }
              }
              return faults.slice(0, 10);
            })()""";

    private Looks() {}

    /** Fails if anything of the page that is open is cut off, beside the window, or on top of something else. */
    public static void allVisible(final Browser browser) throws Exception {
        final List<String> faults = new ArrayList<>();
        browser.evaluate(FAULTS).forEach(fault -> faults.add(fault.textValue()));
        assertEquals(List.of(), faults);
    }

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
        allVisible(browser);
        final Picture picture = Picture.of(browser.picture());
        picture.save(name + "-" + width + (dark ? "-dark" : "-light"));
        assertEquals(width, picture.width());
        assertTrue(picture.colours() > colours, "a page of " + picture.colours() + " colours");
        assertTrue(
                dark ? picture.brightness() < 0.25 : picture.brightness() > 0.85,
                "its brightness is " + picture.brightness());
    }
}

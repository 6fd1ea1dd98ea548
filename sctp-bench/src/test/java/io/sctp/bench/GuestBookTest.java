package io.sctp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server says of its clients. */
class GuestBookTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final StringWriter text = new StringWriter();
    private long nowNs = 10 * SECOND_NS;
    private final GuestBook book = new GuestBook(new PrintWriter(text), () -> nowNs);

    @Test
    void shouldSayWhoCameAndWhoWentAndWhy() {
        book.onCome("10.0.0.1:4000");
        book.onCome("10.0.0.2:4000");
        book.onGo("10.0.0.1:4000", 12.34, 60_000, null);
        book.onGo("10.0.0.2:4000", 1, 5, new IOException("aborted by the peer"));
        assertEquals(
                List.of(
                        "10.0.0.1:4000 came, 1 here",
                        "10.0.0.2:4000 came, 2 here",
                        "10.0.0.1:4000 went after 12.3 s and 60000 messages: it was done",
                        "10.0.0.2:4000 went after 1.0 s and 5 messages: aborted by the peer"),
                text.toString()
                        .lines()
                        .map(line -> line.substring(line.indexOf(' ') + 1))
                        .toList());
        assertEquals("2 came, 0 of them still here; 60005 messages of those that went", book.summary());
    }

    /** Two thousand clients that come at once are no four thousand lines. */
    @Test
    void shouldSumUpWhatComesTooFastToBeRead() {
        for (int i = 0; i < 2_000; i++) {
            book.onCome("10.0.0.1:" + i);
            book.onGo("10.0.0.1:" + i, 0, 0, null);
        }
        assertEquals(20, text.toString().lines().count());
        nowNs += SECOND_NS;
        book.tick();
        assertTrue(text.toString().endsWith("(and 3980 more such lines; 0 here)\n"), text.toString());
        book.tick();
        assertEquals(21, text.toString().lines().count());
    }
}

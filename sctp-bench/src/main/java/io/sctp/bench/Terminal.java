package io.sctp.bench;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Map;

/** Text for the terminal: adapted to its width, and without UTF-8 if it does not support it. */
final class Terminal {
    static final int USUAL_WIDTH = 80;
    /** The minimum width. Narrower terminals are treated as this wide, as no table fits them. */
    private static final int MIN_WIDTH = 20;

    private static final String WIDTH_VARIABLE = "COLUMNS";

    /** The replacements of characters that a terminal cannot show. */
    private static final Map<Character, String> SPELLED =
            Map.of('µ', "u", '–', "-", '×', "x", '±', "+/-", '…', "...", '→', "->");

    private Terminal() {}

    /** Writes to a stream in its terminal's encoding. */
    static PrintWriter writer(final PrintStream stream) {
        return writer(stream, charset());
    }

    static PrintWriter writer(final PrintStream stream, final Charset charset) {
        final Writer encoding = new OutputStreamWriter(stream, charset);
        final CharsetEncoder encoder = charset.newEncoder();
        return new PrintWriter(encoder.canEncode("µ–×") ? encoding : new Spelling(encoding, encoder), true);
    }

    /** The terminal's width in characters; a default if it is not known. */
    static int width() {
        return width(System.getenv(WIDTH_VARIABLE));
    }

    static int width(final String columns) {
        if (columns == null || !columns.matches("[0-9]{1,4}") || Integer.parseInt(columns) == 0) {
            return USUAL_WIDTH;
        }
        return Math.max(MIN_WIDTH, Integer.parseInt(columns));
    }

    private static Charset charset() {
        final String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding"));
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    private static final class Spelling extends FilterWriter {
        private final CharsetEncoder encoder;

        Spelling(final Writer target, final CharsetEncoder encoder) {
            super(target);
            this.encoder = encoder;
        }

        @Override
        public void write(final int character) throws IOException {
            if (encoder.canEncode((char) character)) {
                out.write(character);
            } else {
                out.write(SPELLED.getOrDefault((char) character, "?"));
            }
        }

        @Override
        public void write(final char[] text, final int offset, final int count) throws IOException {
            for (int i = offset; i < offset + count; i++) {
                write(text[i]);
            }
        }

        @Override
        public void write(final String text, final int offset, final int count) throws IOException {
            for (int i = offset; i < offset + count; i++) {
                write(text.charAt(i));
            }
        }
    }
}

package io.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.tck.TestSources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/parity-sctp-go.md} true: nothing missing from it, and nothing in it that does not exist. */
final class SctpGoParityTest {
    private static final List<String> PACKAGES = List.of("io.sctp.", "io.sctp.option.", "io.sctp.spi.", "");

    private record Row(String export, List<String> counterparts, List<String> tests) {}

    @Test
    void shouldHaveACounterpartAndATestForEveryExport() throws IOException {
        final List<String> exports;
        try (InputStream list = SctpGoParityTest.class.getResourceAsStream("sctp-go-exports.txt")) {
            exports = new String(list.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
        final List<Row> rows = rows();
        assertEquals(exports, rows.stream().map(Row::export).toList(), "one row for each export, in their order");
        for (final Row row : rows) {
            assertFalse(row.counterparts.isEmpty(), () -> row.export + " has no counterpart");
            assertFalse(row.tests.isEmpty(), () -> row.export + " has no test");
        }
    }

    @Test
    void shouldNameOnlyCounterpartsThatExist() throws IOException {
        final List<String> missing = new ArrayList<>();
        for (final Row row : rows()) {
            for (final String counterpart : row.counterparts) {
                if (!exists(counterpart)) {
                    missing.add(counterpart);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void shouldNameOnlyTestsThatExist() throws IOException {
        final List<String> missing = new ArrayList<>();
        for (final Row row : rows()) {
            for (final String test : row.tests) {
                if (!TestSources.exists(test)) {
                    missing.add(test);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void shouldNotFindWhatDoesNotExist() throws IOException {
        assertTrue(exists("SctpNotification.Shutdown.type"));
        assertFalse(exists("SctpChannel.teleport"));
        assertFalse(exists("SctpTeleporter"));
        assertTrue(TestSources.exists("SctpGoParityTest.shouldNotFindWhatDoesNotExist"));
        assertFalse(TestSources.exists("SctpGoParityTest.shouldTeleport"));
        assertFalse(TestSources.exists("TeleporterTest.shouldTeleport"));
    }

    private static List<Row> rows() throws IOException {
        return TestSources.rows("docs/parity-sctp-go.md", "| `").stream()
                .map(cells -> new Row(
                        TestSources.codes(cells[1]).get(0), TestSources.codes(cells[2]), TestSources.codes(cells[3])))
                .toList();
    }

    /** A type, or a method, field or nested type of one. */
    private static boolean exists(final String name) {
        return type(name) != null || memberExists(name);
    }

    private static boolean memberExists(final String name) {
        final int dot = name.lastIndexOf('.');
        final Class<?> owner = dot < 0 ? null : type(name.substring(0, dot));
        final String member = name.substring(dot + 1);
        return owner != null
                && (Arrays.stream(owner.getMethods()).anyMatch(m -> m.getName().equals(member))
                        || Arrays.stream(owner.getFields())
                                .anyMatch(f -> f.getName().equals(member)));
    }

    private static Class<?> type(final String name) {
        final String[] parts = name.split("\\.", -1);
        for (final String start : PACKAGES) {
            for (int nested = 0; nested < parts.length; nested++) {
                final int outer = parts.length - nested;
                final String binary = start
                        + String.join(".", Arrays.copyOf(parts, outer))
                        + (nested == 0 ? "" : "$" + String.join("$", Arrays.copyOfRange(parts, outer, parts.length)));
                final Class<?> found = load(binary);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static Class<?> load(final String binary) {
        try {
            return Class.forName(binary, false, SctpGoParityTest.class.getClassLoader());
        } catch (final ClassNotFoundException e) {
            return null;
        }
    }
}

package io.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sctp.tck.TestSources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each row of docs/providers.md gives a reason, and names a test for each provider that exists. */
final class ProvidersDocumentTest {
    private static final int REASON = 4;
    private static final int KERNEL_TEST = 5;
    private static final int USERSPACE_TEST = 6;

    private static List<String[]> rows() throws IOException {
        return TestSources.rows("docs/providers.md", "| ").stream()
                .filter(row -> !row[1].isBlank() && !row[1].contains("What a program does"))
                .toList();
    }

    @Test
    void shouldGiveAReasonForEachDifference() throws IOException {
        final List<String[]> rows = rows();
        assertFalse(rows.isEmpty());
        for (final String[] row : rows) {
            assertEquals(USERSPACE_TEST + 2, row.length, row[1]);
            assertFalse(row[REASON].isBlank(), row[1]);
        }
    }

    @Test
    void shouldNameTestsThatExist() throws IOException {
        final List<String> missing = new ArrayList<>();
        for (final String[] row : rows()) {
            for (final int column : new int[] {KERNEL_TEST, USERSPACE_TEST}) {
                final List<String> names = TestSources.codes(row[column]);
                if (names.isEmpty()) {
                    missing.add(row[1] + ": no test");
                }
                for (final String name : names) {
                    if (!TestSources.exists(name)) {
                        missing.add(name);
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
    }
}

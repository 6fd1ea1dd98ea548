package io.sctp.bench.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalReportTest {
    private final ArrivalReport report = new ArrivalReport();
    private final Payload payload = new Payload();
    private final ByteBuffer message = Payload.allocate(Payload.MIN_BYTES);
    private final List<String> entries = new ArrayList<>();

    @Test
    void shouldTellOfEachMessageWhatItCarried() {
        add(65_535, 9, 1L << 50, 77);
        report.addCorrupted();
        assertTrue(read(report.message()));
        assertEquals(
                List.of("65535 9 " + Payload.FLAG_REPORT + " 1125899906842624 123 456 77", "0 0 256 0 0 0 0"), entries);
    }

    @Test
    void shouldBeEmptyAgainOnceCleared() {
        add(1, 1, 1, 1);
        report.clear();
        assertTrue(report.isEmpty());
        assertTrue(read(report.message()));
        assertEquals(List.of(), entries);
    }

    @Test
    void shouldHoldAsManyEntriesAsItSays() {
        for (int i = 0; i < ArrivalReport.MAX_ENTRIES; i++) {
            assertFalse(report.isFull());
            add(1, 2, i, i);
        }
        assertTrue(report.isFull());
        assertTrue(read(report.message()));
        assertEquals(ArrivalReport.MAX_ENTRIES, entries.size());
        assertEquals(ArrivalReport.MAX_BYTES, report.message().remaining());
    }

    @Test
    void shouldNotTakeAnythingElseForAReport() {
        add(1, 2, 3, 4);
        final ByteBuffer whole = report.message();
        for (int bytes = 0; bytes < whole.capacity() && bytes < 48; bytes++) {
            assertFalse(read(whole.duplicate().limit(bytes)), bytes + " bytes of it");
        }
        whole.put(20, (byte) ~whole.get(20));
        assertFalse(read(whole), "a flipped byte");
        assertEquals(List.of(), entries);
    }

    private void add(final int association, final int stream, final long sequence, final long arrivedNs) {
        payload.write(message, Payload.MIN_BYTES, association, stream, Payload.FLAG_REPORT, sequence, 123, 456);
        assertEquals(sequence, payload.verify(message, stream));
        report.add(message, stream, sequence, arrivedNs);
    }

    private boolean read(final ByteBuffer text) {
        return new ArrivalReport()
                .read(
                        text,
                        (association, stream, flags, sequence, intendedNs, sentNs, arrivedNs) ->
                                entries.add(association + " " + stream + " " + flags + " " + sequence + " " + intendedNs
                                        + " " + sentNs + " " + arrivedNs));
    }
}

package io.sctp.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The report is one of iperf3 3.12 over Linux 6.12, with messages of 100 bytes; most of its intervals are left out. */
class Iperf3Test {
    @Test
    void shouldMakeRoundsOfItsIntervals() throws IOException {
        final JsonNode report;
        try (InputStream file = getClass().getResourceAsStream("iperf3.json")) {
            report = new ObjectMapper().readTree(file);
        }
        final List<Round> rounds = Iperf3.rounds(report, 100);
        assertEquals(
                List.of(false, false, true, true),
                rounds.stream().map(Round::measured).toList());
        // 55,200 bytes in 104 ms, with 0.98 processors at one end and 0.59 at the other.
        final Round last = rounds.get(3);
        assertEquals(552, last.messages());
        assertEquals(104_432_002, last.nanos());
        assertEquals(1.5698, (double) last.cpuNanos() / last.nanos(), 0.0001);
    }

    @Test
    void shouldSayWhatItReports() throws IOException {
        final JsonNode refused = new ObjectMapper().readTree("{\"intervals\":[],\"error\":\"out of memory\"}");
        assertEquals(
                "iperf3: out of memory",
                assertThrows(IOException.class, () -> Iperf3.rounds(refused, 100))
                        .getMessage());
        final JsonNode without =
                new ObjectMapper().readTree("{\"error\":\"unable to create a new stream: Protocol not supported\"}");
        assertThrows(PeerProcess.Unavailable.class, () -> Iperf3.rounds(without, 100));
    }
}

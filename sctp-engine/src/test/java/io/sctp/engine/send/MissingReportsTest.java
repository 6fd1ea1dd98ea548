package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 9260 section 7.2.4. */
final class MissingReportsTest {
    private final SendingEnd end = new SendingEnd();

    @Test
    void shouldRetransmitAfterThreeMissingReports() {
        end.send(5);
        end.sack(-1, 1, 1);
        end.sack(-1, 1, 2);
        assertEquals(OutstandingData.IN_FLIGHT, end.state(0));
        end.sack(-1, 1, 3);
        assertEquals(OutstandingData.LOST, end.state(0));
        assertEquals(OutstandingData.IN_FLIGHT, end.state(4));
        assertEquals(3, end.outbound.missingReports());
        assertEquals(List.of(0), end.writeLost(end.one));
    }

    /** HTNA: a SACK that acknowledges nothing new beyond a chunk says nothing of it. */
    @Test
    void shouldCountReportsOfChunksBelowTheHighestNewlyAcknowledgedOne() {
        end.send(6);
        for (int i = 0; i < 5; i++) {
            end.sack(-1, 5, 5);
        }
        assertEquals(OutstandingData.IN_FLIGHT, end.state(0));
        end.sack(-1, 1, 1, 5, 5);
        end.sack(-1, 1, 2, 5, 5);
        assertEquals(OutstandingData.LOST, end.state(0));
        assertEquals(OutstandingData.IN_FLIGHT, end.state(4));
        assertEquals(3 + 4, end.outbound.missingReports(), "of 0 thrice, of 1 to 4 with the first");
    }

    @Test
    void shouldRetransmitAChunkFastOnce() {
        end.send(5);
        end.sack(-1, 1, 1);
        end.sack(-1, 1, 2);
        end.sack(-1, 1, 3);
        end.writeLost(end.one);
        end.send(5);
        for (int last = 4; last < 9; last++) {
            end.sack(-1, 1, last);
        }
        assertEquals(OutstandingData.IN_FLIGHT, end.state(0), "it waits for T3-rtx");
    }

    /** And moves the cumulative TSN: then whatever it reports missing counts. */
    @Test
    void shouldCountAllThatIsMissingInFastRecovery() {
        end.send(12);
        end.sack(-1, 1, 1);
        end.sack(-1, 1, 2);
        end.sack(-1, 1, 3, 5, 5, 7, 7);
        assertEquals(OutstandingData.LOST, end.state(0));
        end.writeLost(end.one);
        final long before = end.outbound.missingReports();
        end.sack(3, 5, 5, 7, 7);
        assertEquals(2, end.outbound.missingReports() - before, "4 and 6, though no block is new");
    }

    /** Whether it is lost again is found by time. */
    @Test
    void shouldCountNoReportsAgainstAChunkThatTimedOutAndWasSentAgain() {
        end.send(6);
        end.sack(-1, 1, 1);
        end.sack(-1, 1, 2);
        end.outbound.retransmission().onTimeout(end.one, end.one);
        end.writeLost(end.one);
        final long before = end.outbound.missingReports();
        for (int last = 3; last < 6; last++) {
            end.sack(-1, 1, last);
        }
        assertEquals(OutstandingData.IN_FLIGHT, end.state(0));
        assertEquals(before, end.outbound.missingReports());
    }
}

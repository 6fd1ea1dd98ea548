package io.sctp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.bench.nightly.Night.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NightlyCommandTest {
    @ParameterizedTest
    @CsvSource({"NO_REGRESSION,0", "NEW_BASELINE,0", "SMOKE,0", "REGRESSION,1", "INVALID,1", "NOT_COMPARABLE,2"})
    void shouldTellCronTheVerdict(final Verdict verdict, final int status) {
        assertEquals(status, NightlyCommand.status(verdict));
    }
}

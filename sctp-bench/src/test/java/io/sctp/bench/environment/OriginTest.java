package io.sctp.bench.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0123456789abcdef0123, false, 0123456789ab",
                "0123456789abcdef0123, true,  0123456789ab+",
                "0123,                 -,     0123",
                "-,                    -,     -"
            })
    void shouldMarkACommitWhoseFilesWereChanged(final String commit, final Boolean dirty, final String shown) {
        assertEquals(shown, new Origin("1", commit, dirty, "host", null, null).shortCommit());
    }

    @Test
    void shouldFindDebiansVersionOfAKernel() {
        assertEquals(
                Optional.of("6.12.117-1~deb12u1"),
                packageOf("#1 SMP PREEMPT_DYNAMIC Debian 6.12.117-1~deb12u1 (2026-11-10)"));
        assertEquals(Optional.empty(), packageOf("#3 SMP Tue Dec  1 10:00:00 UTC 2026"));
        assertEquals(Optional.empty(), packageOf(null));
    }

    private static Optional<String> packageOf(final String build) {
        return new Origin("1", null, null, "host", null, build).kernelPackage();
    }
}

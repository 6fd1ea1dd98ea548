package io.sctp.bench.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizeDistributionTest {
    @Test
    void shouldDrawSizesInTheirShares() {
        final SizeDistribution sizes = SizeDistribution.parse("100:0.8,1400:0.2");
        final SizeDistribution.Sampler sampler = sizes.sampler(1);
        int small = 0;
        for (int i = 0; i < 100_000; i++) {
            small += sampler.nextBytes() == 100 ? 1 : 0;
        }
        assertEquals(0.8, small / 100_000.0, 0.01);
        assertEquals(1_400, sizes.maxBytes());
        assertEquals("100:0.8,1400:0.2", sizes.toString());
    }

    @Test
    void shouldAlwaysDrawTheOnlySize() {
        assertEquals(200, SizeDistribution.parse("200").sampler(1).nextBytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "31",
                "1048577",
                "-5",
                "x",
                "100,200",
                "100:0.5",
                "100:0.5,200:0.6",
                "100:1,",
                "99999999999",
                "100:0.8;200:0.2",
                "100:NaN"
            })
    void shouldRefuseWhatIsNoSize(final String text) {
        assertThrows(IllegalArgumentException.class, () -> SizeDistribution.parse(text));
    }
}

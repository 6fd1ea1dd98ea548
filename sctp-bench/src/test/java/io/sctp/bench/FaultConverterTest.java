package io.sctp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sctp.bench.faults.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class FaultConverterTest {
    @Test
    void shouldReadEachKind() {
        assertRead("down@3s+1s", Fault.Kind.DOWN, 0, 0, 3_000, 1_000);
        assertRead("loss=10%@3s+500ms", Fault.Kind.LOSS, 0.1, 0, 3_000, 500);
        assertRead("loss=0.01@1m+1m", Fault.Kind.LOSS, 0.01, 0, 60_000, 60_000);
        assertRead("delay=50ms@2.5s+1s", Fault.Kind.DELAY, 0, 50, 2_500, 1_000);
        assertRead("kill@4s", Fault.Kind.KILL, 0, 0, 4_000, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "down",
                "down@3s",
                "down@3+1s",
                "down@+1s",
                "down=1@3s+1s",
                "loss@3s+1s",
                "loss=@3s+1s",
                "loss=10@3s+1s",
                "delay=10%@3s+1s",
                "kill",
                "kill@4s+1s",
                "kill=1@4s",
                "down@3s+1s+1s",
                "DOWN@3s+1s",
                "down@-3s+1s",
                "down@3s+1s,kill@5s",
                "loss=0@3s+1s",
                "delay=0ms@3s+1s",
                "down@3s+0s"
            })
    void shouldRefuseAnythingElse(final String text) {
        final TypeConversionException refusal =
                assertThrows(TypeConversionException.class, () -> new FaultConverter().convert(text));
        assertEquals('\'', refusal.getMessage().charAt(0), refusal.getMessage());
    }

    private static void assertRead(
            final String text,
            final Fault.Kind kind,
            final double loss,
            final long delayMs,
            final long fromMs,
            final long durationMs) {
        assertEquals(
                new Fault(
                        text,
                        kind,
                        loss,
                        Duration.ofMillis(delayMs),
                        Duration.ofMillis(fromMs),
                        Duration.ofMillis(durationMs)),
                new FaultConverter().convert(text));
    }
}

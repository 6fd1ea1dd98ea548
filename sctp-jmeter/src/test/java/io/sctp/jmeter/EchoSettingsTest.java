package io.sctp.jmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EchoSettingsTest {
    private final Map<String, String> parameters = new HashMap<>(Map.of(
            "provider",
            "auto",
            "host",
            " server ",
            "port",
            "5001",
            "size",
            "1",
            "stream",
            "65534",
            "timeout_ms",
            "250"));

    @Test
    void shouldReadEachParameter() {
        assertEquals(
                new EchoSettings("auto", "server", 5001, 1, 65_534, Duration.ofMillis(250)),
                EchoSettings.of(parameters::get));
    }

    @ParameterizedTest
    @CsvSource({
        "port, 0, port 0 is not between 1 and 65535",
        "port, 65536, port 65536 is not between 1 and 65535",
        "size, 0, size 0 is not between 1 and 1048576",
        "size, 1.5, size '1.5' is not a whole number",
        "stream, 65535, stream 65535 is not between 0 and 65534",
        "timeout_ms, -1, timeout_ms -1 is not between 1 and 3600000",
        "host, ' ', host is empty",
        "provider, , provider is empty"
    })
    void shouldSayWhichParameterIsWrong(final String name, final String value, final String message) {
        parameters.put(name, value);

        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> EchoSettings.of(parameters::get))
                        .getMessage());
    }
}

package io.sctp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.options.DurationConverter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The options of {@code sctp relay} and {@code sctp paths --real}. */
class RelayCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(final String line) {
        final CommandLine all = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, command, parsed) -> Main.explain(failure, command));
        return all.execute(line.split(" ", -1));
    }

    @ParameterizedTest
    @Timeout(20)
    @CsvSource(
            delimiter = '|',
            value = {
                "relay|Missing required option: '--to=HOST:PORT'",
                "relay --to 127.0.0.1|'127.0.0.1' is not HOST:PORT",
                "relay --to 127.0.0.1:70000|'127.0.0.1:70000' is not HOST:PORT",
                "relay --to 127.0.0.1:0|has no port",
                "relay --to nowhere.invalid:9|the host 'nowhere.invalid' is not known",
                "relay --to 127.0.0.1:9 --from 127.0.0.1:0|has no port",
                "relay --to 127.0.0.1:9 --delay 5|'5' is not a duration",
                "relay --to 127.0.0.1:9 --delay 11s|--delay: a delay of 11000 ms is not between 0 and 10 s",
                "relay --to 127.0.0.1:9 --back-delay 11s|--back-delay: a delay of 11000 ms",
                "relay --to 127.0.0.1:9 --loss 101%|'101%' is more than all",
                "relay --to 127.0.0.1:9 --loss 2|'2' is more than all",
                "relay --to 127.0.0.1:9 --rate 100|'100' is not a rate such as 64kbit",
                "relay --to 127.0.0.1:9 --rate 0mbit|'0mbit' is not between 1 bit/s and 100 Gbit/s",
                "relay --to 127.0.0.1:9 --rate 1gbit --delay 5s|more than the 256 MiB of a relay",
                "paths --rtt 10ms|need --real",
                "paths --real --small|without --small",
                "paths --real --controller cubic --controller rfc_9260|with one --controller",
                "paths --real --rtt 10|'10' is not a duration",
                "paths --real --size 0|--size 0 is not between",
                "paths --real --runs 0|--runs 0 is not between",
                "paths --real --duration 0s|--duration must be above 0",
            })
    void shouldRefuseWhatCannotBe(final String line, final String expected) {
        assertEquals(ExitCode.USAGE, run(line), err::toString);
        assertTrue(err.toString().contains(expected), err::toString);
    }

    @Test
    void shouldReadRatesAndAddresses() {
        final RateConverter rates = new RateConverter();
        assertEquals(64_000, rates.convert("64kbit"));
        assertEquals(2_500_000_000L, rates.convert("2.5gbit"));
        assertEquals(9899, new HostPortConverter().convert("[::1]:9899").getPort());
        assertTrue(new HostPortConverter().convert("localhost:1").getAddress().isLoopbackAddress());
    }

    @Test
    void shouldKeepFractionsOfMilliseconds() {
        assertEquals(Duration.ofNanos(200_000), new DurationConverter().convert("0.2ms"));
    }
}

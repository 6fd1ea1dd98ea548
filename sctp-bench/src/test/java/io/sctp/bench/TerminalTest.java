package io.sctp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.result.ResultTable;
import io.sctp.bench.result.Results;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What commands look like, whatever terminal there is. */
class TerminalTest {
    @Test
    void shouldSpellWhatATerminalWithoutUtf8DoesNotHave() {
        assertEquals("5 us - 2 x 3 ? ...", written(StandardCharsets.US_ASCII, "5 µs – 2 × 3 ☃ …"));
        assertEquals("5 µs – 2 × 3", written(StandardCharsets.UTF_8, "5 µs – 2 × 3"));
    }

    @Test
    void shouldTakeTheWidthThatItIsToldOrTheUsualOne() {
        assertEquals(132, Terminal.width("132"));
        assertEquals(20, Terminal.width("3"));
        for (final String nonsense : new String[] {null, "", "0", "wide", "-5", "99999"}) {
            assertEquals(80, Terminal.width(nonsense), nonsense);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {43, 60, 76, 80, 200})
    void shouldFitItsTablesIntoNarrowTerminals(final int width) {
        final List<String> lines = ResultTable.of(Results.of(5_000, Results.percentiles(1)), width)
                .lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .toList();
        assertEquals(7, lines.size());
        for (final String line : lines) {
            assertTrue(line.length() <= width, line);
        }
        assertTrue(lines.get(0).contains("p50 µs") && lines.get(0).contains("p99 µs"), lines.get(0));
    }

    /** Every command, and that without building or measuring anything. */
    @Test
    void shouldTellItsVersionAndHelpWithEveryCommand() {
        final CommandLine all = Main.commandLine();
        final List<String> commands = all.getSubcommands().keySet().stream()
                .filter(command -> !command.equals("help-texts"))
                .toList();
        assertEquals(15, commands.size());
        for (final String command : commands) {
            assertTrue(output(command, "--version").startsWith("sctp-java "), command);
            assertTrue(output(command, "--help").contains("Usage: sctp " + command), command);
        }
        assertTrue(output("--version").startsWith("sctp-java "));
    }

    @Test
    void shouldKeepTheSameHelpInFilesForWhereAJvmWouldTakeTooLong(@TempDir final Path folder) throws IOException {
        assertEquals(0, Main.commandLine().execute("help-texts", folder.toString()));
        try (var files = Files.list(folder)) {
            assertEquals(15, files.count());
        }
        final String live = Main.commandLine()
                .getSubcommands()
                .get("load")
                .setUsageHelpWidth(80)
                .getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertEquals(live, Files.readString(folder.resolve("load")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load --ppid -1",
                "load --rate fast",
                "load --rate 0",
                "load --rate -1",
                "load --rate NaN",
                "load --size 5",
                "load --size 99999999999999",
                "load --size x",
                "load --size 100:0.5",
                "load --streams 0",
                "load --associations 0",
                "load --batch 5000",
                "load --batch 0",
                "load --dispatcher 300",
                "load --provider nobody",
                "load --duration 0s",
                "load --duration x",
                "load --loss 2",
                "load --mode up",
                "load --arrival x",
                "load --threshold 5",
                "load --out -",
                "load --fault up@3s+1s",
                "load --fault down@3s",
                "load --fault kill@3s+1s",
                "load --fault loss=0%@3s+1s",
                "load --fault loss=101%@3s+1s",
                "load --fault delay=5@3s+1s",
                "load --fault down@3s+0s",
                "load --fault down@0s+1s",
                "load --fault down@3s+7s",
                "load --fault kill@10s",
                "load --fault down@3s+1s --fault delay=5ms@3.5s+1s",
                "load --fault kill@3s --fault down@4s+1s",
                "load --fault-device a/b",
                "load --fault-device -x",
                "load --provider userspace --fault down@3s+1s --fault-device nowhere0",
                "client 127.0.0.1 --fault kill@3s",
                "server --streams 0",
                "server --bind nowhere:x",
                "server --provider nobody",
                "client h --port x",
                "client 127.0.0.1 --shard 0/4",
                "client 127.0.0.1 --shard a/b",
                "client 127.0.0.1 --shard 1/2 --start-at soon",
                "load --shard 1/2",
                "merge a --out -",
                "compare --threshold p77=1% a b",
                "compare a b --threshold p99",
                "peers --peers nobody",
                "peers --modes up",
                "peers --provider nobody",
                "peers --sizes 0",
                "peers --rounds 0",
                "kernels --boots 0",
                "kernels --kernel /",
                "kernels --sysctl x",
                "jmh --forks 0",
                "nightly --boots 1",
                "load --profile 5",
                "load --profile 5@0s",
                "load --profile 0@5s",
                "load --profile 5-@1s",
                "load --rate 5 --profile 5@1s",
                "capacity --slo p99=5ms --profile 5@1s",
                "capacity --slo p98=5ms",
                "capacity --slo p99=0ms",
                "capacity --slo p99=5ms --rate max",
                "capacity --slo p99=5ms --repeats 0",
                "capacity --slo p99=5ms --precision 0",
                "capacity --slo p99=5ms --protocol echo",
                "client 127.0.0.1 --messages nothing",
                "client 127.0.0.1 --correlate 1:2",
                "client 127.0.0.1 --protocol diameter --captured-port 3868",
                "client 127.0.0.1 --rate capture",
                "client 127.0.0.1 --protocol echo --rate capture",
                "client 127.0.0.1 --protocol echo --identity a.b",
                "client 127.0.0.1 --protocol echo --window 0",
                "client 127.0.0.1 --protocol echo --mode oneway",
                "client 127.0.0.1 --protocol echo --messages nothing",
                "client 127.0.0.1 --protocol template --messages nothing",
                "client 127.0.0.1 --protocol diameter --messages /no/such/file",
                "client 127.0.0.1 --protocol diameter --identity name",
                "client 127.0.0.1 --protocol diameter --size 100",
                "client 127.0.0.1 --protocol m3ua --routing-context -1",
                "client 127.0.0.1 --protocol m3ua --messages nothing --correlate 12",
                "client 127.0.0.1 --accept-errors"
            })
    void shouldNameTheOptionThatIsWrong(final String line) {
        final String[] words = line.split(" ");
        final StringWriter errors = new StringWriter();
        final int status = Main.commandLine()
                .setErr(new PrintWriter(errors))
                .setOut(new PrintWriter(new StringWriter()))
                .setExecutionExceptionHandler((failure, command, parsed) -> Main.explain(failure, command))
                .execute(words);
        assertEquals(2, status, errors.toString());
        final String option = List.of(words).stream()
                .filter(word -> word.startsWith("--"))
                .reduce((first, second) -> second)
                .orElseThrow();
        assertTrue(errors.toString().lines().findFirst().orElseThrow().contains(option), errors.toString());
    }

    private static String output(final String... words) {
        final StringWriter text = new StringWriter();
        assertEquals(0, Main.commandLine().setOut(new PrintWriter(text)).execute(words));
        return text.toString();
    }

    private static String written(final Charset charset, final String text) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final PrintWriter writer = Terminal.writer(new PrintStream(bytes), charset);
        writer.print(text);
        writer.flush();
        return bytes.toString(charset);
    }
}

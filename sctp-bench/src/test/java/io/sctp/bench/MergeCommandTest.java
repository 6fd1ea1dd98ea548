package io.sctp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sctp.SctpAddress;
import io.sctp.bench.load.Server;
import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.Transports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several clients of one load, and {@code sctp merge}. */
@Timeout(120)
class MergeCommandTest {
    private static final int GENERATORS = 2;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({"echo", "oneway"})
    void shouldMakeOneResultOfClientsThatMeetAndShareALoad(final String mode) throws Exception {
        clients(mode);
        assertOnePartIsNotEnough();
        final Path merged = folder.resolve("merged");
        final int status = run("merge", folder.resolve("parts").toString(), "--out", merged.toString());
        final LoadResult result = ResultFile.read(merged.resolve("result.json"));
        final List<LoadResult> parts = ResultFile.readAll(folder.resolve("parts"));
        assertEquals(result.valid() ? 0 : 1, status, () -> out + err.toString());
        assertEquals(parts.get(0).sent() + parts.get(1).sent(), result.sent());
        assertEquals(result.sent(), result.received(), "none was lost");
        assertEquals(
                parts.get(0).latencyNs().count() + parts.get(1).latencyNs().count(),
                result.latencyNs().count());
        assertEquals(300, parts.get(0).intendedRate(), "three of five associations");
        assertEquals(200, parts.get(1).intendedRate(), "the other two");
        assertEquals(500, result.intendedRate());
        assertEquals(5, result.associations());
        assertEquals(parts.get(0).achievedRate() + parts.get(1).achievedRate(), result.achievedRate(), 1e-9);
        assertEquals(parts.get(0).shard().startAt(), parts.get(1).shard().startAt());
        assertTrue(
                result.merged().startSkewNs() < 1_000_000_000, result.merged().startSkewNs() + " ns of skew");
        assertEquals(mode.equals("oneway"), result.clockErrorNs() > 0, result.clockErrorNs() + " ns of clock error");
        assertTrue(out.toString().contains("2 generators, whose measurements began "), out::toString);
        assertTrue(Files.exists(merged.resolve("intervals.hlog")), "an interval log");
        assertTrue(Files.readString(merged.resolve("report.html")).contains("2 generators, whose"), "a page");
        assertOtherCommandsTakeIt(merged);
    }

    /** A busy machine may have made it invalid, which it is not here. */
    private void assertOtherCommandsTakeIt(final Path merged) throws IOException {
        final ObjectMapper json = new ObjectMapper();
        final ObjectNode node =
                (ObjectNode) json.readTree(merged.resolve("result.json").toFile());
        node.put("verdict", "VALID").put("valid", true).putArray("invalid_reasons");
        Files.writeString(merged.resolve("result.json"), node.toString());
        final List<String> runs = new ArrayList<>();
        for (final String side : List.of("base", "candidate")) {
            for (int i = 0; i < 5; i++) {
                final Path copy = folder.resolve(side).resolve("run-" + i);
                Files.createDirectories(copy);
                Files.copy(merged.resolve("result.json"), copy.resolve("result.json"));
            }
            runs.add(folder.resolve(side).toString());
        }
        assertEquals(0, run("compare", runs.get(0), runs.get(1)), () -> out + err.toString());
        assertTrue(out.toString().contains("no regression"), out::toString);
        final String page = folder.resolve("page.html").toString();
        assertEquals(0, run("report", merged.toString(), "--html", page), err::toString);
        final Path night = folder.resolve("nights/night-1/6.12/signalling/boot-1");
        Files.createDirectories(night);
        Files.copy(merged.resolve("result.json"), night.resolve("result.json"));
        final String store = folder.resolve("history.db").toString();
        assertEquals(
                0,
                run(
                        "history",
                        "--store",
                        store,
                        "--import",
                        folder.resolve("nights").toString()),
                err::toString);
        assertTrue(out.toString().contains("1 run"), out::toString);
    }

    private void assertOnePartIsNotEnough() {
        assertEquals(2, run("merge", folder.resolve("parts/1").toString()));
        assertEquals("sctp: the results of some generators are missing: 2/2\n", err.toString());
        assertEquals(1, run("merge", folder.resolve("nowhere").toString()));
        assertTrue(err.toString().endsWith("there is no file or folder " + folder.resolve("nowhere") + "\n"));
        assertFalse(Files.exists(folder.resolve("merged")), "nothing was written");
        err.getBuffer().setLength(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--shard 0/4|--shard: '0/4' is none of N parts",
                "--shard 5/4|--shard: '5/4' is none of N parts",
                "--shard 4|--shard: '4' is not of the form I/N",
                "--shard a/b|--shard: 'a/b' is not of the form I/N",
                "--shard 1/4|--associations, of all of them together, must be at least 4, not 1",
                "--start-at soon|--start-at: 'soon' is neither a time such as",
                "--start-at 2020-01-01T00:00:00Z|so 2020-01-01T00:00:00Z has passed",
                "--start-at 2120-01-01T00:00:00Z|so 2120-01-01T00:00:00Z is more than a day ahead",
                "--start-at dir:/x|--start-at: 'dir:/x' is where several generators meet: --shard tells",
            })
    void shouldSayWhatIsWrongWithAPartOrAStart(final String options, final String message) {
        final List<String> words = new ArrayList<>(List.of("client", "127.0.0.1"));
        words.addAll(List.of(options.split(" ", -1)));
        assertEquals(2, run(words.toArray(String[]::new)));
        assertTrue(err.toString().contains(message), err::toString);
    }

    /** Runs a client for each part of 500 messages/s over five associations. */
    private void clients(final String mode) throws Exception {
        final LoadTransport transport = Transports.named("userspace");
        final LoadTransport.Setup setup =
                new LoadTransport.Setup(16, 0, false, SizeDistribution.MAX_BYTES, false, 0, 0, false);
        final ExecutorService threads = Executors.newFixedThreadPool(GENERATORS);
        try (Server server = Server.answering(transport, SctpAddress.loopback(0), setup)) {
            final List<Future<Integer>> running = new ArrayList<>();
            for (int number = GENERATORS; number >= 1; number--) {
                final String[] words = {
                    "client",
                    "127.0.0.1",
                    "--port=" + server.address().port(),
                    "--provider=userspace",
                    "--mode=" + mode,
                    "--rate=500",
                    "--associations=5",
                    "--streams=2",
                    "--warmup=1s",
                    "--duration=2s",
                    "--shard=" + number + "/" + GENERATORS,
                    "--start-at=dir:" + folder.resolve("meeting"),
                    "--out=" + folder.resolve("parts/" + number)
                };
                running.add(threads.submit(() -> run(words)));
            }
            for (final Future<Integer> client : running) {
                assertTrue(client.get() < 2, () -> out + err.toString());
            }
        } finally {
            threads.shutdownNow();
        }
        assertTrue(err.toString().contains("sctp: ready; the start is at "), err::toString);
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
    }

    private int run(final String... words) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, command, parsed) -> Main.explain(failure, command))
                .execute(words);
    }
}

package io.sctp.bench.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.kernels.Campaign;
import io.sctp.bench.kernels.FakeMachine;
import io.sctp.bench.kernels.Load;
import io.sctp.bench.result.ResultFile;
import io.sctp.bench.result.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    private static final List<Load> LOADS = List.of(new Load("small", List.of()), new Load("large", List.of()));

    @TempDir
    private Path folder;

    @Test
    void shouldKeepEveryRunOfANightOnce() throws Exception {
        campaign("night", 1);
        try (Store store = open()) {
            assertEquals(12, store.add(folder.resolve("night")), "two kernels, two loads, three boots");
            assertEquals(0, store.add(folder.resolve("night")), "the same once more");
        }
        try (Store store = open()) {
            assertEquals(0, store.add(folder.resolve("night")), "the same, opened anew");
            assertEquals(12, store.runs().size());
        }
    }

    @Test
    void shouldKeepWhatARunMeasuredAndWhatMayExplainIt() throws Exception {
        campaign("night", 1.5);
        try (Store store = open()) {
            store.add(folder.resolve("night"));
            final StoredRun run = store.runs().stream()
                    .filter(of -> of.line().kernel().equals("6.12"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    Map.of("throughput", 3330.0, "p50", 150_150.0, "p99", 225_225.0, "p99.9", 300_300.0),
                    run.figures());
            assertEquals(
                    new StoredRun.Surroundings(
                            "0.1.0", "5d1c2a8f0b7e", "6.12.9", "6.12.1-1", "17.0.15 (Debian)", "-Xmx1g"),
                    run.surroundings());
            assertEquals("a-host, 2 × A processor, amd64", run.line().machine(), "by the wall clock it matters where");
        }
    }

    /** Loads of one name that are not the same load are no points of one line. */
    @Test
    void shouldTellLoadsApartByWhatTheyAre() throws Exception {
        final Path boots = folder.resolve("night/6.12/small");
        ResultFile.write(boots.resolve("boot-1/result.json"), Results.of(5_000, Results.percentiles(1)));
        final Path other = boots.resolve("boot-2/result.json");
        ResultFile.write(other, Results.of(5_000, Results.percentiles(1)));
        Files.writeString(other, Files.readString(other).replace("\"streams\" : 2", "\"streams\" : 3"));
        try (Store store = open()) {
            store.add(folder.resolve("night"));
            assertEquals(
                    2, store.runs().stream().map(StoredRun::line).distinct().count());
        }
    }

    @Test
    void shouldLeaveOutWhatIsInvalid() throws Exception {
        ResultFile.write(
                folder.resolve("night/6.12/small/boot-1/result.json"),
                Results.of(5_000, Results.percentiles(1), "6.12.9", List.of("the rate was missed")));
        try (Store store = open()) {
            assertEquals(1, store.add(folder.resolve("night")));
            assertEquals(List.of(), store.runs());
        }
    }

    @Test
    void shouldAddAllOfSeveralNightsOrNothing() throws Exception {
        campaign("nights/one", 1);
        campaign("nights/two", 1.1);
        ResultFile.write(folder.resolve("nights/result.json"), Results.of(1, Results.percentiles(1)));
        try (Store store = open()) {
            final IOException failure = assertThrows(IOException.class, () -> store.add(folder.resolve("nights")));
            assertTrue(failure.getMessage().contains("NIGHT/KERNEL/LOAD/boot-N/"), failure::getMessage);
            assertEquals(List.of(), store.runs());
            Files.delete(folder.resolve("nights/result.json"));
            assertEquals(24, store.add(folder.resolve("nights")));
        }
    }

    @Test
    void shouldRefuseAFileThatIsSomethingElse() throws Exception {
        Files.writeString(folder.resolve("history.db"), "this is a text, and long enough for a header".repeat(9));
        final IOException failure = assertThrows(IOException.class, this::open);
        assertTrue(failure.getMessage().contains("history.db cannot be used as a store"), failure::getMessage);
    }

    @Test
    void shouldRefuseAStoreOfALaterVersion() throws Exception {
        open().close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("history.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        final IOException failure = assertThrows(IOException.class, this::open);
        assertTrue(failure.getMessage().contains("version 99"), failure::getMessage);
    }

    private Store open() throws IOException {
        return Store.open(folder.resolve("history.db"));
    }

    private void campaign(final String name, final double factor) throws Exception {
        final Campaign campaign = new Campaign(List.of("6.1", "6.12"), 3, "icount", LOADS, 1, folder.resolve(name));
        campaign.run(new FakeMachine(Map.of("6.1", factor * 1.02, "6.12", factor)), new FakeMachine.Quiet());
    }
}

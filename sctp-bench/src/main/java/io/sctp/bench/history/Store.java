package io.sctp.bench.history;

import io.sctp.bench.compare.Metric;
import io.sctp.bench.environment.Origin;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The runs of all nights, in a SQLite file. A run that is added again is stored only once. */
public final class Store implements AutoCloseable {
    /** The version of the tables that this code writes, stored as {@code PRAGMA user_version}. */
    static final int SCHEMA_VERSION = 1;

    private static final int BUSY_MS = 30_000;

    private static final List<String> TABLES =
            List.of("""
            CREATE TABLE run (
              id INTEGER PRIMARY KEY,
              digest TEXT NOT NULL UNIQUE,
              night TEXT NOT NULL,
              started_at TEXT NOT NULL,
              kernel TEXT NOT NULL,
              release TEXT NOT NULL,
              kernel_package TEXT,
              load TEXT NOT NULL,
              parameters TEXT NOT NULL,
              provider TEXT NOT NULL,
              clock TEXT NOT NULL,
              version TEXT,
              commit_id TEXT,
              host TEXT,
              label TEXT,
              jdk TEXT NOT NULL,
              jvm_flags TEXT NOT NULL,
              machine TEXT NOT NULL,
              valid INTEGER NOT NULL
            )""", """
            CREATE TABLE figure (
              run INTEGER NOT NULL REFERENCES run (id),
              metric TEXT NOT NULL,
              value REAL NOT NULL,
              PRIMARY KEY (run, metric)
            ) WITHOUT ROWID""", "CREATE INDEX run_of_series ON run (kernel, load, night)");

    private static final String VALID_RUNS =
            "SELECT * FROM run WHERE valid = 1 ORDER BY night, kernel, load, started_at";

    private final Path file;
    private final Connection connection;

    private Store(final Path file, final Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** The default location: with the user's other data. */
    public static Path standardFile() {
        final String data = System.getenv("XDG_DATA_HOME");
        final Path home = data == null || data.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "share")
                : Path.of(data);
        return home.resolve("sctp-java").resolve("history.db");
    }

    /**
     * Opens a store, or creates it if it does not exist.
     *
     * @throws IOException if the file is not a store, or was written by a later version of this program
     */
    public static Store open(final Path file) throws IOException {
        final Path absolute = file.toAbsolutePath();
        Files.createDirectories(absolute.getParent());
        Connection connection = null;
        try {
            connection = DriverManager.getConnection("jdbc:sqlite:" + absolute);
            final Store store = new Store(absolute, connection);
            store.prepare();
            return store;
        } catch (final SQLException e) {
            close(connection);
            throw failure(absolute, e);
        } catch (final IOException e) {
            close(connection);
            throw e;
        }
    }

    private void prepare() throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + BUSY_MS);
            statement.execute("PRAGMA foreign_keys = ON");
            final int version;
            try (ResultSet found = statement.executeQuery("PRAGMA user_version")) {
                version = found.getInt(1);
            }
            if (version > SCHEMA_VERSION) {
                throw new IOException(
                        file + " is a store of version " + version + "; this program knows up to " + SCHEMA_VERSION);
            }
            if (version == 0) {
                connection.setAutoCommit(false);
                for (final String table : TABLES) {
                    statement.execute(table);
                }
                statement.execute("PRAGMA user_version = " + SCHEMA_VERSION);
                connection.commit();
                connection.setAutoCommit(true);
            }
        }
    }

    /**
     * Adds the runs of a night that the store does not have yet; after an error it has none of them.
     *
     * @param folder of a night, with its results in {@code KERNEL/LOAD/boot-N/}, or a folder of such folders
     * @return the number of runs added
     * @throws IOException if the folder contains no result
     */
    public int add(final Path folder) throws IOException {
        final Map<Path, List<Path>> nights = new HashMap<>();
        for (final Path result : ResultFile.find(folder)) {
            nights.computeIfAbsent(nightOf(result), any -> new ArrayList<>()).add(result);
        }
        try {
            connection.setAutoCommit(false);
            int added = 0;
            try {
                for (final List<Path> results : nights.values()) {
                    added += addNight(results);
                }
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            return added;
        } catch (final SQLException e) {
            throw failure(file, e);
        }
    }

    private static Path nightOf(final Path result) throws IOException {
        final Path absolute = result.toAbsolutePath().normalize();
        final int names = absolute.getNameCount();
        if (names < 4 || !absolute.getName(names - 2).toString().startsWith("boot-")) {
            throw new IOException(result + " is not where a night has its results: NIGHT/KERNEL/LOAD/boot-N/"
                    + ResultFile.STANDARD_NAME);
        }
        return absolute.getParent().getParent().getParent().getParent();
    }

    private int addNight(final List<Path> files) throws SQLException, IOException {
        final Map<Path, LoadResult> results = new HashMap<>();
        String night = null;
        for (final Path result : files) {
            final LoadResult read = ResultFile.read(result);
            results.put(result, read);
            night = night == null || read.startedAt().compareTo(night) < 0 ? read.startedAt() : night;
        }
        int added = 0;
        for (final Path result : files) {
            final Path folder = result.toAbsolutePath().normalize().getParent().getParent();
            final String load = folder.getFileName().toString();
            final String kernel = folder.getParent().getFileName().toString();
            final String digest = digest(kernel + "/" + load + "\n" + Files.readString(result));
            added += addRun(digest, night, kernel, load, results.get(result));
        }
        return added;
    }

    private int addRun(
            final String digest, final String night, final String kernel, final String load, final LoadResult result)
            throws SQLException {
        final Origin origin = result.origin();
        final List<Object> columns = new ArrayList<>(List.of(
                digest,
                night,
                result.startedAt(),
                kernel,
                result.kernel(),
                load,
                Parameters.of(result),
                result.provider(),
                result.clock(),
                result.environment().jdk(),
                String.join(" ", result.environment().jvmFlags()),
                result.environment().cpus() + " × " + result.environment().cpuModel() + ", "
                        + result.environment().arch(),
                result.valid() && !result.interrupted() ? 1 : 0));
        columns.add(origin == null ? null : origin.kernelPackage().orElse(null));
        columns.add(origin == null ? null : origin.version());
        columns.add(origin == null ? null : origin.shortCommit());
        columns.add(origin == null ? null : origin.host());
        columns.add(origin == null ? null : origin.label());
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT OR IGNORE INTO run (digest, night, started_at, kernel, release, load, parameters, provider,
                  clock, jdk, jvm_flags, machine, valid, kernel_package, version, commit_id, host, label)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (int i = 0; i < columns.size(); i++) {
                insert.setObject(i + 1, columns.get(i));
            }
            if (insert.executeUpdate() == 0) {
                return 0;
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO figure (run, metric, value) VALUES (last_insert_rowid(), ?, ?)")) {
            // It stays the run's: a table without row ids does not change it.
            for (final Metric metric : Metric.values()) {
                if (metric.of(result).isPresent()) {
                    insert.setString(1, metric.label());
                    insert.setDouble(2, metric.of(result).orElseThrow());
                    insert.executeUpdate();
                }
            }
        }
        return 1;
    }

    /** Returns all valid runs, ordered by night. */
    List<StoredRun> runs() throws IOException {
        final List<StoredRun> runs = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            final Map<Long, Map<String, Double>> figures = new HashMap<>();
            try (ResultSet row = statement.executeQuery("SELECT run, metric, value FROM figure")) {
                while (row.next()) {
                    figures.computeIfAbsent(row.getLong(1), any -> new HashMap<>())
                            .put(row.getString(2), row.getDouble(3));
                }
            }
            try (ResultSet row = statement.executeQuery(VALID_RUNS)) {
                while (row.next()) {
                    runs.add(StoredRun.of(row, figures.getOrDefault(row.getLong("id"), Map.of())));
                }
            }
        } catch (final SQLException e) {
            throw failure(file, e);
        }
        return runs;
    }

    private static String digest(final String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static IOException failure(final Path file, final SQLException cause) {
        return new IOException(file + " cannot be used as a store of nights: " + cause.getMessage(), cause);
    }

    private static void close(final Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (final SQLException e) {
                throw new IllegalStateException("a store that cannot be closed", e);
            }
        }
    }

    @Override
    public void close() {
        close(connection);
    }
}

package io.sctp.bench.shards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.schedule.Shard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When several generators start. */
@Timeout(60)
class StartAtTest {
    private static final Clock TEN = Clock.fixed(Instant.parse("2026-12-02T10:00:00Z"), ZoneOffset.UTC);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "2026-12-02T10:00:05Z,      2026-12-02T10:00:05Z",
        "2026-12-02T10:00:05.25Z,   2026-12-02T10:00:05.250Z",
        "2026-12-02T11:00:05+01:00, 2026-12-02T10:00:05Z",
        "2026-12-03T10:00:00Z,      2026-12-03T10:00:00Z",
        "2026-12-02T09:59:59.5Z,    2026-12-02T09:59:59.500Z",
    })
    void shouldReadATime(final String text, final String time) {
        final StartAt start = parse(text);
        assertTrue(start.isAgreed());
        assertEquals(time, start.agreed().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-12-02T09:59:58Z|it is 2026-12-02T10:00:00Z here, so 2026-12-02T09:59:58Z has passed",
                "1970-01-01T00:00:00Z|it is 2026-12-02T10:00:00Z here, so 1970-01-01T00:00:00Z has passed",
                "2026-12-03T10:00:01Z|it is 2026-12-02T10:00:00Z here, so "
                        + "2026-12-03T10:00:01Z is more than a day ahead",
                "2062-12-02T10:00:00Z|it is 2026-12-02T10:00:00Z here, so "
                        + "2062-12-02T10:00:00Z is more than a day ahead",
                "dir:|'dir:' names no folder",
            })
    void shouldRefuseATimeThatCannotBeMeant(final String text, final String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> parse(text)).getMessage());
    }

    /** A time without its zone is another moment on each machine. */
    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "10:00", "2026-12-02", "2026-12-02T10:00:05", "2026-13-02T10:00:05Z", "folder"})
    void shouldRefuseWhatIsNoTime(final String text) {
        assertEquals(
                "'" + text + "' is neither a time such as 2026-12-02T10:00:00Z nor a folder such as "
                        + "dir:/shared/run-1",
                assertThrows(IllegalArgumentException.class, () -> parse(text)).getMessage());
    }

    @Test
    void shouldSayThatGeneratorsWhichMeetNeedToKnowTheirNumber() {
        final IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> StartAt.parse("dir:/x", null, TEN, text -> {}));
        assertTrue(refusal.getMessage().contains("--shard"), refusal.getMessage());
    }

    @Test
    void shouldBeginAtItsTime() throws Exception {
        final Instant time = Instant.now().plusMillis(400);
        final StartAt start = StartAt.parse(time.toString(), null, Clock.systemUTC(), text -> {});
        start.await(Duration.ofMillis(100), () -> false);
        final long leftMs = Duration.between(Instant.now(), time).toMillis();
        assertTrue(leftMs <= 100, "it waits until shortly before: " + leftMs + " ms");
        final long aheadNs = start.beginNs() - System.nanoTime();
        assertTrue(aheadNs <= 100_000_000, aheadNs + " ns");
        assertTrue(!start.begun().isBefore(time), start.begun() + " is before " + time);
    }

    @Test
    void shouldNotStartLongAfterTheOthers() {
        final Instant time = TEN.instant();
        final Clock late = Clock.offset(TEN, Duration.ofSeconds(3));
        final StartAt tooLate = StartAt.parse(time.toString(), null, new Later(TEN, late), text -> {});
        assertEquals(
                "the start at 2026-12-02T10:00:00Z had passed by 3.0 s when this generator was ready: "
                        + "leave it more time",
                assertThrows(IOException.class, tooLate::beginNs).getMessage());
        assertNull(tooLate.begun(), "it did not start");
    }

    @Test
    void shouldNotWaitForARunThatHasEnded() throws Exception {
        final StartAt start =
                StartAt.parse(Instant.now().plusSeconds(3_000).toString(), null, Clock.systemUTC(), text -> {});
        start.await(Duration.ZERO, () -> true);
        assertNull(place(1, 2, LONG).meet(() -> true));
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count(), "it is not ready any more");
        }
    }

    @Test
    void shouldGiveAllWhoMeetTheSameTimeAfterTheLastHasCome() throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            final List<Future<Instant>> starts = new ArrayList<>();
            for (int number = 1; number <= 4; number++) {
                final MeetingPlace place = place(number, 5, LONG);
                starts.add(threads.submit(() -> place.meet(() -> false)));
            }
            Thread.sleep(200);
            assertFalse(starts.stream().anyMatch(Future::isDone), "the fifth has not come");
            final Instant before = Instant.now();
            final Instant last = place(5, 5, LONG).meet(() -> false);
            for (final Future<Instant> start : starts) {
                assertEquals(last, start.get());
            }
            assertFalse(last.isBefore(before.plus(SHORT)), "time enough for all to see it");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldSayWhoDidNotCome() throws Exception {
        Files.createFile(folder.resolve("ready-3-of-4"));
        final IOException failure =
                assertThrows(IOException.class, () -> place(2, 4, SHORT).meet(() -> false));
        assertEquals("generators 1, 4 of 4 did not come to " + folder + " in 0.3 s", failure.getMessage());
        assertFalse(Files.exists(folder.resolve("ready-2-of-4")), "it has gone, and may come again");
    }

    @Test
    void shouldRefuseAFolderOfAnotherRun() throws Exception {
        Files.writeString(folder.resolve("start"), "2026-01-01T00:00:00Z\n");
        final Callable<Instant> meeting = () -> place(1, 2, SHORT).meet(() -> false);
        assertTrue(assertThrows(IOException.class, meeting::call).getMessage().contains("give each run its own"));
        Files.delete(folder.resolve("start"));
        Files.createFile(folder.resolve("ready-1-of-2"));
        assertTrue(assertThrows(IOException.class, meeting::call)
                .getMessage()
                .contains("two generators have --shard 1/2"));
        Files.delete(folder.resolve("ready-1-of-2"));
        Files.createFile(folder.resolve("ready-3-of-3"));
        assertTrue(assertThrows(IOException.class, meeting::call).getMessage().contains("are not of one run"));
    }

    @Test
    void shouldRefuseToStartByAClockThatIsFarBehind() throws Exception {
        final MeetingPlace behind = new MeetingPlace(
                folder, new Shard(2, 2), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-1)), LONG, SHORT);
        final ExecutorService threads = Executors.newFixedThreadPool(1);
        try {
            final Future<Instant> other = threads.submit(() -> place(1, 2, LONG).meet(() -> false));
            final IOException failure = assertThrows(IOException.class, () -> behind.meet(() -> false));
            assertTrue(failure.getMessage().matches("this machine's clock is at least (59|60)\\.\\d{3} s behind .*"));
            other.get();
        } finally {
            threads.shutdownNow();
        }
    }

    private MeetingPlace place(final int number, final int of, final Duration patience) {
        return new MeetingPlace(folder, new Shard(number, of), Clock.systemUTC(), patience, SHORT);
    }

    private static StartAt parse(final String text) {
        return StartAt.parse(text, new Shard(1, 2), TEN, news -> {});
    }

    /** One clock when it is asked first, another one from then on. */
    private static final class Later extends Clock {
        private final Clock first;
        private final Clock then;
        private boolean asked;

        Later(final Clock first, final Clock then) {
            this.first = first;
            this.then = then;
        }

        @Override
        public Instant instant() {
            final Clock now = asked ? then : first;
            asked = true;
            return now.instant();
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(final ZoneId zone) {
            return this;
        }
    }
}

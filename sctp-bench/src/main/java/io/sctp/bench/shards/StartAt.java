package io.sctp.bench.shards;

import io.sctp.bench.load.Start;
import io.sctp.bench.schedule.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A start at a time of day, given, or agreed on by all generators in a shared folder. */
public final class StartAt implements Start {
    /** A start that was missed by more is not together with the others. */
    static final Duration MAX_LATE = Duration.ofSeconds(1);
    /** A later start is more likely a mistake. */
    static final Duration MAX_AHEAD = Duration.ofDays(1);

    private static final String FOLDER = "dir:";
    private static final long MAX_SLEEP_MS = 100;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final MeetingPlace place;
    private final Clock clock;
    private final Consumer<String> news;
    private Instant agreed;
    private Instant begun;

    private StartAt(final Instant given, final MeetingPlace place, final Clock clock, final Consumer<String> news) {
        this.agreed = given;
        this.place = place;
        this.clock = clock;
        this.news = news;
    }

    /**
     * Reads a time such as {@code 2026-12-02T10:00:00Z}, or a folder such as {@code dir:/shared/run-1}.
     *
     * @param shard the part of this generator; null if there is only one
     * @param clock this machine's
     * @param news receives lines for people
     * @throws IllegalArgumentException if it is neither, or the time has passed or is more than a day ahead
     */
    public static StartAt parse(final String text, final Shard shard, final Clock clock, final Consumer<String> news) {
        return text.startsWith(FOLDER)
                ? inFolder(text.substring(FOLDER.length()), shard, clock, news)
                : new StartAt(time(text, clock.instant()), null, clock, news);
    }

    /** A start as soon as everything is ready here, whatever the other generators do. */
    public static StartAt once(final Clock clock) {
        return new StartAt(null, null, clock, text -> {});
    }

    private static StartAt inFolder(
            final String folder, final Shard shard, final Clock clock, final Consumer<String> news) {
        if (folder.isEmpty()) {
            throw new IllegalArgumentException("'" + FOLDER + "' names no folder");
        }
        if (shard == null) {
            throw new IllegalArgumentException("'" + FOLDER + folder
                    + "' is where several generators meet: --shard tells how many, and which of them this is");
        }
        return new StartAt(
                null,
                new MeetingPlace(Path.of(folder), shard, clock, MeetingPlace.PATIENCE, MeetingPlace.LEAD),
                clock,
                news);
    }

    private static Instant time(final String text, final Instant now) {
        final Instant time;
        try {
            time = OffsetDateTime.parse(text).toInstant();
        } catch (final DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither a time such as 2026-12-02T10:00:00Z nor a folder such as "
                            + "dir:/shared/run-1",
                    e);
        }
        final Duration ahead = Duration.between(now, time);
        if (ahead.plus(MAX_LATE).isNegative()) {
            throw new IllegalArgumentException("it is " + now + " here, so " + text + " has passed");
        }
        if (ahead.compareTo(MAX_AHEAD) > 0) {
            throw new IllegalArgumentException("it is " + now + " here, so " + text + " is more than a day ahead");
        }
        return time;
    }

    @Override
    public boolean isAgreed() {
        return agreed != null || place != null;
    }

    @Override
    public void await(final Duration before, final BooleanSupplier ended) throws IOException, InterruptedException {
        if (agreed == null) {
            news.accept("ready, and waiting for the other generators");
            agreed = place.meet(ended);
        }
        if (agreed == null) {
            return;
        }
        news.accept(String.format(
                Locale.ROOT, "ready; the start is at %s, in %.1f s", agreed, left().toMillis() / MILLIS_PER_SECOND));
        // Asked for again and again, since somebody may set the clock.
        for (Duration rest = left().minus(before);
                !rest.isNegative() && !ended.getAsBoolean();
                rest = left().minus(before)) {
            Thread.sleep(Math.min(MAX_SLEEP_MS, rest.toMillis() + 1));
        }
    }

    @Override
    public long beginNs() throws IOException {
        final long nowNs = System.nanoTime();
        final Instant now = clock.instant();
        final long leftNs = agreed == null ? 0 : Duration.between(now, agreed).toNanos();
        if (leftNs < -MAX_LATE.toNanos()) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "the start at %s had passed by %.1f s when this generator was ready: leave it more time",
                    agreed,
                    -Duration.ofNanos(leftNs).toMillis() / MILLIS_PER_SECOND));
        }
        final long waitNs = Math.max(leftNs, LEAD_NS);
        begun = now.plusNanos(waitNs);
        return nowNs + waitNs;
    }

    /** The agreed time; null if there was no agreement. Call it, as the next, after the run. */
    public Instant agreed() {
        return agreed;
    }

    /** When the schedule really began, by this machine's clock; null if it did not. */
    public Instant begun() {
        return begun;
    }

    private Duration left() {
        return Duration.between(clock.instant(), agreed);
    }
}

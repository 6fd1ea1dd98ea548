package io.sctp.bench.schedule;

/** One association's part of a recording: of P associations, every P-th message. */
final class RecordedSchedule implements Schedule {
    private final Recording recording;
    private final int part;
    private final int parts;
    private long next;

    RecordedSchedule(final Recording recording, final int part, final int parts) {
        this.recording = recording;
        this.part = part;
        this.parts = parts;
        this.next = part;
    }

    @Override
    public long nextNs() {
        final long timeNs = recording.timeNs(next);
        next += parts;
        return timeNs;
    }

    @Override
    public long remaining(final long fromNs, final long untilNs) {
        return Math.max(
                0, own(recording.countBefore(untilNs)) - Math.max(own(recording.countBefore(fromNs)), own(next)));
    }

    /** How many of the first messages of the whole recording are of this part. */
    private long own(final long first) {
        return (first - part + parts - 1) / parts;
    }
}

package io.sctp.bench.schedule;

import java.util.SplittableRandom;

/** The messages of one of several associations at a rate that changes: evenly spaced or independent. */
final class ProfileSchedule implements Schedule {
    private final Profile profile;
    private final int parts;
    private final SplittableRandom random;
    /** The number of messages of all associations together when the next one of this association is due. */
    private double position;

    /**
     * Begins with the first message.
     *
     * @param part the index of this association, from 0
     * @param random for independent messages; null for even spacing
     */
    ProfileSchedule(final Profile profile, final int part, final int parts, final SplittableRandom random) {
        this.profile = profile;
        this.parts = parts;
        this.random = random;
        this.position = random == null ? part : 0;
    }

    @Override
    public long nextNs() {
        if (random != null) {
            position -= parts * Math.log1p(-random.nextDouble());
            return Math.round(profile.timeNsOf(position));
        }
        final long timeNs = Math.round(profile.timeNsOf(position));
        position += parts;
        return timeNs;
    }

    @Override
    public long remaining(final long fromNs, final long untilNs) {
        final double first = Math.max(position, profile.messagesAt((double) fromNs));
        return Math.max(0, Math.round((profile.messagesAt((double) untilNs) - first) / parts));
    }
}

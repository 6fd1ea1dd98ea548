package io.sctp.bench.result;

/**
 * What makes a run one of several that belong together.
 *
 * @param number of the generator, from 1
 * @param of the number of generators
 * @param scheduleAssociations associations of all generators together
 * @param scheduleRate requested messages per second of all generators together; null for {@code max}
 * @param startAt the agreed start, in ISO 8601; null if there was none
 * @param measuredFrom when the measurement began, by the generator's clock; null if it did not
 */
public record ShardRun(
        int number, int of, int scheduleAssociations, Double scheduleRate, String startAt, String measuredFrom) {
    /** Returns the generator as it is given to {@code --shard}. */
    public String name() {
        return number + "/" + of;
    }
}

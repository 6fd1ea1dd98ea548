package io.sctp.engine.sim;

import io.sctp.engine.send.MessageIdentifiers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which identifier each message must have (RFC 8260 section 2.1): the ordered and the unordered ones of a stream are
 * counted.
 */
final class MessageCounts {
    /** The ordered or the unordered messages of a stream. */
    private record Lane(int stream, boolean unordered) {}

    private final Map<Lane, TreeMap<Long, Integer>> identifiers = new HashMap<>();
    private final Map<Lane, Integer> next = new HashMap<>();
    private final Map<Long, Lane> lanes = new HashMap<>();

    void sent(final long number, final int stream, final boolean unordered) {
        final Lane lane = new Lane(stream, unordered);
        lanes.put(number, lane);
        identifiers
                .computeIfAbsent(lane, any -> new TreeMap<>())
                .put(number, next.getOrDefault(lane, MessageIdentifiers.first()));
        next.merge(lane, MessageIdentifiers.first() + 1, (before, any) -> before + 1);
    }

    /** Nothing of a message was sent, and it uses up no identifier. */
    void notSent(final long number) {
        final Lane lane = lanes.get(number);
        next.merge(lane, -1, Integer::sum);
        identifiers.get(lane).tailMap(number, false).replaceAll((later, identifier) -> identifier - 1);
    }

    /** These streams count anew; none means all. */
    void reset(final int... streams) {
        next.keySet()
                .removeIf(lane ->
                        streams.length == 0 || Arrays.stream(streams).anyMatch(stream -> stream == lane.stream()));
    }

    boolean isOf(final long number, final int identifier) {
        return identifiers.get(lanes.get(number)).get(number) == identifier;
    }
}

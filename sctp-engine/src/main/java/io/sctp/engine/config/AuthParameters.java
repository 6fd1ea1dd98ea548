package io.sctp.engine.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How chunks of new associations are authenticated (RFC 4895).
 *
 * @param isSupported whether they can be at all
 * @param chunks the types that are taken only when they are authenticated, at most 16; INIT, INIT ACK, SHUTDOWN
 *     COMPLETE and AUTH cannot be (section 3.2)
 * @param algorithms the HMAC identifiers (section 8) that are offered, the preferred one first: SHA-256, 3, and SHA-1,
 *     1, which section 3.3 demands
 * @param keys the shared keys with which associations begin, by number; with none there is the empty key 0
 * @param activeKey the number of the key with which associations sign
 */
public record AuthParameters(
        boolean isSupported, List<Integer> chunks, List<Integer> algorithms, Map<Integer, byte[]> keys, int activeKey) {
    private static final int HMAC_SHA_1 = 1;
    private static final int HMAC_SHA_256 = 3;
    private static final int MAX_CHUNKS = 16;

    /** INIT, INIT ACK, SHUTDOWN COMPLETE and AUTH. */
    private static final Set<Integer> NEVER_AUTHENTICATED = Set.of(1, 2, 14, 15);

    static final AuthParameters DEFAULT =
            new AuthParameters(false, List.of(), List.of(HMAC_SHA_256, HMAC_SHA_1), Map.of(), 0);

    public AuthParameters {
        chunks = List.copyOf(chunks);
        algorithms = List.copyOf(algorithms);
        keys = Map.copyOf(keys);
        if (chunks.size() > MAX_CHUNKS) {
            throw new IllegalArgumentException(chunks.size() + " chunk types, more than " + MAX_CHUNKS);
        }
        for (final int type : chunks) {
            if (type < 0 || type > 255 || NEVER_AUTHENTICATED.contains(type)) {
                throw new IllegalArgumentException("chunk type " + type + " cannot be authenticated");
            }
        }
        if (!algorithms.contains(HMAC_SHA_1)
                || Set.copyOf(algorithms).size() < algorithms.size()
                || !Set.of(HMAC_SHA_1, HMAC_SHA_256).containsAll(algorithms)) {
            throw new IllegalArgumentException("HMAC identifiers " + algorithms + ", not 1 alone, or 1 and 3");
        }
        if (keys.isEmpty() ? activeKey != 0 : !keys.containsKey(activeKey)) {
            throw new IllegalArgumentException("there is no key " + activeKey);
        }
    }

    AuthParameters withSupport(final boolean value) {
        return new AuthParameters(value, chunks, algorithms, keys, activeKey);
    }

    AuthParameters withChunks(final List<Integer> value) {
        return new AuthParameters(isSupported, value, algorithms, keys, activeKey);
    }

    AuthParameters withAlgorithms(final List<Integer> value) {
        return new AuthParameters(isSupported, chunks, value, keys, activeKey);
    }

    AuthParameters withKeys(final Map<Integer, byte[]> value, final int active) {
        return new AuthParameters(isSupported, chunks, algorithms, value, active);
    }
}

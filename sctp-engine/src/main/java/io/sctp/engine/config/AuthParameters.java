package io.sctp.engine.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How chunks of new associations are authenticated (RFC 4895).
 *
 * @param isSupported whether authentication is supported
 * @param chunks the chunk types that are accepted only if authenticated, at most 16, without INIT, INIT ACK, SHUTDOWN
 *     COMPLETE and AUTH (RFC 4895 section 3.2)
 * @param algorithms the offered HMAC identifiers (RFC 4895 section 8), the preferred one first: SHA-256 is 3, and SHA-1
 *     is 1, which RFC 4895 section 3.3 requires
 * @param keys the initial shared keys by number; if empty, the empty key 0
 * @param activeKey the number of the initial active key
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

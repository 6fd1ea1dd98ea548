package io.sctp.engine.association;

/**
 * SipHash-1-3 of a few longs under a secret key, for tables that peers can fill. An attacker cannot choose entries that
 * fall into the same bucket.
 */
final class KeyedHash {
    private static final int FINAL_ROUNDS = 3;

    private final long key0;
    private final long key1;

    KeyedHash(final long key0, final long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    long of(final long value) {
        return hash(1, value, 0, 0);
    }

    long of(final long first, final long second, final long third) {
        return hash(3, first, second, third);
    }

    private long hash(final int blocks, final long first, final long second, final long third) {
        long v0 = key0 ^ 0x736F_6D65_7073_6575L;
        long v1 = key1 ^ 0x646F_7261_6E64_6F6DL;
        long v2 = key0 ^ 0x6C79_6765_6E65_7261L;
        long v3 = key1 ^ 0x7465_6462_7974_6573L;
        for (int round = 0; round < blocks + FINAL_ROUNDS; round++) {
            if (round == blocks) {
                v2 ^= 0xFF;
            }
            final long block = round >= blocks ? 0 : round == 0 ? first : round == 1 ? second : third;
            v3 ^= block;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= block;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}

package io.sctp.kernel;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * What the soak sends: the n-th message of a client's stream is the same bytes wherever it is asked for, so that what
 * arrives is checked without a header in it, down to messages of one byte.
 */
final class SoakTraffic {
    static final int STREAMS = 64;
    static final int LARGEST = 256 << 10;

    private final long seed;
    private final ByteBuffer noise = ByteBuffer.allocateDirect(2 * LARGEST);

    SoakTraffic(final long seed) {
        this.seed = seed;
        final SplittableRandom random = new SplittableRandom(seed);
        while (noise.hasRemaining()) {
            noise.putLong(random.nextLong());
        }
    }

    /** A message, from position to limit of a buffer of its own. */
    ByteBuffer message(final int client, final int stream, final int n) {
        final SplittableRandom random = new SplittableRandom(((seed * 31 + client) * STREAMS + stream) * 1_000_003 + n);
        final int size = size(random);
        return noise.slice(random.nextInt(LARGEST), size);
    }

    /** Mostly signalling, sometimes a fragmented message, seldom one of the largest size. */
    private static int size(final SplittableRandom random) {
        final int kind = random.nextInt(100);
        if (kind < 5) {
            return kind == 0 ? LARGEST : 1;
        }
        return 1 + random.nextInt(kind < 85 ? 1400 : kind < 98 ? 20_000 : LARGEST);
    }
}

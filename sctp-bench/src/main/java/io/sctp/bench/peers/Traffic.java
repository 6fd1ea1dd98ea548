package io.sctp.bench.peers;

/**
 * The traffic of a measurement.
 *
 * @param size bytes of a message
 * @param batch messages per call, for peers that support it
 * @param associations used in turn, a batch each
 * @param streams of each association, used in turn
 */
record Traffic(int size, int batch, int associations, int streams) {
    private static final int MAX_STREAMS = 65_535;
    private static final int MAX_SIZE = 1 << 18;

    Traffic {
        require("--sizes", size, MAX_SIZE);
        require("--batch", batch, 1024);
        require("--associations", associations, 10_000);
        require("--streams", streams, MAX_STREAMS);
    }

    private static void require(final String name, final int value, final int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " " + value + " is not between 1 and " + most);
        }
    }
}

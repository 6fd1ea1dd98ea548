package io.sctp.bench.record;

/**
 * The recordings of a run's messages: latency since the intended time, per stream and in total, and service time since
 * the send.
 */
public final class Recorders {
    /**
     * Maximum number of streams with three significant digits each. With more streams, two: 1 % instead of 0.1 %, a
     * tenth of the memory.
     */
    private static final int MAX_PRECISE_STREAMS = 64;
    /** With more streams than this, one digit: 65,535 streams then take about 300 MB. */
    private static final int MAX_FAIR_STREAMS = 4_096;

    private final LatencyRecorder total;
    private final LatencyRecorder service;
    private final LatencyRecorder[] streams;

    /**
     * Empty recorders for streams 0 to {@code streamCount - 1}.
     *
     * @param manyWriters whether several threads record at once
     */
    public Recorders(final int streamCount, final boolean manyWriters) {
        total = new LatencyRecorder(3, manyWriters);
        service = new LatencyRecorder(3, manyWriters);
        streams = new LatencyRecorder[streamCount];
        for (int i = 0; i < streamCount; i++) {
            streams[i] = new LatencyRecorder(digits(streamCount), manyWriters);
        }
        total.allocate();
        service.allocate();
        if (streamCount <= MAX_PRECISE_STREAMS) {
            for (final LatencyRecorder stream : streams) {
                stream.allocate();
            }
        }
    }

    private static int digits(final int streamCount) {
        if (streamCount <= MAX_PRECISE_STREAMS) {
            return 3;
        }
        return streamCount <= MAX_FAIR_STREAMS ? 2 : 1;
    }

    /** Records one message. */
    public void record(final int stream, final long latencyNs, final long serviceNs) {
        total.record(latencyNs);
        service.record(serviceNs);
        streams[stream].record(latencyNs);
    }

    /** Collects every recorder; from the collecting thread. */
    public void collectAll() {
        total.collect();
        service.collect();
        for (final LatencyRecorder stream : streams) {
            stream.collect();
        }
    }

    /** Latency of all streams together. */
    public LatencyRecorder total() {
        return total;
    }

    /** Service time of all streams together. */
    public LatencyRecorder service() {
        return service;
    }

    /** Latency of one stream. */
    public LatencyRecorder stream(final int stream) {
        return streams[stream];
    }

    /** The number of streams. */
    public int streamCount() {
        return streams.length;
    }
}

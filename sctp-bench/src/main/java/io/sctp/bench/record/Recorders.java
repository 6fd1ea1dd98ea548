package io.sctp.bench.record;

import java.util.Arrays;
import java.util.List;

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
    private LatencyRecorder[] streams;
    private final List<String> types;
    private final List<LatencyRecorder> byType;
    private LatencyRecorder copy;

    /**
     * Empty recorders for streams 0 to {@code streamCount - 1}.
     *
     * @param manyWriters whether several threads record at once
     */
    public Recorders(final int streamCount, final boolean manyWriters) {
        this(streamCount, manyWriters, List.of());
    }

    /**
     * The same, and for messages of different types.
     *
     * @param types their names; empty if all messages are alike
     */
    public Recorders(final int streamCount, final boolean manyWriters, final List<String> types) {
        this.types = List.copyOf(types);
        this.byType =
                types.stream().map(type -> new LatencyRecorder(3, manyWriters)).toList();
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

    /** Recorders whose content is discarded. All streams share one, which takes little memory. */
    public static Recorders rehearsing(final Recorders real, final boolean manyWriters) {
        final Recorders rehearsal = new Recorders(1, manyWriters, real.types);
        final LatencyRecorder[] shared = new LatencyRecorder[real.streams.length];
        Arrays.fill(shared, rehearsal.streams[0]);
        rehearsal.streams = shared;
        return rehearsal;
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
        if (copy != null) {
            copy.record(latencyNs);
        }
    }

    /**
     * Records every latency there too; call it before the threads that record are started.
     *
     * @param newCopy for all threads that record
     */
    public void copyTo(final LatencyRecorder newCopy) {
        copy = newCopy;
    }

    /** Records the latency of a message of a type, apart from {@link #record}. */
    public void recordType(final int type, final long latencyNs) {
        byType.get(type).record(latencyNs);
    }

    /** Collects every recorder; from the collecting thread. */
    public void collectAll() {
        total.collect();
        service.collect();
        for (final LatencyRecorder stream : streams) {
            stream.collect();
        }
        byType.forEach(LatencyRecorder::collect);
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

    /** The names of the types of messages; empty if all are alike. */
    public List<String> types() {
        return types;
    }

    /** Latency of the type with this index in {@link #types}. */
    public LatencyRecorder type(final int type) {
        return byType.get(type);
    }

    /** The number of streams. */
    public int streamCount() {
        return streams.length;
    }
}

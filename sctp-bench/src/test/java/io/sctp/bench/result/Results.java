package io.sctp.bench.result;

import io.sctp.bench.environment.Environment;
import io.sctp.bench.environment.Origin;
import java.util.List;
import java.util.Map;

/** Results made up for tests. */
public final class Results {
    /** 50,000 values around 100 µs with a tail; fixed, since what the compression makes of it may differ. */
    private static final String HISTOGRAM =
            "HISTFAAAAdh4nC2RzWsTURDA982bN/NclrCsJYRQZJGSQxDxIKEEwR6LeBAJHnvwKP4JHhYJPYiEsgbxEEoPJXgIpZ"
                    + "RQQgmliIQgPdYSQghSFg+hSClBZCnWSeMM8/XmDW8ev8Xqh9uOA8qZC/yP85qvrx9fzA++B3ALjKgDGhyEmSAQWXCt"
                    + "g9aS6xMh+RnPCxa8bG4h5+f9xUIY5peKd8th4eGj+yvlJ6XlleW1p5XKpmqrgeqLJaoKETRhDz7DGLoQ6229ofviB3"
                    + "qiI2xgDztiE0yxbzqmbS7Fx9SkIxrTIV3RLsW8zyntckJ/KeGE93hKfT7hHzzhEddsww75go9tk1Nu2ylf8SXHdnzT"
                    + "rdoTrvMfnspU0+5wl3dEW1J1qcHrfEYRHVBXXknNwKSmSe+oZkamZ7ZN3ZzjuWzWw/e4JVsm+BEneqxreKZP9Tc91A"
                    + "1dl9+0daQTGMIRfIUv0JJshJ8w1ak+1Pu6o3/CbziFEWzBW1iHRP1Sx2qoYtVSG+pNpF6vVV69fP7iWXn1QalYKtwL"
                    + "i0vZfJjLBGHgBXeCjJvNuE7GWg8C67oeItKMxyyA9QgBHQvkW8El3DxwyRFSjiW5MTPJhShJy3etRXJlVtjKuLgb0o"
                    + "ga/wFiBojD";

    private Results() {}

    /** A valid run with these figures. */
    public static LoadResult of(final double throughput, final Percentiles latency) {
        return of(throughput, latency, "6.12.1", List.of());
    }

    /** A valid run of these streams. */
    public static LoadResult of(
            final double throughput, final Percentiles latency, final List<LoadResult.StreamLatency> streams) {
        return of(throughput, latency, "6.12.1", streams, List.of());
    }

    /** A run on this kernel, invalid if there are reasons. */
    public static LoadResult of(
            final double throughput,
            final Percentiles latency,
            final String kernel,
            final List<String> invalidReasons) {
        final List<LoadResult.StreamLatency> streams = List.of(
                new LoadResult.StreamLatency(0, 1_000, latency.p50(), latency.p99(), latency.max()),
                new LoadResult.StreamLatency(1, 5, null, null, latency.max()));
        return of(throughput, latency, kernel, streams, invalidReasons);
    }

    private static LoadResult of(
            final double throughput,
            final Percentiles latency,
            final String kernel,
            final List<LoadResult.StreamLatency> streams,
            final List<String> invalidReasons) {
        return new LoadResult(
                null,
                LoadResult.SCHEMA_VERSION,
                "2026-01-02T03:04:05Z",
                "kernel",
                kernel,
                "wall",
                "echo",
                "200",
                2,
                1,
                "fixed",
                46,
                false,
                64,
                2,
                false,
                0.01,
                10,
                2,
                10,
                10,
                1,
                5_000.0,
                null,
                5_000,
                throughput,
                60_000,
                60_000,
                0,
                0,
                0,
                0,
                12_345.5,
                0.25,
                latency,
                latency,
                new Percentiles(100L, 200L, 300L, null, null, 400L, 150.0, 1_000),
                new Percentiles(50L, 60L, null, null, null, 70L, 55.0, 100),
                0,
                streams,
                null,
                new LoadResult.Gc(1, 3),
                Map.of("SctpOutSCTPPacks", 120_000L),
                Map.of("SctpOutSCTPPacks", 5L),
                Map.of("SctpOutSCTPPacks", 120_005L),
                new Environment(
                        "Linux",
                        "amd64",
                        "A processor",
                        2,
                        "17.0.15 (Debian)",
                        List.of("-Xmx1g"),
                        Map.of("net.core.rmem_max", "212992")),
                new Origin(
                        "0.1.0",
                        "5d1c2a8f0b7e4c6d9a3b1e2f4c5d6a7b8c9d0e1f",
                        false,
                        "a-host",
                        null,
                        "#1 SMP Debian 6.12.1-1 (2026-01-01)"),
                null,
                null,
                List.of("load", "--rate", "5000"),
                new LoadResult.EncodedHistograms(HISTOGRAM, HISTOGRAM, HISTOGRAM, HISTOGRAM),
                List.of(),
                false,
                null,
                invalidReasons.isEmpty(),
                invalidReasons);
    }

    /** Latencies of fifty thousand messages, so many times as long as usual. */
    public static Percentiles percentiles(final double factor) {
        return new Percentiles(
                Math.round(100_000 * factor),
                Math.round(110_000 * factor),
                Math.round(150_000 * factor),
                Math.round(200_000 * factor),
                null,
                Math.round(300_000 * factor),
                101_000 * factor,
                50_000);
    }
}

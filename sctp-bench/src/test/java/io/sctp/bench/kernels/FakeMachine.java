package io.sctp.bench.kernels;

import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import io.sctp.bench.result.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Boots nothing, and leaves results as a guest would: a kernel's latency is 100 µs times its factor. */
public class FakeMachine implements Boots {
    private final Map<String, Double> factors;
    private final List<String> booted = Collections.synchronizedList(new ArrayList<>());

    /** A machine with these kernels. */
    public FakeMachine(final Map<String, Double> factors) {
        this.factors = factors;
    }

    /** The kernels in the order in which they were booted. */
    public List<String> booted() {
        return booted;
    }

    @Override
    public int boot(final String kernel, final String clock, final List<Load> loads, final Path out, final Path log)
            throws IOException {
        booted.add(kernel);
        Files.writeString(log, "booting\nno such kernel\n");
        if (!factors.containsKey(kernel)) {
            return 125;
        }
        for (final Load load : loads) {
            final double wobble = 1 + 0.001 * Collections.frequency(booted, kernel);
            ResultFile.write(
                    out.resolve(load.name()).resolve(ResultFile.STANDARD_NAME),
                    result(kernel, factors.get(kernel) * wobble));
        }
        return 0;
    }

    private static LoadResult result(final String kernel, final double factor) {
        return Results.of((double) Math.round(5_000 / factor), Results.percentiles(factor), kernel + ".9", List.of());
    }

    /** Tells nobody. */
    public static final class Quiet implements Campaign.Listener {
        @Override
        public void onBoot(final int number, final int of, final String kernel, final int boot) {}

        @Override
        public void onResult(final String kernel, final int boot, final Load load, final LoadResult result) {}
    }
}

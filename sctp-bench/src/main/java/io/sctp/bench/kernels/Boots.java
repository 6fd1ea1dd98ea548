package io.sctp.bench.kernels;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Boots a kernel and runs loads on it: the lab, or a substitute in tests. Used by several threads at once. */
@FunctionalInterface
public interface Boots {
    /**
     * Boots a kernel once and runs each load on it, each in a fresh JVM.
     *
     * @param kernel as for the lab's {@code --kernel}
     * @param clock {@code wall} or {@code icount}
     * @param loads to run, one after the other
     * @param out the folder for the results: a folder in it for each load, named after it
     * @param log for the output
     * @return the exit status
     * @throws InterruptedException if the thread was interrupted; the boot has then been ended
     */
    int boot(String kernel, String clock, List<Load> loads, Path out, Path log)
            throws IOException, InterruptedException;

    /**
     * How many boots may run at the same time without changing each other's figures.
     *
     * @param clock {@code wall} or {@code icount}
     */
    default int atOnce(final String clock) {
        return 1;
    }
}

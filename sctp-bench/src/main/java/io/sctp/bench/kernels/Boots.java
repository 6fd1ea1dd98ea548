package io.sctp.bench.kernels;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Boots a kernel and runs loads on it: the lab, or a substitute in tests. */
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
     */
    int boot(String kernel, String clock, List<Load> loads, Path out, Path log)
            throws IOException, InterruptedException;
}

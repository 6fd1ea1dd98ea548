package io.sctp.bench.kernels;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Something that boots a kernel and runs loads on it: the lab, or a test's own. */
@FunctionalInterface
public interface Boots {
    /**
     * Boots a kernel once and runs each load on it, each in a fresh JVM.
     *
     * @param kernel as the lab takes it
     * @param clock {@code wall} or {@code icount}
     * @param loads what to run, one after the other
     * @param out the folder for the results: a folder in it for each load, named after it
     * @param log where the output goes
     * @return the exit status
     */
    int boot(String kernel, String clock, List<Load> loads, Path out, Path log)
            throws IOException, InterruptedException;
}

package io.sctp.bench.kernels;

import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Several kernels, each booted several times in random order, with the same loads. The results are in
 * {@code FOLDER/KERNEL/LOAD/boot-N/}, so that {@code FOLDER/KERNEL/LOAD} is a set of runs for {@code compare}.
 *
 * @param kernels to boot
 * @param boots of each kernel
 * @param clock {@code wall} or {@code icount}
 * @param loads that run in each boot
 * @param seed of the random order
 * @param folder for the results
 */
public record Campaign(List<String> kernels, int boots, String clock, List<Load> loads, long seed, Path folder) {
    /** The maximum number of boots; more are taken for a mistake. */
    public static final int MAX_BOOTS = 1_000;

    private static final int LOG_LINES = 15;

    /** Checks the values. */
    public Campaign {
        if (kernels.isEmpty() || new LinkedHashSet<>(kernels).size() != kernels.size()) {
            throw new IllegalArgumentException(
                    "--kernel: name each kernel once, two folders of the same name as NAME=DIR: " + kernels);
        }
        for (final String kernel : kernels) {
            if (!kernel.matches("[A-Za-z0-9][A-Za-z0-9.+_-]*")) {
                throw new IllegalArgumentException("--kernel '" + kernel + "' is no kernel such as 6.12");
            }
        }
        if (boots < 1 || boots > MAX_BOOTS) {
            throw new IllegalArgumentException("--boots " + boots + " is not between 1 and " + MAX_BOOTS);
        }
        if (!clock.equals("wall") && !clock.equals("icount")) {
            throw new IllegalArgumentException("--clock is wall or icount, not '" + clock + "'");
        }
        kernels = List.copyOf(kernels);
        loads = List.copyOf(loads);
    }

    /**
     * The kernels in the order in which they are booted: in rounds of all of them, each in random order, so that a
     * machine that becomes slower or faster affects all of them alike.
     */
    public List<String> order() {
        // Generators with neighbouring seeds begin alike; this generator mixes the seed first.
        final Random random = new Random(new SplittableRandom(seed).nextLong());
        final List<String> order = new ArrayList<>();
        for (int i = 0; i < boots; i++) {
            final List<String> round = new ArrayList<>(kernels);
            Collections.shuffle(round, random);
            order.addAll(round);
        }
        return order;
    }

    /** The folder of a load's runs on a kernel. */
    public Path runs(final String kernel, final Load load) {
        return folder.resolve(kernel).resolve(load.name());
    }

    /** The results of a load on a kernel, boot by boot. */
    public List<LoadResult> results(final String kernel, final Load load) throws IOException {
        final List<LoadResult> results = new ArrayList<>();
        for (int boot = 1; boot <= boots; boot++) {
            results.add(ResultFile.read(resultFile(kernel, load, boot)));
        }
        return results;
    }

    /** The file of one result. */
    public Path resultFile(final String kernel, final Load load, final int boot) {
        return runs(kernel, load).resolve("boot-" + boot).resolve(ResultFile.STANDARD_NAME);
    }

    /**
     * Boots and runs everything, as many boots at the same time as the machine allows. The first boot that fails ends
     * the others.
     *
     * @param listener is called by one thread at a time
     * @throws IOException if the folder has an earlier campaign, or a boot wrote no result; the message says why
     */
    public void run(final Boots machine, final Listener listener) throws IOException, InterruptedException {
        requireEmpty();
        final List<String> order = order();
        final Map<String, Integer> booted = new HashMap<>();
        final List<Callable<Void>> boots = new ArrayList<>();
        for (final String kernel : order) {
            final int number = boots.size() + 1;
            final int boot = booted.merge(kernel, 1, Integer::sum);
            boots.add(() -> {
                synchronized (listener) {
                    listener.onBoot(number, order.size(), kernel, boot);
                }
                boot(machine, kernel, boot);
                final List<LoadResult> results = results(kernel, boot);
                synchronized (listener) {
                    for (int i = 0; i < results.size(); i++) {
                        listener.onResult(kernel, boot, loads.get(i), results.get(i));
                    }
                }
                return null;
            });
        }
        AtOnce.run(boots, machine.atOnce(clock));
    }

    private List<LoadResult> results(final String kernel, final int boot) throws IOException {
        final List<LoadResult> results = new ArrayList<>();
        for (final Load load : loads) {
            results.add(ResultFile.read(resultFile(kernel, load, boot)));
        }
        return results;
    }

    private void boot(final Boots machine, final String kernel, final int boot)
            throws IOException, InterruptedException {
        final Path back = folder.resolve(kernel).resolve("boot-" + boot);
        Files.createDirectories(back);
        final Path log = folder.resolve(kernel).resolve("boot-" + boot + ".log");
        final int status = machine.boot(kernel, clock, loads, back, log);
        for (final Load load : loads) {
            final Path from = back.resolve(load.name());
            if (!Files.exists(from.resolve(ResultFile.STANDARD_NAME))) {
                throw new IOException("kernel " + kernel + ", boot " + boot + ": no result of the load '" + load.name()
                        + "' (status " + status + "); " + log + " ends with:\n" + end(log));
            }
            final Path to = runs(kernel, load).resolve("boot-" + boot);
            Files.createDirectories(to.getParent());
            Files.move(from, to);
        }
        Files.deleteIfExists(back);
    }

    private void requireEmpty() throws IOException {
        Files.createDirectories(folder);
        for (final String kernel : kernels) {
            if (Files.exists(folder.resolve(kernel))) {
                throw new IOException(folder + " holds earlier results of kernel " + kernel
                        + ": choose another folder with --out, or delete it");
            }
        }
    }

    private static String end(final Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(log)) {
            final List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - LOG_LINES), all.size()));
        }
    }

    /** Is notified of the campaign's progress. */
    public interface Listener {
        /** A boot begins. The numbers count all boots, and those of its kernel. */
        void onBoot(int number, int of, String kernel, int boot);

        /** A load has run. */
        void onResult(String kernel, int boot, Load load, LoadResult result);
    }
}

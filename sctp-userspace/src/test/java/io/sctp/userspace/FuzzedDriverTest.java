package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.spi.ProviderHealth;
import io.sctp.userspace.config.StackConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Mutated packets of associations that ask for more memory than the drivers have, through the UDP socket, while an
 * honest association goes on: nothing throws, ends, leaks or stalls.
 */
class FuzzedDriverTest {
    private static final int ROUNDS = 5;
    private static final int SETS = 20;
    private static final int PACKETS = 500;
    private static final int PACKETS_PER_SECOND = 10_000;
    private static final int HOLDERS = 8;
    private static final int VICTIMS = 32;

    /** Half of what a driver has for messages, at least. */
    private static final long MUCH = 1 << 20;

    private static final int NEWCOMERS = 5;
    private static final int FIRST_PORT = 30_000;
    private static final long LEAK_PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    private static final String DONE = "as healthy as before";

    @Test
    void shouldSurviveMutatedPacketsWithLittleMemory() throws Exception {
        final long seed = Long.getLong("fuzz.seed", System.nanoTime());
        final String said = ChildJvm.run(
                FuzzedDriverTest.class,
                List.of(
                        "-Xmx64m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-D" + StackConfig.THREADS_PROPERTY + "=1",
                        "-D" + StackConfig.MEMORY_PROPERTY + "=8"),
                Long.toString(seed));
        assertTrue(said.contains(DONE), () -> "-Dfuzz.seed=" + seed + ": " + said);
    }

    /** The program: a seed. */
    public static void main(final String[] arguments) throws Exception {
        final long seed = Long.parseLong(arguments[0]);
        System.out.println("-Dfuzz.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final List<byte[]> corpus = corpus();
        try (HonestTraffic honest = new HonestTraffic()) {
            honest.ask(SHORT);
            final long usedBefore = honest.provider().health().memory().usedBytes();
            final AtomicBoolean goesOn = new AtomicBoolean(true);
            final CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> ask(honest, goesOn));
            long mostUsed = 0;
            for (int round = 0; round < ROUNDS; round++) {
                mostUsed = Math.max(mostUsed, attack(honest, corpus, random.split()));
            }
            goesOn.set(false);
            asking.get();
            final HonestTraffic.Newcomers newcomers = honest.admit(NEWCOMERS, SHORT);
            assertEquals(NEWCOMERS, newcomers.served(), newcomers.trouble());
            awaitNoMoreThan(honest, usedBefore);
            awaitAssociations(honest);
            assertTrue(mostUsed > usedBefore + MUCH, "the packets asked for little memory: " + mostUsed);
            System.out.println(DONE + "; at most " + mostUsed + " bytes used, "
                    + honest.provider().counters());
        }
    }

    private static void ask(final HonestTraffic honest, final AtomicBoolean goesOn) {
        try {
            while (goesOn.get()) {
                honest.ask(SHORT);
            }
        } catch (final IOException e) {
            throw new CompletionException(e);
        }
    }

    /**
     * Associations that hold what they can, and victims that errors end soon; returns how much memory was in use at
     * most.
     */
    private static long attack(final HonestTraffic honest, final List<byte[]> corpus, final SplittableRandom random)
            throws IOException {
        long used = 0;
        try (AttackerSocket socket = new AttackerSocket(honest.udpPort())) {
            final List<RawAssociation> holders = connect(honest, socket, FIRST_PORT, HOLDERS);
            for (int set = 0; set < SETS; set++) {
                final List<RawAssociation> victims =
                        connect(honest, socket, FIRST_PORT + HOLDERS + set * VICTIMS, VICTIMS);
                final MutatedPackets packets =
                        new MutatedPackets(honest.target(), holders, victims, corpus, random.split());
                socket.send(packets, honest.udpPort(), PACKETS_PER_SECOND, () -> packets.written() < PACKETS);
                final ProviderHealth health = honest.provider().health();
                assertTrue(health.isHealthy(), health::toString);
                assertTrue(
                        health.workers().stream().allMatch(worker -> worker.survivedErrors() == 0), health::toString);
                assertTrue(health.memory().allocatedBytes() <= health.memory().limitBytes(), health::toString);
                used = Math.max(used, health.memory().usedBytes());
            }
        }
        honest.clear();
        return used;
    }

    private static List<RawAssociation> connect(
            final HonestTraffic honest, final AttackerSocket socket, final int firstPort, final int count)
            throws IOException {
        final List<RawAssociation> associations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            associations.add(socket.connect(firstPort + i, honest.target().sinkPort()));
        }
        return associations;
    }

    /** What the attackers' associations held is free again. */
    private static void awaitNoMoreThan(final HonestTraffic honest, final long bytes) throws InterruptedException {
        final long beginNs = System.nanoTime();
        while (honest.provider().health().memory().usedBytes() > bytes) {
            assertTrue(
                    System.nanoTime() - beginNs < LEAK_PATIENCE_NS,
                    () -> "not " + bytes + ": " + honest.provider().health());
            Thread.sleep(20);
        }
    }

    /** The attackers' associations are gone: there are the two ends of the honest one. */
    private static void awaitAssociations(final HonestTraffic honest) throws InterruptedException {
        final long beginNs = System.nanoTime();
        while (honest.provider().counters().get("associations") > 2) {
            assertTrue(
                    System.nanoTime() - beginNs < LEAK_PATIENCE_NS,
                    () -> honest.provider().counters().toString());
            Thread.sleep(20);
        }
    }

    /**
     * The chunks of real packets: what the fuzzers of the engine begin from, without what tells those where to send it.
     */
    private static List<byte[]> corpus() throws IOException {
        final Path folder = Path.of("../sctp-engine/src/test/resources/fuzz/packet");
        final List<byte[]> corpus = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.sorted().toList()) {
                final byte[] seed = Files.readAllBytes(file);
                final int front = (seed[0] & 0x1F) == 0x16 ? 1 + Integer.BYTES : 1;
                if (seed.length > front) {
                    corpus.add(Arrays.copyOfRange(seed, front, seed.length));
                }
            }
        }
        assertTrue(corpus.size() > 50, "no corpus");
        return corpus;
    }
}

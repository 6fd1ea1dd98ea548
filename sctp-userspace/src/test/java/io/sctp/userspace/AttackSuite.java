package io.sctp.userspace;

import io.sctp.spi.ProviderHealth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Each {@link Attack} beside honest traffic on the same driver: {@code SECONDS [ATTACK...]}. Prints the 99th percentile
 * of the round trip beside the same flood sent to a closed UDP port, and under attack. Ends with status 1 if anything
 * is lost, a newcomer is not served, the provider is not well, or the second is more than five times the first (medians
 * of three runs).
 *
 * <p>Start it with {@code -Dio.sctp.udp.threads=1}, so that all share one driver; docs/threat-model.md has the command.
 */
public final class AttackSuite {
    static final int NEWCOMERS = 30;
    private static final int ROUNDS = 3;
    private static final double PERCENT = 99;
    private static final double MAX_RATIO = 5;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final double NANOS_PER_MICRO = 1000;

    private AttackSuite() {}

    /** What a flood did. */
    record Outcome(HonestTraffic.Asked asked, HonestTraffic.Newcomers newcomers, long sent, ProviderHealth health) {
        /** What is not as it should be; empty if nothing. */
        String complaints() {
            return (newcomers.served() == NEWCOMERS
                            ? ""
                            : newcomers.served() + " of " + NEWCOMERS + " newcomers: " + newcomers.trouble() + "; ")
                    + (health.isHealthy() ? "" : health + "; ")
                    + (health.workers().stream().allMatch(worker -> worker.survivedErrors() == 0)
                            ? ""
                            : "errors: " + health)
                    + (sent > 0 ? "" : "no packet was sent");
        }
    }

    /** The program. */
    public static void main(final String[] arguments) throws Exception {
        final Duration time = Duration.ofSeconds(Long.parseLong(arguments[0]));
        boolean isGood = true;
        System.out.printf(
                Locale.ROOT,
                "%-40s %9s %12s %12s %7s %12s %9s %12s%n",
                "attack",
                "packets/s",
                "closed p99",
                "attack p99",
                "ratio",
                "attack max",
                "newcomers",
                "slowest");
        try (HonestTraffic honest = new HonestTraffic()) {
            honest.ask(WARM_UP);
            for (final Attack attack : Attack.values()) {
                isGood &= !isWanted(attack, arguments) || compare(honest, attack, time);
            }
        }
        System.exit(isGood ? 0 : 1);
    }

    private static boolean isWanted(final Attack attack, final String[] arguments) {
        boolean isWanted = arguments.length == 1;
        for (int i = 1; i < arguments.length; i++) {
            isWanted |= attack.name().equals(arguments[i]);
        }
        return isWanted;
    }

    /** Both kinds of run in turns, so that what else the machine does meets both. */
    private static boolean compare(final HonestTraffic honest, final Attack attack, final Duration time)
            throws Exception {
        run(honest, attack, honest.udpPort(), WARM_UP); // the JVM has compiled what an attack needs
        final double[] besideUs = new double[ROUNDS];
        final double[] underUs = new double[ROUNDS];
        boolean isGood = true;
        for (int round = 0; round < ROUNDS; round++) {
            final Outcome beside = run(honest, attack, closedPort(), time);
            final Outcome under = run(honest, attack, honest.udpPort(), time);
            besideUs[round] = beside.asked().percentileNs(PERCENT) / NANOS_PER_MICRO;
            underUs[round] = under.asked().percentileNs(PERCENT) / NANOS_PER_MICRO;
            isGood &= under.complaints().isEmpty();
            print(attack, under, time, besideUs[round], underUs[round]);
        }
        final double ratio = median(underUs) / median(besideUs);
        System.out.printf(Locale.ROOT, "%-40s ratio of the medians %.1f%n", attack, ratio);
        return isGood && ratio <= MAX_RATIO;
    }

    private static void print(
            final Attack attack,
            final Outcome under,
            final Duration time,
            final double besideUs,
            final double underUs) {
        System.out.printf(
                Locale.ROOT,
                "%-40s %9d %9.0f us %9.0f us %7.1f %9.0f us %6d/%d %9.0f us %s%n",
                attack,
                under.sent() / time.toSeconds(),
                besideUs,
                underUs,
                underUs / besideUs,
                under.asked().maxNs() / NANOS_PER_MICRO,
                under.newcomers().served(),
                NEWCOMERS,
                under.newcomers().slowestNs() / NANOS_PER_MICRO,
                under.complaints());
    }

    private static double median(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** A port that nobody listens at; it was free a moment ago. */
    private static int closedPort() throws IOException {
        try (DatagramChannel closed = DatagramChannel.open()) {
            closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return ((InetSocketAddress) closed.getLocalAddress()).getPort();
        }
    }

    /** Honest traffic and newcomers for a time, beside a flood to a UDP port; fails if anything of it is lost. */
    static Outcome run(final HonestTraffic honest, final Attack attack, final int udpPort, final Duration time)
            throws IOException, InterruptedException, ExecutionException {
        final AtomicBoolean goesOn = new AtomicBoolean(true);
        try (AttackerSocket socket = new AttackerSocket(honest.udpPort())) {
            final Flood flood = attack.prepare(honest.target(), socket);
            final CompletableFuture<Long> flooding = inThread("flood", () -> {
                final long most = System.nanoTime() + time.multipliedBy(10).toNanos();
                return socket.send(
                        flood, udpPort, attack.packetsPerSecond, () -> goesOn.get() && System.nanoTime() - most < 0);
            });
            final CompletableFuture<HonestTraffic.Newcomers> admitting =
                    inThread("newcomers", () -> honest.admit(NEWCOMERS, time));
            final HonestTraffic.Asked asked;
            final HonestTraffic.Newcomers newcomers;
            try {
                asked = honest.ask(time);
                newcomers = admitting.get();
            } finally {
                goesOn.set(false);
                flooding.handle((sent, thrown) -> null).get();
            }
            honest.clear();
            return new Outcome(
                    asked, newcomers, flooding.get(), honest.provider().health());
        }
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> CompletableFuture<T> inThread(final String name, final Work<T> work) {
        final CompletableFuture<T> done = new CompletableFuture<>();
        final Thread thread = new Thread(
                () -> {
                    try {
                        done.complete(work.run());
                    } catch (final IOException | RuntimeException | Error e) {
                        done.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return done;
    }
}

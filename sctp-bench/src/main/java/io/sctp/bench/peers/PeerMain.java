package io.sctp.bench.peers;

import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.time.Duration;

/**
 * Measures one peer in a fresh JVM, which {@link PeerProcess} starts: {@code PeerMain PEER MODE SIZE WARMUP_MS
 * DURATION_MS BATCH ASSOCIATIONS STREAMS PROVIDER}. Prints a line for each {@link Round}.
 */
public final class PeerMain {
    private PeerMain() {}

    /** Runs the measurement. */
    public static void main(final String[] args) {
        final Mode mode = Mode.of(args[1]);
        final Duration warmUp = Duration.ofMillis(Long.parseLong(args[3]));
        final Duration duration = Duration.ofMillis(Long.parseLong(args[4]));
        final Traffic traffic = new Traffic(
                Integer.parseInt(args[2]),
                Integer.parseInt(args[5]),
                Integer.parseInt(args[6]),
                Integer.parseInt(args[7]));
        try {
            if (args[0].equals(PeerKind.IPERF3.label())) {
                Iperf3.run(traffic.size(), warmUp, duration).forEach(round -> System.out.println(round.line()));
            } else {
                measure(args[0], args[8], mode, traffic, warmUp, duration);
            }
        } catch (final PeerProcess.Unavailable e) {
            System.err.println(e.getMessage());
            System.exit(PeerProcess.STATUS_UNAVAILABLE);
        } catch (final UnsupportedOperationException | UnsatisfiedLinkError | ExceptionInInitializerError e) {
            // The errors with which com.sun.nio.sctp, and Netty on top of it, report that SCTP or libsctp is missing.
            System.err.println(e);
            System.exit(PeerProcess.STATUS_UNAVAILABLE);
        } catch (final IOException | InterruptedException | RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0); // even if a transport leaves threads running
    }

    private static void measure(
            final String name,
            final String provider,
            final Mode mode,
            final Traffic traffic,
            final Duration warmUp,
            final Duration duration)
            throws IOException, InterruptedException {
        try (Peer peer = open(name, SctpProvider.named(provider), traffic)) {
            new Rounds(peer, mode, round -> System.out.println(round.line())).run(warmUp, duration);
        }
    }

    private static Peer open(final String name, final SctpProvider provider, final Traffic traffic) throws IOException {
        return switch (name) {
            case "plain" -> new PlainPeer(provider, traffic);
            case "batch" -> new BatchPeer(provider, traffic);
            case "dispatcher" -> new DispatcherPeer(provider, traffic);
            case "one-to-one" -> ManyPeer.oneToOne(provider, traffic);
            case "many-receives" -> ManyPeer.manyReceives(provider, traffic);
            case "many-sends" -> ManyPeer.manySends(provider, traffic);
            case "jdk" -> new JdkPeer(traffic);
            case "netty" -> new NettyPeer(traffic);
            case "tcp" -> new TcpPeer(traffic);
            default -> throw new IllegalArgumentException("there is no peer '" + name + "' in Java");
        };
    }
}

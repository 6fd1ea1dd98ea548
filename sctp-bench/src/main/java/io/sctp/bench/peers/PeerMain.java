package io.sctp.bench.peers;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Measures one peer in a fresh JVM: {@code PeerMain PEER PATTERN MESSAGES ROUNDS [BYTES [BATCH [STREAMS]]]}. Prints a line
 * for each round, the early ones being the warm-up.
 */
public final class PeerMain {
    private static final double NANOS_PER_SECOND = 1e9;

    private PeerMain() {}

    /** What is done with the two ends. */
    @FunctionalInterface
    private interface Side {
        void run(int messages) throws IOException;
    }

    /** Runs the measurement. */
    public static void main(final String[] args) throws Exception {
        final int messages = Integer.parseInt(args[2]);
        final int rounds = Integer.parseInt(args[3]);
        final boolean roundTrip = args[1].equals("round-trip");
        try (Peer peer = open(args[0], number(args, 4, 100), number(args, 5, 64), number(args, 6, 1))) {
            for (int round = 1; round <= rounds; round++) {
                final long nanos = roundTrip
                        ? timed(messages, peer::ping, peer::pong)
                        : timed(messages, peer::send, peer::receive);
                System.out.printf(
                        Locale.ROOT,
                        "%s %s round %d: %d messages, %.0f/s, %.0f ns each%n",
                        args[0],
                        args[1],
                        round,
                        messages,
                        messages * NANOS_PER_SECOND / nanos,
                        (double) nanos / messages);
            }
        }
    }

    private static int number(final String[] args, final int index, final int otherwise) {
        return args.length > index ? Integer.parseInt(args[index]) : otherwise;
    }

    private static Peer open(final String name, final int messageBytes, final int batch, final int streams)
            throws IOException {
        return switch (name) {
            case "sctp-java" -> new BatchPeer(messageBytes, batch, streams);
            case "dispatcher" -> new DispatcherPeer(messageBytes, batch, streams);
            case "jdk" -> new JdkPeer(messageBytes);
            default -> throw new IllegalArgumentException("there is no peer '" + name + "'");
        };
    }

    private static long timed(final int messages, final Side first, final Side second)
            throws InterruptedException, ExecutionException {
        final FutureTask<Void> other = new FutureTask<>(() -> {
            second.run(messages);
            return null;
        });
        final Thread thread = new Thread(other, "second end");
        thread.start();
        final long begin = System.nanoTime();
        try {
            first.run(messages);
        } catch (final IOException e) {
            throw new ExecutionException(e);
        }
        other.get();
        final long end = System.nanoTime();
        thread.join();
        return end - begin;
    }
}

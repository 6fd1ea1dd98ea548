package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.Association.ResetDirection;
import io.sctp.MessageBuffer;
import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.PrPolicy;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpFailure;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/**
 * Any use, however senseless, ends in a documented exception or not at all in one, and never in a crash. What is done
 * follows from a seed, up to the interleaving of the threads; {@code -Dio.sctp.tck.seed=N} repeats a run.
 */
public abstract class FuzzedUseTck extends Tck {
    /** The seed of the random choices. */
    public static final String SEED = "io.sctp.tck.seed";

    private static final int THREADS = 4;
    private static final int CALLS_EACH = 400;
    private static final List<NotificationType> TYPES = List.of(NotificationType.values());
    private static final Duration WAIT = Duration.ofMillis(1);

    @Test
    void shouldSurviveAnySequenceOfCallsFromSeveralThreads() throws Exception {
        final long seed = Long.getLong(SEED, new Random().nextLong());
        final SctpServerChannel listener = listener();
        final SctpMultiChannel multi = multi();
        final List<FutureTask<Integer>> players = new ArrayList<>();
        final Pair pair = pair();
        for (int i = 0; i < THREADS; i++) {
            final Random random = new Random(seed + i);
            players.add(background(() -> play(random, seed, List.of(pair.client(), pair.server(), multi), listener)));
        }
        for (final FutureTask<Integer> player : players) {
            assertEquals(CALLS_EACH, result(player));
        }
        final Pair fresh = pair();
        send(fresh.client(), "the provider still works");
        assertEquals("the provider still works", receive(fresh.server()));
    }

    private int play(
            final Random random,
            final long seed,
            final List<? extends SctpMessageChannel> channels,
            final SctpServerChannel listener) {
        int calls = 0;
        while (calls < CALLS_EACH) {
            final SctpMessageChannel channel = channels.get(random.nextInt(channels.size()));
            final String what = "call " + calls + " of seed " + seed;
            try {
                call(random, channel, listener);
            } catch (final SctpException e) {
                assertEquals(true, e.errno() > 0 && !e.operation().isEmpty(), what + ": " + e);
            } catch (final IllegalArgumentException | UnsupportedOperationException | NullPointerException e) {
                assertEquals(false, e.getStackTrace().length == 0, what);
            } catch (final Exception e) {
                if (e instanceof SctpFailure failure) { // one of NIO's
                    assertEquals(
                            true, failure.errno() > 0 && !failure.operation().isEmpty(), what + ": " + e);
                    calls++;
                    continue;
                }
                throw new AssertionError(what + " on " + channel + " failed with " + e, e);
            }
            calls++;
        }
        return calls;
    }

    private void call(final Random random, final SctpMessageChannel channel, final SctpServerChannel listener)
            throws IOException {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> channel.send(buffer(random), sendInfo(random), WAIT);
            case 3, 4 -> channel.receive(buffer(random), new ReceiveInfo(), WAIT);
            case 5 -> channel.receive(new MessageBuffer(1 + random.nextInt(100)), new ReceiveInfo(), WAIT);
            case 6 -> getAndSet(random, channel, options(random));
            case 7 -> channel.bindAdd(address(random));
            case 8 -> channel.bindRemove(address(random));
            case 9 -> channel.subscribe(type(random), type(random));
            case 10 -> channel.unsubscribe(type(random));
            case 11 -> channel.bind(SctpAddress.of(random.nextInt(3), address(random)));
            case 12 -> callMulti(random, channel);
            case 13 -> callOne(random, channel, listener);
            case 14 -> shortLived(random, listener);
            default -> channel.getLocalAddress();
        }
    }

    private static void callMulti(final Random random, final SctpMessageChannel channel) throws IOException {
        if (channel instanceof SctpMultiChannel multi) {
            final int id = association(random);
            switch (random.nextInt(6)) {
                case 0 -> multi.association(id).status();
                case 1 -> multi.association(id).abort(random.nextBoolean() ? null : buffer(random));
                case 2 -> multi.association(id).shutdown();
                case 3 ->
                    multi.peelOff(id, SctpMultiChannel.PeelOffFlag.NON_BLOCKING).close();
                case 4 -> multi.association(id).resetStreams(ResetDirection.BOTH, number(random));
                default -> multi.associations();
            }
        }
    }

    private static void callOne(final Random random, final SctpMessageChannel channel, final SctpServerChannel listener)
            throws IOException {
        if (channel instanceof SctpChannel one) {
            switch (random.nextInt(6)) {
                case 0 -> one.association().paths();
                case 1 -> one.association().statistics();
                case 2 -> one.association().addStreams(number(random), number(random));
                case 3 -> one.connect(listener.getLocalAddress(), WAIT);
                case 4 -> one.finishConnect();
                default -> one.getRemoteAddress();
            }
        }
    }

    /** A channel of this thread's own, closed at once, so that closing meets calls in flight. */
    private void shortLived(final Random random, final SctpServerChannel listener) throws IOException {
        try (SctpChannel own = provider().openChannel(null)) {
            final Duration delay = Duration.ofMillis(random.nextInt(3));
            final FutureTask<?> closing = background(() -> {
                pause(delay);
                closing(own).close();
                return null;
            });
            try {
                own.connect(listener.getLocalAddress(), LONG);
                own.send(buffer(random), sendInfo(random), WAIT);
                own.receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG);
            } finally {
                outcome(closing);
            }
        }
    }

    private static <T> void getAndSet(final Random random, final SctpEndpoint endpoint, final SctpOption<T> option)
            throws IOException {
        final OptionTarget target = random.nextBoolean()
                ? OptionTarget.ENDPOINT
                : new OptionTarget(
                        association(random),
                        random.nextBoolean() ? null : new InetSocketAddress(address(random), random.nextInt(65_536)),
                        number(random));
        final T value = endpoint.getOption(option, target);
        endpoint.setOption(option, value, target);
        @SuppressWarnings("unchecked") // The point is to see what a value of the wrong type does.
        final SctpOption<Object> untyped = (SctpOption<Object>) option;
        try {
            endpoint.setOption(untyped, new Object(), target);
            throw new AssertionError(option + " took a value of the wrong type");
        } catch (final ClassCastException e) {
            throw new IllegalArgumentException("wrong type", e);
        }
    }

    private static SctpOption<?> options(final Random random) {
        return SctpOptions.all().get(random.nextInt(SctpOptions.all().size()));
    }

    private static NotificationType type(final Random random) {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    private static SendInfo sendInfo(final Random random) {
        if (random.nextInt(4) == 0) {
            return null;
        }
        final SendInfo info = new SendInfo()
                .stream(random.nextInt(random.nextBoolean() ? 4 : 65_536))
                        .ppid(random.nextInt())
                        .unordered(random.nextBoolean())
                        .context(random.nextInt())
                        .partialReliability(PrPolicy.ofCode(random.nextInt(4)), random.nextInt(1000));
        if (random.nextInt(4) == 0) {
            info.association(association(random));
        }
        if (random.nextInt(8) == 0) {
            info.authKey(random.nextInt(65_536));
        }
        if (random.nextInt(8) == 0) {
            info.destination(new InetSocketAddress(address(random), random.nextInt(65_536)))
                    .overridePrimary(random.nextBoolean());
        }
        return info;
    }

    private static ByteBuffer buffer(final Random random) {
        final int capacity = random.nextInt(10) == 0 ? random.nextInt(500_000) : random.nextInt(300);
        final ByteBuffer buffer =
                random.nextBoolean() ? ByteBuffer.allocate(capacity) : ByteBuffer.allocateDirect(capacity);
        buffer.position(random.nextInt(capacity + 1));
        return random.nextInt(10) == 0 ? buffer.asReadOnlyBuffer() : buffer;
    }

    private static int association(final Random random) {
        return random.nextBoolean() ? random.nextInt(20) : random.nextInt();
    }

    private static int number(final Random random) {
        return random.nextBoolean() ? random.nextInt(10) : random.nextInt();
    }

    private static InetAddress address(final Random random) {
        return ip(List.of("127.0.0.1", "127.0.0.2", "127.0.0.3", "0.0.0.0", "255.255.255.255", "::1", "ff02::1")
                .get(random.nextInt(7)));
    }
}

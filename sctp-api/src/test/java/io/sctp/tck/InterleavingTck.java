package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.MessageBuffer;
import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.option.StreamScheduler;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of several streams on their way at once (RFC 8260). */
public abstract class InterleavingTck extends Tck {
    private static final int LARGE = 200_000;

    private static final Setup INTERLEAVING = e -> {
        e.setOption(SctpOptions.FRAGMENT_INTERLEAVE, 2);
        e.setOption(SctpOptions.INTERLEAVING_SUPPORTED, true);
        e.setOption(SctpOptions.STREAM_SCHEDULER, StreamScheduler.ROUND_ROBIN);
        e.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20);
        e.setOption(SctpOptions.MAXSEG, 1400);
    };

    private static final Setup SMALL_WINDOW = e -> {
        INTERLEAVING.apply(e);
        e.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 16);
    };

    @Test
    void shouldRefuseToInterleaveWhereMessagesMustStayTogether() throws IOException {
        assumeSupported(SctpOptions.INTERLEAVING_SUPPORTED);
        final SctpChannel channel = channel();
        channel.setOption(SctpOptions.FRAGMENT_INTERLEAVE, 0);
        final SctpException refused =
                assertThrows(SctpException.class, () -> channel.setOption(SctpOptions.INTERLEAVING_SUPPORTED, true));
        assertContains("SCTP_FRAGMENT_INTERLEAVE", refused.getMessage());
        channel.setOption(SctpOptions.FRAGMENT_INTERLEAVE, 1);
        channel.setOption(SctpOptions.INTERLEAVING_SUPPORTED, true);
        channel.setOption(SctpOptions.FRAGMENT_INTERLEAVE, 0);
        assertEquals(false, channel.getOption(SctpOptions.INTERLEAVING_SUPPORTED));
    }

    @Test
    void shouldInterleaveOnlyIfBothEndsDo() throws IOException {
        assumeSupported(SctpOptions.INTERLEAVING_SUPPORTED);
        for (final Setup server : List.<Setup>of(INTERLEAVING, e -> {})) {
            final Pair pair = pair(INTERLEAVING, server);
            assertEquals(
                    server == INTERLEAVING, pair.client().association().getOption(SctpOptions.INTERLEAVING_SUPPORTED));
            send(pair.client(), "hello", new SendInfo().stream(1));
            assertEquals("hello", receive(pair.server()));
        }
    }

    /** The large message was handed over first, and is longer than the receiver has room. */
    @Test
    void shouldNotLetALargeMessageHoldUpASmallOne() throws Exception {
        assumeSupported(SctpOptions.INTERLEAVING_SUPPORTED);
        final Pair pair = pair(INTERLEAVING, SMALL_WINDOW);
        final byte[] large = pattern(LARGE);
        pair.client().send(ByteBuffer.wrap(large), new SendInfo().stream(1), LONG);
        send(pair.client(), "small", new SendInfo().stream(2).ppid(22));
        final ReceiveInfo info = new ReceiveInfo();
        final MessageBuffer whole = new MessageBuffer(1 << 20);
        assertEquals("small".length(), pair.server().receive(whole, info, LONG));
        assertEquals(2, info.stream());
        assertEquals(22, info.ppid());
        assertEquals(LARGE, pair.server().receive(whole, info, LONG));
        assertEquals(1, info.stream());
        final byte[] received = new byte[LARGE];
        whole.content().get(received);
        assertArrayEquals(large, received);
    }

    /**
     * Together they are larger than the receive buffer; with level 1 one that is received in parts holds the others
     * back.
     */
    @ParameterizedTest(name = "FRAGMENT_INTERLEAVE {0}")
    @ValueSource(ints = {1, 2})
    void shouldReceiveManyLargeMessagesAtOnce(final int level) throws Exception {
        assumeSupported(SctpOptions.INTERLEAVING_SUPPORTED);
        final Pair pair = pair(INTERLEAVING, e -> {
            SMALL_WINDOW.apply(e);
            e.setOption(SctpOptions.FRAGMENT_INTERLEAVE, level);
        });
        final int streams = 8;
        final var sending = background(() -> {
            for (int i = 0; i < 3 * streams; i++) {
                final SendInfo info = new SendInfo().stream(i % streams).unordered(i % 3 == 0);
                pair.client().send(ByteBuffer.wrap(pattern(30_000 + i)), info, LONG);
            }
            return null;
        });
        final ReceiveInfo info = new ReceiveInfo();
        final List<Integer> seen = new ArrayList<>();
        final MessageBuffer whole = new MessageBuffer(1 << 20);
        while (seen.size() < 3 * streams) {
            Thread.sleep(2); // so that the receive buffer is full most of the time
            final int length = pair.server().receive(whole, info, LONG);
            final int number = length - 30_000;
            assertEquals(info.stream(), number % streams, () -> length + " bytes after " + seen);
            final byte[] content = new byte[length];
            whole.content().get(content);
            assertArrayEquals(pattern(length), content);
            assertTrue(!seen.contains(number), () -> number + " twice");
            seen.add(number);
        }
        result(sending);
    }

    /** Whether every piece of a message shows its PPID; else only the first one does. */
    protected boolean showsThePpidWithEveryPiece() {
        return true;
    }

    /** RFC 8260 section 2.1: only the first fragment carries it. */
    @Test
    void shouldShowThePpidWithEveryPieceOrTheFirst() throws IOException {
        assumeSupported(SctpOptions.INTERLEAVING_SUPPORTED);
        final Pair pair = pair(INTERLEAVING, e -> {
            INTERLEAVING.apply(e);
            e.setOption(SctpOptions.PARTIAL_DELIVERY_POINT, 1000);
        });
        final int length = 30_000;
        pair.client().send(ByteBuffer.wrap(pattern(length)), new SendInfo().ppid(42), LONG);
        final ReceiveInfo info = new ReceiveInfo();
        final ByteBuffer piece = ByteBuffer.allocate(2000);
        final List<Integer> seen = new ArrayList<>();
        for (int received = 0; received < length; received += piece.position()) {
            pair.server().receive(piece.clear(), info, LONG);
            seen.add(info.ppid());
        }
        assertEquals(42, seen.get(0));
        assertEquals(showsThePpidWithEveryPiece(), Set.copyOf(seen).equals(Set.of(42)), seen::toString);
    }
}

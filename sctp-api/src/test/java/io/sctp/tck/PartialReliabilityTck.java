package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.OptionTarget;
import io.sctp.PrPolicy;
import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.option.PrInfo;
import io.sctp.option.PrStatus;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Messages that may be given up on (RFC 3758, RFC 7496). */
public abstract class PartialReliabilityTck extends Tck {
    private static final int SIZE = 2000;

    /** A peer that does not read can take little, and a sender that does not mind. */
    private static final Setup SMALL_RECEIVER = e -> e.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024);

    @Test
    void shouldDeliverWhatNeedNotBeGivenUp() throws IOException {
        final Pair pair = pair();
        final SendInfo info = new SendInfo();
        for (final PrPolicy policy : PrPolicy.values()) {
            send(pair.client(), policy.name(), info.clear().partialReliability(policy, 10_000));
            assertEquals(policy.name(), receive(pair.server()));
        }
        final PrStatus status = pair.client().association().getOption(SctpOptions.PR_ASSOC_STATUS);
        assertEquals(new PrStatus(0, 0), status);
    }

    @Test
    void shouldGiveUpMessagesWhoseLifetimeIsOver() throws IOException {
        final Pair pair = pair(e -> e.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20), SMALL_RECEIVER);
        final SendInfo shortLived = new SendInfo().stream(2).lifetime(Duration.ofMillis(30));
        final int count = 60;
        for (int i = 0; i < count; i++) {
            pair.client().send(ByteBuffer.wrap(pattern(SIZE)), shortLived, LONG);
        }
        send(pair.client(), "reliable", new SendInfo().stream(2));
        pause(Duration.ofMillis(100));
        final int received = countUntil(pair.server(), "reliable");
        assertTrue(received < count, () -> "all " + count + " messages were delivered, however old");
        final PrStatus status = pair.client().association().getOption(SctpOptions.PR_ASSOC_STATUS);
        assertTrue(status.abandonedSent() + status.abandonedUnsent() > 0, status::toString);
        final OptionTarget stream =
                OptionTarget.stream(pair.client().association().id(), 2);
        final PrStatus ofStream = pair.client().getOption(SctpOptions.PR_STREAM_STATUS, stream);
        assertEquals(status, ofStream, "all of them were of one stream");
    }

    @Test
    void shouldGiveUpUnimportantMessagesToMakeRoom() throws IOException {
        final Pair pair = pair(e -> e.setOption(StandardSocketOptions.SO_SNDBUF, 32 * 1024), SMALL_RECEIVER);
        pair.client().configureBlocking(false);
        final SendInfo unimportant = new SendInfo().partialReliability(PrPolicy.PRIORITY, 100);
        for (int i = 0; i < 1000 && pair.client().send(ByteBuffer.wrap(pattern(SIZE)), unimportant) > 0; i++) {
            pause(Duration.ZERO);
        }
        final SendInfo important = new SendInfo().partialReliability(PrPolicy.PRIORITY, 1);
        assertEquals(SIZE, pair.client().send(ByteBuffer.wrap(pattern(SIZE)), important), "room is made at once");
        final PrStatus status = pair.client().association().getOption(SctpOptions.PR_ASSOC_STATUS);
        assertTrue(status.abandonedSent() + status.abandonedUnsent() > 0, status::toString);
    }

    @Test
    void shouldUseTheDefaultPolicyWhereAMessageHasNone() throws IOException {
        final Pair pair = pair(e -> e.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20), SMALL_RECEIVER);
        pair.client().association().setOption(SctpOptions.DEFAULT_PRINFO, new PrInfo(PrPolicy.LIFETIME, 30));
        final int count = 60;
        for (int i = 0; i < count; i++) {
            pair.client().send(ByteBuffer.wrap(pattern(SIZE)), null, LONG);
        }
        pause(Duration.ofMillis(100));
        pair.client().association().setOption(SctpOptions.DEFAULT_PRINFO, new PrInfo(PrPolicy.RELIABLE, 0));
        send(pair.client(), "reliable");
        assertTrue(countUntil(pair.server(), "reliable") < count, "the default lifetime was not used");
    }

    @Test
    void shouldDeliverEverythingWherePartialReliabilityIsNotAgreedOn() throws IOException {
        final Pair pair = pair(e -> e.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20), e -> {
            SMALL_RECEIVER.apply(e);
            e.setOption(SctpOptions.PR_SUPPORTED, false);
        });
        final SendInfo rexmits = new SendInfo().partialReliability(PrPolicy.RETRANSMISSIONS, 0);
        final int count = 30;
        for (int i = 0; i < count; i++) {
            pair.client().send(ByteBuffer.wrap(pattern(SIZE)), rexmits, LONG);
        }
        send(pair.client(), "reliable");
        assertEquals(count, countUntil(pair.server(), "reliable"));
    }

    /** How many messages come before the last one. */
    private static int countUntil(final SctpChannel channel, final String last) throws IOException {
        final ByteBuffer buffer = ByteBuffer.allocate(SIZE);
        final ReceiveInfo info = new ReceiveInfo();
        int count = 0;
        while (true) {
            final int length = channel.receive(buffer.clear(), info, LONG);
            assertTrue(length > 0, () -> what(length, info));
            if (buffer.flip().equals(bytes(last))) {
                return count;
            }
            count += info.complete() ? 1 : 0;
        }
    }
}

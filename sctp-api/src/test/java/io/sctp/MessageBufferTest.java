package io.sctp;

import static io.sctp.SctpMessageChannel.END_OF_STREAM;
import static io.sctp.SctpMessageChannel.NOTIFICATION;
import static io.sctp.SctpMessageChannel.WOULD_BLOCK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpNotification.AssociationTransition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class MessageBufferTest {
    private final ScriptedChannel channel = new ScriptedChannel();
    private final ReceiveInfo info = new ReceiveInfo();
    private final MessageBuffer buffer = new MessageBuffer(100);

    @Test
    void shouldReceiveAMessageThatComesInOnePiece() throws IOException {
        channel.brings(1, 2, "whole", true);
        assertReceives("whole");
        assertEquals(2, info.stream());
        channel.brings(1, 3, "another", true);
        assertReceives("another");
    }

    @Test
    void shouldPutPartsTogether() throws IOException {
        channel.brings(1, 2, "first ", false).brings(1, 2, "second ", false).brings(1, 2, "third", true);
        assertReceives("first second third");
        assertEquals(0, channel.left());
    }

    @Test
    void shouldKeepInterleavedMessagesApart() throws IOException {
        channel.brings(1, 0, "a1 ", false)
                .brings(1, 1, "b1 ", false)
                .brings(2, 0, "c1 ", false)
                .brings(1, 0, "a2 ", false)
                .brings(1, 1, "b2", true)
                .brings(2, 0, "c2", true)
                .brings(1, 0, "a3", true);
        assertReceives("b1 b2");
        assertEquals(1, info.stream());
        assertReceives("c1 c2");
        assertEquals(2, info.association());
        assertReceives("a1 a2 a3");
    }

    @Test
    void shouldKeepOrderedAndUnorderedMessagesOfAStreamApart() throws IOException {
        channel.brings(1, 0, "ordered ", false)
                .bringsUnordered(1, 0, "unordered ", false)
                .bringsUnordered(1, 0, "end", true)
                .brings(1, 0, "end", true);
        assertReceives("unordered end");
        assertReceives("ordered end");
    }

    @Test
    void shouldDeliverAWholeMessageBetweenTheParts() throws IOException {
        channel.brings(1, 0, "begun ", false).brings(1, 1, "whole", true).brings(1, 0, "ended", true);
        assertReceives("whole");
        assertReceives("begun ended");
    }

    @Test
    void shouldKeepMessagesOfTwoChannelsApart() throws IOException {
        final ScriptedChannel other = new ScriptedChannel();
        channel.brings(1, 0, "mine ", false).returns(WOULD_BLOCK).brings(1, 0, "too", true);
        other.brings(1, 0, "theirs", true);
        assertEquals(WOULD_BLOCK, buffer.receive(channel, info, null));
        assertEquals(6, buffer.receive(other, info, null));
        assertEquals("theirs", content());
        assertReceives("mine too");
    }

    @Test
    void shouldAcceptExactlyTheMaximum() throws IOException {
        final String hundred = "x".repeat(100);
        channel.brings(1, 0, hundred, true);
        assertReceives(hundred);
        channel.brings(1, 0, hundred.substring(1), false).brings(1, 0, "x", true);
        assertReceives(hundred);
    }

    @Test
    void shouldRefuseAMessageThatIsTooBigAndGoOnWithTheNext() throws IOException {
        channel.brings(1, 7, "x".repeat(100), false)
                .brings(1, 7, "y".repeat(100), false)
                .brings(1, 7, "z", true)
                .brings(1, 7, "next", true);
        final var tooBig = assertThrows(SctpException.MessageTooBig.class, () -> buffer.receive(channel, info, null));
        assertEquals(Errno.EMSGSIZE.number(), tooBig.errno());
        assertTrue(
                tooBig.getMessage().contains("association 1, stream 7")
                        && tooBig.getMessage().contains("100 bytes"),
                tooBig::getMessage);
        assertReceives("next");
    }

    @Test
    void shouldRefuseAMessageThatGoesOnAfterItsMaximum() throws IOException {
        channel.brings(1, 7, "x".repeat(100), false).brings(1, 7, "y", true).brings(1, 7, "next", true);
        assertThrows(SctpException.MessageTooBig.class, () -> buffer.receive(channel, info, null));
        assertReceives("next");
    }

    @Test
    void shouldRefuseOnlyTheInterleavedMessageThatIsTooBig() throws IOException {
        channel.brings(1, 0, "small ", false)
                .brings(1, 1, "x".repeat(94), false)
                .brings(1, 1, "x".repeat(90), false)
                .brings(1, 0, "enough", true)
                .brings(1, 1, "x", true)
                .brings(1, 1, "next", true);
        assertReceives("small enough");
        assertThrows(SctpException.MessageTooBig.class, () -> buffer.receive(channel, info, null));
        assertReceives("next");
    }

    @Test
    void shouldGrowUpToItsMaximum() throws IOException {
        final MessageBuffer large = new MessageBuffer(1_000_000);
        assertEquals(1_000_000, large.maximum());
        final byte[] part = new byte[60_000];
        for (int i = 0; i < 16; i++) {
            Arrays.fill(part, (byte) i);
            channel.brings(1, 0, part, false);
        }
        channel.brings(1, 0, "end", true);
        assertEquals(16 * 60_000 + 3, large.receive(channel, info, null));
        for (int i = 0; i < 16; i++) {
            assertEquals(i, large.content().get(i * 60_000), "first byte of part " + i);
            assertEquals(i, large.content().get(i * 60_000 + 59_999), "last byte of part " + i);
        }
    }

    @Test
    void shouldGoOnAfterItWouldHaveBlockedInTheMiddle() throws IOException {
        channel.brings(1, 0, "one ", false)
                .returns(WOULD_BLOCK)
                .returns(WOULD_BLOCK)
                .brings(1, 0, "two", true);
        assertEquals(WOULD_BLOCK, buffer.receive(channel, info, null));
        assertEquals(WOULD_BLOCK, buffer.receive(channel, info, null));
        assertReceives("one two");
    }

    @Test
    void shouldKeepThePartsWhenItTimesOut() throws IOException {
        channel.brings(1, 0, "one ", false)
                .fails(SctpException.of("receive", Errno.ETIMEDOUT.number(), null, null))
                .brings(1, 0, "two", true);
        assertThrows(SctpException.TimedOut.class, () -> buffer.receive(channel, info, Duration.ofSeconds(1)));
        assertReceives("one two");
    }

    @Test
    void shouldPassWhatIsLeftOfTheTimeoutOn() throws IOException {
        channel.brings(1, 0, "one ", false).brings(1, 0, "two", true);
        assertEquals(7, buffer.receive(channel, info, Duration.ofSeconds(5)));
        assertTrue(channel.lastTimeout().compareTo(Duration.ofSeconds(5)) <= 0, () -> "" + channel.lastTimeout());
        channel.brings(1, 0, "at once", true);
        assertEquals(7, buffer.receive(channel, info, Duration.ZERO));
        assertEquals(Duration.ZERO, channel.lastTimeout());
        channel.brings(1, 0, "for ever", true);
        assertEquals(8, buffer.receive(channel, info, ChronoUnit.FOREVER.getDuration()));
        assertTrue(channel.lastTimeout().toDays() > 10_000, () -> "" + channel.lastTimeout());
        assertThrows(IllegalArgumentException.class, () -> buffer.receive(channel, info, Duration.ofMillis(-1)));
    }

    @Test
    void shouldForgetAMessageWhoseDeliveryWasBrokenOff() throws IOException {
        channel.brings(1, 3, "broken ", false)
                .brings(1, 4, "kept ", false)
                .tells(new SctpNotification.PartialDelivery(1, 3, 0, 0))
                .brings(1, 3, "new", true)
                .brings(1, 4, "whole", true);
        assertEquals(NOTIFICATION, buffer.receive(channel, info, null));
        assertReceives("new");
        assertReceives("kept whole");
    }

    @Test
    void shouldForgetTheMessagesOfAnAssociationThatIsLost() throws IOException {
        channel.brings(1, 0, "lost ", false)
                .brings(2, 0, "kept ", false)
                .tells(change(1, AssociationTransition.LOST))
                .brings(2, 0, "whole", true)
                .brings(1, 0, "of a new one", true);
        assertEquals(NOTIFICATION, buffer.receive(channel, info, null));
        assertReceives("kept whole");
        assertReceives("of a new one");
    }

    @Test
    void shouldKeepPartsThroughNotificationsThatDoNotConcernThem() throws IOException {
        channel.brings(1, 0, "one ", false)
                .tells(change(2, AssociationTransition.UP))
                .tells(new SctpNotification.SenderDry(1))
                .brings(1, 0, "two", true);
        assertEquals(NOTIFICATION, buffer.receive(channel, info, null));
        assertEquals(NOTIFICATION, buffer.receive(channel, info, null));
        assertReceives("one two");
    }

    @Test
    void shouldForgetEverythingAtTheEndOfTheStream() throws IOException {
        channel.brings(1, 0, "never ended ", false).returns(END_OF_STREAM).brings(1, 0, "fresh", true);
        assertEquals(END_OF_STREAM, buffer.receive(channel, info, null));
        assertReceives("fresh");
    }

    @Test
    void shouldForgetEverythingWhenTheAssociationIsAborted() throws IOException {
        channel.brings(1, 0, "never ended ", false)
                .fails(SctpException.of("receive", Errno.ECONNRESET.number(), null, null))
                .brings(1, 0, "fresh", true);
        assertThrows(SctpException.Ended.class, () -> buffer.receive(channel, info, null));
        assertReceives("fresh");
    }

    @Test
    void shouldReuseItsMemory() throws IOException {
        channel.brings(1, 0, "first", true).brings(1, 0, "second", true);
        assertReceives("first");
        final ByteBuffer first = buffer.content();
        assertReceives("second");
        assertSame(first, buffer.content());
    }

    @Test
    void shouldHaveNoContentAtFirst() {
        assertEquals(0, buffer.content().remaining());
        assertThrows(IllegalArgumentException.class, () -> new MessageBuffer(0));
        assertThrows(IllegalArgumentException.class, () -> new MessageBuffer(-1));
    }

    private void assertReceives(final String text) throws IOException {
        assertEquals(text.length(), buffer.receive(channel, info, null));
        assertEquals(text, content());
        assertTrue(info.complete());
    }

    private String content() {
        return StandardCharsets.US_ASCII.decode(buffer.content().duplicate()).toString();
    }

    private static SctpNotification change(final int association, final AssociationTransition transition) {
        return new SctpNotification.AssociationChange(association, transition, 0, 1, 1, ByteBuffer.allocate(0));
    }
}

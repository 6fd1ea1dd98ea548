package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.MessageBuffer;
import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.option.DefaultSendInfo;
import io.sctp.option.InitParameters;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages: what goes with them, which buffers hold them, what sizes they can have. */
public abstract class MessagesTck extends Tck {
    @Test
    void shouldCarryStreamAndPpidInHostOrder() throws IOException {
        final Pair pair = pair();
        final ReceiveInfo info = new ReceiveInfo();
        send(pair.client(), "diameter", new SendInfo().stream(9).ppid(46));
        assertEquals("diameter", receive(pair.server(), info));
        assertEquals(9, info.stream());
        assertEquals(46, info.ppid(), "the number that was sent, not its bytes swapped");
        send(pair.client(), "large", new SendInfo().stream(1).ppid(0xCAFEBABE));
        assertEquals("large", receive(pair.server(), info));
        assertEquals(1, info.stream());
        assertEquals(0xCAFEBABE, info.ppid());
    }

    @Test
    void shouldNameAssociationSourceAndSequenceNumbers() throws IOException {
        final Pair pair = pair();
        final ReceiveInfo info = new ReceiveInfo();
        int firstTsn = 0;
        for (int i = 0; i < 3; i++) {
            send(pair.client(), "message " + i, new SendInfo().stream(4));
            assertEquals("message " + i, receive(pair.server(), info));
            assertEquals(i, info.ssn(), "a stream's sequence numbers begin at 0 and count its messages");
            firstTsn = i == 0 ? info.tsn() : firstTsn;
            assertEquals(firstTsn + i, info.tsn(), "every chunk has the next TSN");
            assertEquals(pair.server().association().id(), info.association());
            assertTrue(info.complete());
            assertFalse(info.unordered());
            assertNull(info.notification());
        }
        send(pair.client(), "other stream", new SendInfo().stream(5));
        receive(pair.server(), info);
        assertEquals(0, info.ssn(), "each stream counts for itself");
        assertEquals(firstTsn + 3, info.tsn());
        if (info.source() != null) {
            assertEquals(pair.client().getLocalAddress().port(), info.source().getPort());
            assertEquals(ip("127.0.0.1"), info.source().getAddress());
        }
    }

    @Test
    void shouldNotTellTheSourceWhereItIsUnwanted() throws IOException {
        final Pair pair = pair();
        final ReceiveInfo info = new ReceiveInfo().sourceWanted(false);
        for (int stream = 1; stream <= 2; stream++) {
            send(pair.client(), "from somewhere", new SendInfo().stream(stream));
            assertEquals("from somewhere", receive(pair.server(), info));
            assertEquals(stream, info.stream(), "everything else is told");
            assertNull(info.source());
        }
        info.sourceWanted(true);
        send(pair.client(), "from where?", new SendInfo());
        receive(pair.server(), info);
        if (info.source() != null) {
            assertEquals(pair.client().getLocalAddress().port(), info.source().getPort());
        }
    }

    @Test
    void shouldMarkUnorderedMessages() throws IOException {
        final Pair pair = pair();
        final ReceiveInfo info = new ReceiveInfo();
        send(pair.client(), "ordered", new SendInfo().stream(2));
        send(pair.client(), "unordered", new SendInfo().stream(2).ppid(7).unordered(true));
        send(pair.client(), "ordered again", new SendInfo().stream(2));
        int unordered = 0;
        for (int i = 0; i < 3; i++) {
            final String text = receive(pair.server(), info);
            assertEquals(text.equals("unordered"), info.unordered(), text);
            unordered += info.unordered() ? 1 : 0;
            if (text.equals("ordered again")) {
                assertEquals(1, info.ssn(), "an unordered message uses up no sequence number");
            }
            if (info.unordered()) {
                assertEquals(7, info.ppid());
            }
        }
        assertEquals(1, unordered);
    }

    @Test
    void shouldShowTheContextSetForTheReceivingAssociation() throws IOException {
        final Pair pair = pair();
        pair.server().association().setOption(SctpOptions.CONTEXT, 0x1234_5678);
        send(pair.client(), "in context", new SendInfo().context(99));
        final ReceiveInfo info = new ReceiveInfo();
        assertEquals("in context", receive(pair.server(), info));
        assertEquals(0x1234_5678, info.context(), "the receiver's own value, not the sender's");
    }

    @Test
    void shouldTellOfTheNextMessageIfAsked() throws IOException {
        final Pair pair = pair();
        pair.server().setOption(SctpOptions.RECVNXTINFO, true);
        send(pair.client(), "first");
        send(pair.client(), "the second", new SendInfo().stream(3).ppid(60));
        final ReceiveInfo info = new ReceiveInfo();
        await(
                "both messages to wait",
                () -> pair.server().association().statistics().orderedChunksReceived() == 2);
        assertEquals("first", receive(pair.server(), info));
        assertTrue(info.hasNext(), "a second message waits");
        assertEquals(3, info.nextStream());
        assertEquals(60, info.nextPpid());
        assertEquals(10, info.nextLength());
        assertEquals(info.association(), info.nextAssociation());
        assertEquals("the second", receive(pair.server(), info));
        assertFalse(info.hasNext(), "no third message waits");
    }

    @Test
    void shouldTakeTheDefaultSendInfoWhereNoneIsGiven() throws IOException {
        final Pair pair = pair();
        final ReceiveInfo info = new ReceiveInfo();
        pair.client().send(bytes("plain"), null);
        assertEquals("plain", receive(pair.server(), info));
        assertEquals(0, info.stream());
        assertEquals(0, info.ppid());
        pair.client().association().setOption(SctpOptions.DEFAULT_SNDINFO, new DefaultSendInfo(6, 3, true, 0));
        pair.client().send(bytes("by default"), null);
        assertEquals("by default", receive(pair.server(), info));
        assertEquals(6, info.stream());
        assertEquals(3, info.ppid());
        assertTrue(info.unordered());
    }

    @Test
    void shouldSendWithEveryFieldSet() throws IOException {
        assumeSupported(SctpOptions.PR_SUPPORTED);
        final Pair pair = pair();
        final SendInfo everything = new SendInfo()
                .stream(8)
                        .ppid(18)
                        .unordered(true)
                        .context(5)
                        .lifetime(Duration.ofMinutes(1))
                        .sackImmediately(true)
                        .destination(pair.client().getRemoteAddress().socketAddress())
                        .overridePrimary(true);
        send(pair.client(), "everything", everything);
        final ReceiveInfo info = new ReceiveInfo();
        assertEquals("everything", receive(pair.server(), info));
        assertEquals(8, info.stream());
        assertEquals(18, info.ppid());
        assertTrue(info.unordered());
        send(pair.client(), "again", everything);
        assertEquals("again", receive(pair.server(), info), "sending has not altered the SendInfo");
        assertEquals(8, info.stream());
    }

    @Test
    void shouldSendFromEveryKindOfBuffer() throws IOException {
        final Pair pair = pair();
        final byte[] message = pattern(300);
        final ByteBuffer direct = ByteBuffer.allocateDirect(400);
        direct.position(50).put(message).flip().position(50);
        final ByteBuffer heap = ByteBuffer.wrap(new byte[500]);
        heap.position(100).put(message).flip().position(100);
        final ByteBuffer[] buffers = {
            direct.duplicate(),
            heap.duplicate(),
            ByteBuffer.wrap(message),
            ByteBuffer.wrap(message).asReadOnlyBuffer(),
            direct.duplicate().asReadOnlyBuffer(),
            direct.duplicate().slice(),
            heap.duplicate().slice(),
            heap.duplicate().slice().asReadOnlyBuffer()
        };
        for (int i = 0; i < buffers.length; i++) {
            final int limit = buffers[i].limit();
            assertEquals(message.length, pair.client().send(buffers[i], null), "buffer " + i);
            assertEquals(limit, buffers[i].position(), "the position moves to the limit, buffer " + i);
            assertEquals(limit, buffers[i].limit(), "the limit stays, buffer " + i);
            assertArrayEquals(message, receiveBytes(pair.server(), new ReceiveInfo()), "buffer " + i);
        }
    }

    @Test
    void shouldReceiveIntoEveryKindOfBuffer() throws IOException {
        final Pair pair = pair();
        final byte[] message = pattern(300);
        final ByteBuffer[] buffers = {
            ByteBuffer.allocateDirect(400).position(10),
            ByteBuffer.allocate(400).position(10),
            ByteBuffer.allocateDirect(500).position(100).slice().position(3),
            ByteBuffer.allocate(500).position(100).slice().position(3),
        };
        for (int i = 0; i < buffers.length; i++) {
            pair.client().send(ByteBuffer.wrap(message), null);
            final int start = buffers[i].position();
            final int limit = buffers[i].limit();
            assertEquals(
                    message.length, pair.server().receive(buffers[i], new ReceiveInfo(), LONG), "length, buffer " + i);
            assertEquals(start + message.length, buffers[i].position(), "position, buffer " + i);
            assertEquals(limit, buffers[i].limit(), "limit, buffer " + i);
            final byte[] received = new byte[message.length];
            buffers[i].get(start, received);
            assertArrayEquals(message, received, "bytes, buffer " + i);
            for (int before = 0; before < start; before++) {
                assertEquals(0, buffers[i].get(before), "what lies before the position is untouched, buffer " + i);
            }
        }
    }

    @Test
    void shouldNotWriteBeyondTheLimit() throws IOException {
        final Pair pair = pair();
        for (final ByteBuffer buffer : new ByteBuffer[] {ByteBuffer.allocate(64), ByteBuffer.allocateDirect(64)}) {
            send(pair.client(), "0123456789");
            final ReceiveInfo info = new ReceiveInfo();
            assertEquals(4, pair.server().receive(buffer.position(2).limit(6), info, LONG));
            assertFalse(info.complete(), "six bytes more are to come");
            assertEquals(6, buffer.position());
            assertEquals(0, buffer.limit(64).get(6), "the byte at the limit is untouched");
            assertEquals(6, pair.server().receive(buffer, info, LONG));
            assertTrue(info.complete());
            assertEquals((byte) '9', buffer.get(11));
        }
    }

    @Test
    void shouldRefuseABufferThatCannotTakeAMessage() throws IOException {
        final Pair pair = pair();
        final ReceiveInfo info = new ReceiveInfo();
        final ByteBuffer readOnly = ByteBuffer.allocate(10).asReadOnlyBuffer();
        final ByteBuffer full = ByteBuffer.allocateDirect(10).position(10);
        send(pair.client(), "kept");
        assertThrows(IllegalArgumentException.class, () -> pair.server().receive(readOnly, info));
        assertThrows(IllegalArgumentException.class, () -> pair.server().receive(full, info));
        assertThrows(IllegalArgumentException.class, () -> pair.server().receive(full, info, LONG));
        assertEquals("kept", receive(pair.server()));
    }

    @Test
    void shouldRefuseAnEmptyMessage() throws IOException {
        final Pair pair = pair();
        assertThrows(IllegalArgumentException.class, () -> pair.client().send(ByteBuffer.allocate(0), new SendInfo()));
        assertThrows(
                IllegalArgumentException.class, () -> pair.client().send(ByteBuffer.allocateDirect(0), null, LONG));
        send(pair.client(), "not empty");
        assertEquals("not empty", receive(pair.server()));
    }

    @Test
    void shouldRefuseAStreamTheAssociationDoesNotHave() throws IOException {
        final Pair pair = pair(e -> e.setOption(SctpOptions.INITMSG, InitParameters.streams(4, 4)));
        final ByteBuffer message = bytes("nowhere");
        final SctpException.InvalidStream invalid = assertThrows(
                SctpException.InvalidStream.class, () -> pair.client().send(message, new SendInfo().stream(4)));
        assertEquals("EINVAL", invalid.errnoName());
        assertContains("4", invalid.getMessage());
        assertEquals(0, message.position(), "nothing was sent");
        send(pair.client(), "the last stream", new SendInfo().stream(3));
        assertEquals("the last stream", receive(pair.server()));
    }

    @Test
    void shouldRefuseAMessageLargerThanTheSendBuffer() throws IOException {
        final Pair pair = pair();
        pair.client().setOption(StandardSocketOptions.SO_SNDBUF, 32 * 1024);
        final ByteBuffer large = ByteBuffer.allocateDirect(4 << 20);
        final SctpException.MessageTooBig tooBig = assertThrows(
                SctpException.MessageTooBig.class, () -> pair.client().send(large, null));
        assertEquals("EMSGSIZE", tooBig.errnoName());
        assertContains("SO_SNDBUF", tooBig.getMessage());
        assertEquals(0, large.position(), "nothing was sent");
        send(pair.client(), "small enough");
        assertEquals("small enough", receive(pair.server()));
    }

    /** How many times SO_SNDBUF, as it reads back, the largest message may be. */
    protected int largestMessageInSendBuffers() {
        return 1;
    }

    @Test
    void shouldRefuseWhatIsOneByteLargerThanTheLargestMessage() throws IOException {
        final Pair pair = pair(e -> e.setOption(StandardSocketOptions.SO_SNDBUF, 50_000));
        final int largest = 50_000 * largestMessageInSendBuffers();
        assertThrows(
                SctpException.MessageTooBig.class, () -> pair.client().send(ByteBuffer.allocate(largest + 1), null));
        assertEquals(largest, pair.client().send(ByteBuffer.allocate(largest), null));
        assertEquals(largest, receiveBytes(pair.server(), new ReceiveInfo()).length);
    }

    @Test
    void shouldRefuseToFragmentWhereFragmentsAreDisabled() throws IOException {
        final Pair pair = pair();
        pair.client().setOption(SctpOptions.DISABLE_FRAGMENTS, true);
        final int point = pair.client().association().status().fragmentationPoint();
        final ByteBuffer large = ByteBuffer.allocateDirect(point + 1000);
        final SctpException.MessageTooBig tooBig = assertThrows(
                SctpException.MessageTooBig.class, () -> pair.client().send(large, null));
        assertContains("SCTP_DISABLE_FRAGMENTS", tooBig.getMessage());
        pair.client().setOption(SctpOptions.DISABLE_FRAGMENTS, false);
        assertEquals(large.capacity(), pair.client().send(large, null, LONG));
        assertEquals(large.capacity(), receiveBytes(pair.server(), new ReceiveInfo()).length);
    }

    @Test
    void shouldHandOutAMessageInPartsThatFit() throws IOException {
        final Pair pair = pair();
        final byte[] message = pattern(250);
        pair.client().send(ByteBuffer.wrap(message), new SendInfo().stream(3).ppid(11));
        send(pair.client(), "next");
        final ByteBuffer whole = ByteBuffer.allocate(250);
        final ByteBuffer part = ByteBuffer.allocateDirect(100);
        final ReceiveInfo info = new ReceiveInfo();
        for (final int expected : new int[] {100, 100, 50}) {
            assertEquals(expected, pair.server().receive(part.clear(), info, LONG));
            whole.put(part.flip());
            assertEquals(expected == 50, info.complete());
            assertEquals(3, info.stream());
            assertEquals(11, info.ppid());
        }
        assertArrayEquals(message, whole.array());
        assertEquals("next", receive(pair.server()), "the next message begins where it begins");
    }

    @Test
    void shouldReceiveLargeMessagesWhole() throws IOException {
        final Pair pair = pair(e -> {
            e.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20);
            e.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
        });
        final MessageBuffer buffer = new MessageBuffer(1 << 20);
        final ReceiveInfo info = new ReceiveInfo();
        for (final int size :
                new int[] {1, MessageBuffer.INITIAL_CAPACITY, MessageBuffer.INITIAL_CAPACITY + 1, 150_000}) {
            final byte[] message = pattern(size);
            pair.client().send(ByteBuffer.wrap(message), new SendInfo().stream(1), LONG);
            assertEquals(size, pair.server().receive(buffer, info, LONG));
            final byte[] received = new byte[size];
            buffer.content().get(received);
            assertArrayEquals(message, received, "message of " + size + " bytes");
            assertTrue(info.complete());
        }
    }

    @Test
    void shouldDiscardAMessageLargerThanTheMessageBufferAndGoOnWithTheNext() throws IOException {
        final Pair pair = pair();
        final MessageBuffer buffer = new MessageBuffer(1000);
        final ReceiveInfo info = new ReceiveInfo();
        pair.client().send(ByteBuffer.wrap(pattern(1000)), null);
        pair.client().send(ByteBuffer.wrap(pattern(5000)), new SendInfo().stream(7));
        send(pair.client(), "after it");
        assertEquals(1000, pair.server().receive(buffer, info, LONG), "exactly the maximum is not too big");
        final SctpException.MessageTooBig tooBig = assertThrows(
                SctpException.MessageTooBig.class, () -> pair.server().receive(buffer, info, LONG));
        assertContains("1000", tooBig.getMessage());
        assertContains("stream 7", tooBig.getMessage());
        assertEquals(8, pair.server().receive(buffer, info, LONG));
        assertEquals(bytes("after it"), buffer.content());
    }

    @Test
    void shouldTimeOutWaitingForAWholeMessage() throws IOException {
        final Pair pair = pair();
        final MessageBuffer buffer = new MessageBuffer(1000);
        assertTimesOut(
                Duration.ofMillis(50), () -> pair.server().receive(buffer, new ReceiveInfo(), Duration.ofMillis(50)));
        pair.server().configureBlocking(false);
        assertEquals(SctpMessageChannel.WOULD_BLOCK, pair.server().receive(buffer, new ReceiveInfo()));
    }

    @Test
    void shouldKeepTheOrderOfEveryStream() throws IOException {
        final int streams = 5;
        final int each = 20;
        final Pair pair = pair();
        final SendInfo sendInfo = new SendInfo();
        for (int i = 0; i < streams * each; i++) {
            send(pair.client(), i % streams + "-" + i / streams, sendInfo.stream(i % streams));
        }
        final int[] next = new int[streams];
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < streams * each; i++) {
            final String text = receive(pair.server(), info);
            assertEquals(info.stream() + "-" + next[info.stream()]++, text);
        }
    }

    @Test
    void shouldSetAndReadBackSocketBufferSizes() throws IOException {
        final SctpChannel client = channel();
        for (final SocketOption<Integer> size :
                List.of(StandardSocketOptions.SO_SNDBUF, StandardSocketOptions.SO_RCVBUF)) {
            client.setOption(size, 100_000);
            final int effective = client.getOption(size);
            assertTrue(effective >= 100_000, () -> size + " asked for 100000, is " + effective);
            assertTrue(client.supportedOptions().contains(size), () -> size + " is not a supported option");
        }
    }
}

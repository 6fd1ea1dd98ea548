package io.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.spi.MessageDescriptor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageBatchTest {
    private final SendInfo info = new SendInfo();

    @Test
    void shouldHoldWhatWasAddedUntilItIsFull() {
        final MessageBatch batch = new MessageBatch(2, 16);
        assertTrue(batch.add(bytes("first"), info.stream(7).ppid(46).context(3).unordered(true)));
        assertTrue(batch.add(bytes("second"), info.clear().stream(65_535).association(9)));
        final ByteBuffer third = bytes("third");
        assertFalse(batch.add(third, info));
        assertEquals(5, third.remaining(), "what is not added is not consumed");
        assertEquals(2, batch.size());
        assertTrue(batch.isFull());
        assertEquals("first", text(batch.payload(0)));
        assertEquals(7, batch.stream(0));
        assertEquals(46, batch.ppid(0));
        assertEquals(3, batch.context(0));
        assertTrue(batch.unordered(0));
        assertEquals("second", text(batch.payload(1)));
        assertEquals(65_535, batch.stream(1));
        assertEquals(9, batch.association(1));
        assertFalse(batch.unordered(1));
    }

    @Test
    void shouldTakeMessagesWrittenIntoItsSlots() {
        final MessageBatch batch = new MessageBatch(1, 16);
        batch.claim().put(bytes("in place"));
        batch.commit(info.stream(1));
        assertEquals("in place", text(batch.payload(0)));
        assertNull(batch.claim(), "the batch is full");
        assertThrows(IllegalStateException.class, () -> batch.commit(info));
    }

    @Test
    void shouldReferToTheCallersBufferAsItWasGiven() {
        final MessageBatch batch = new MessageBatch(2, 4);
        final ByteBuffer mine = ByteBuffer.allocateDirect(100).put(bytes("skip longer than a slot"));
        mine.flip().position(5);
        assertTrue(batch.addReference(mine, null));
        assertFalse(mine.hasRemaining());
        mine.clear();
        assertEquals("longer than a slot", text(batch.payload(0)));
        assertFalse(batch.prepareSend(MessageBatchTest::address), "it has no address here");
        assertSame(mine, batch.source(0));
        assertEquals(5, batch.sourceOffset(0));
        assertEquals(18, batch.descriptors().getInt(MessageDescriptor.LENGTH_OFFSET));
        assertThrows(IllegalArgumentException.class, () -> batch.addReference(bytes("heap"), info));
    }

    @Test
    void shouldKeepWhatHasNotBeenSent() {
        final MessageBatch batch = new MessageBatch(4, 8);
        for (final String message : new String[] {"a", "b", "c", "d"}) {
            batch.add(bytes(message), info.stream(message.charAt(0)));
        }
        batch.sent(3);
        assertEquals(1, batch.remaining());
        batch.compact();
        assertEquals(0, batch.position());
        assertEquals(1, batch.size());
        for (final String message : new String[] {"e", "f", "g"}) {
            assertTrue(batch.add(bytes(message), info.stream(message.charAt(0))));
        }
        final StringBuilder all = new StringBuilder();
        for (int i = 0; i < batch.size(); i++) {
            all.append(text(batch.payload(i))).append((char) batch.stream(i));
        }
        assertEquals("ddeeffgg", all.toString());
    }

    @Test
    void shouldGiveEveryEntryItsOwnAlignedSlot() {
        final MessageBatch batch = new MessageBatch(3, 100);
        batch.prepareReceive(MessageBatchTest::address);
        final int stride = 128;
        for (int i = 0; i < 3; i++) {
            final int descriptor = i * MessageDescriptor.SIZE;
            assertEquals(100, batch.descriptors().getInt(descriptor + MessageDescriptor.LENGTH_OFFSET));
            assertEquals(
                    0x10_0000 + 3 * MessageDescriptor.SIZE + i * stride,
                    batch.descriptors().getLong(descriptor + MessageDescriptor.PAYLOAD_OFFSET));
        }
    }

    @Test
    void shouldReceiveIntoTheSlotsItIsGiven() {
        final MessageSlab slab = new MessageSlab(8, 64);
        final MessageBatch batch = new MessageBatch(2, slab);
        assertThrows(IllegalStateException.class, () -> batch.prepareReceive(MessageBatchTest::address));
        batch.slot(0, 5).slot(1, 2);
        batch.prepareReceive(MessageBatchTest::address);
        assertEquals(0x10_0000 + 5 * 64, batch.descriptors().getLong(MessageDescriptor.PAYLOAD_OFFSET));
        slab.view(5).clear().put(bytes("landed"));
        batch.descriptors().putInt(MessageDescriptor.LENGTH_OFFSET, 6);
        batch.received(1);
        assertSame(slab.view(5), batch.payload(0));
        assertEquals("landed", text(batch.payload(0)));
        batch.slot(0, 7);
        batch.prepareReceive(MessageBatchTest::address);
        assertEquals(0x10_0000 + 7 * 64, batch.descriptors().getLong(MessageDescriptor.PAYLOAD_OFFSET));
        assertEquals(64, batch.descriptors().getInt(MessageDescriptor.LENGTH_OFFSET), "the whole slot, again");
    }

    @Test
    void shouldReceiveIntoItsSlotsAgainWhateverItWasUsedForBefore() {
        final MessageBatch batch = new MessageBatch(3, 64);
        batch.prepareReceive(MessageBatchTest::address);
        batch.received(3);
        batch.remove(0);
        requireReadyForItsSlots(batch);
        batch.clear();
        batch.addReference(ByteBuffer.allocateDirect(100).limit(70), info);
        batch.addReference(ByteBuffer.allocateDirect(10), info);
        batch.prepareSend(MessageBatchTest::address);
        batch.sent(1);
        batch.compact();
        requireReadyForItsSlots(batch);
    }

    private static void requireReadyForItsSlots(final MessageBatch batch) {
        batch.prepareReceive(MessageBatchTest::address);
        for (int i = 0; i < batch.capacity(); i++) {
            final int descriptor = i * MessageDescriptor.SIZE;
            assertEquals(
                    batch.slab().slotAddress(batch.slot(i), MessageBatchTest::address),
                    batch.descriptors().getLong(descriptor + MessageDescriptor.PAYLOAD_OFFSET),
                    "entry " + i);
            assertEquals(64, batch.descriptors().getInt(descriptor + MessageDescriptor.LENGTH_OFFSET), "entry " + i);
        }
    }

    @Test
    void shouldShowNotificationsInTheirPlaceAndNeverAsData() {
        final MessageBatch batch = new MessageBatch(3, 64);
        batch.prepareReceive(MessageBatchTest::address);
        for (int i = 0; i < 3; i++) {
            batch.descriptors().putInt(i * MessageDescriptor.SIZE + MessageDescriptor.LENGTH_OFFSET, 10 + i);
        }
        batch.received(3);
        final SctpNotification dry = new SctpNotification.SenderDry(42);
        batch.notification(1, dry);
        assertNull(batch.notification(0));
        assertSame(dry, batch.notification(1));
        assertEquals(42, batch.association(1));
        assertEquals(0, batch.length(1));
        assertFalse(batch.payload(1).hasRemaining());
        assertEquals(10, batch.payload(0).remaining());
        batch.remove(0);
        assertSame(dry, batch.notification(0));
        assertEquals(12, batch.length(1));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.length(2));
        batch.clear();
        batch.add(bytes("data"), info);
        assertNull(batch.notification(0), "nothing of what was there before");
    }

    @Test
    void shouldRefuseWhatItCannotSend() {
        final MessageBatch batch = new MessageBatch(2, 4);
        assertThrows(IllegalArgumentException.class, () -> batch.add(bytes(""), info));
        final String tooLong = assertThrows(IllegalArgumentException.class, () -> batch.add(bytes("12345"), info))
                .getMessage();
        assertTrue(tooLong.contains("5 bytes") && tooLong.contains("4 bytes"), tooLong);
        batch.claim();
        assertThrows(IllegalArgumentException.class, () -> batch.commit(info));
        info.destination(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        assertThrows(IllegalArgumentException.class, () -> batch.add(bytes("1234"), info));
        assertEquals(0, batch.size());
        assertThrows(IllegalArgumentException.class, () -> new MessageBatch(0, 4));
        assertThrows(IllegalArgumentException.class, () -> new MessageBatch(100_000, 100_000));
    }

    /** Stands in for a provider's: memory begins at a round address, whatever buffer it is. */
    private static long address(final ByteBuffer buffer) {
        return 0x10_0000;
    }

    private static ByteBuffer bytes(final String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(final ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}

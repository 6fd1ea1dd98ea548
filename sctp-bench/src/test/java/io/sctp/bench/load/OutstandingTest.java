package io.sctp.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutstandingTest {
    private final List<Long> answered = new ArrayList<>();
    private final Outstanding.Answered noting = (stream, type, sequence, intended, sent) -> answered.add(sequence);

    @Test
    void shouldFindMessagesInAnyOrderAndEachOnce() {
        final Outstanding outstanding = new Outstanding(3, 32);
        final long first = add(outstanding, 10, 0);
        final long second = add(outstanding, 11, 0);
        final long third = add(outstanding, 12, 0);
        assertTrue(outstanding.isFull());
        assertTrue(outstanding.take(second, noting));
        assertFalse(outstanding.isFull());
        assertFalse(outstanding.take(second, noting), "it is answered already");
        assertTrue(outstanding.take(third, noting));
        assertTrue(outstanding.take(first, noting));
        assertFalse(outstanding.take(99, noting), "nobody asked");
        assertEquals(List.of(11L, 12L, 10L), answered);
    }

    @Test
    void shouldGoOnBesideAMessageThatIsNeverAnswered() {
        final Outstanding outstanding = new Outstanding(4, 8);
        final long stuck = add(outstanding, 0, 0);
        for (int i = 1; i < 1_000; i++) {
            assertTrue(outstanding.take(add(outstanding, i, 0), noting));
        }
        assertEquals(999, answered.size());
        assertTrue(outstanding.take(stuck, noting));
    }

    @Test
    void shouldMakeRoomByGivingUpWhatWasSentLongAgo() {
        final Outstanding outstanding = new Outstanding(2, 32);
        final long old = add(outstanding, 0, 100);
        final long young = add(outstanding, 1, 200);
        outstanding.dropSentBefore(100);
        assertTrue(outstanding.isFull());
        outstanding.dropSentBefore(101);
        assertFalse(outstanding.isFull());
        assertFalse(outstanding.take(old, noting));
        assertTrue(outstanding.take(young, noting));
    }

    @Test
    void shouldForgetAMessageThatWasNotSent() {
        final Outstanding outstanding = new Outstanding(1, 32);
        final long identifier = outstanding.nextIdentifier();
        outstanding.add(0, 0, 7, 0, 0);
        outstanding.withdraw();
        assertFalse(outstanding.take(identifier, noting));
        assertEquals(identifier, outstanding.nextIdentifier(), "it is sent with the same one later");
        assertFalse(outstanding.isFull());
    }

    @Test
    @Timeout(30)
    void shouldServeASenderAndAReceiver() throws InterruptedException {
        final int messages = 200_000;
        final Outstanding outstanding = new Outstanding(64, 16);
        final BlockingQueue<Long> wire = new ArrayBlockingQueue<>(64);
        final long[] sum = new long[1];
        final Thread receiver = new Thread(() -> {
            for (int i = 0; i < messages; i++) {
                try {
                    final long expected = i;
                    outstanding.take(wire.take(), (stream, type, sequence, intended, sent) -> {
                        assertEquals(expected, sequence);
                        sum[0] += sequence + stream + type + intended + sent;
                    });
                } catch (final InterruptedException e) {
                    return;
                }
            }
        });
        receiver.start();
        for (long i = 0; i < messages; i++) {
            while (outstanding.isFull()) {
                Thread.onSpinWait();
            }
            final long identifier = outstanding.nextIdentifier();
            outstanding.add(1, 2, i, 3, 4);
            outstanding.advance();
            wire.put(identifier);
        }
        receiver.join();
        assertEquals(messages * (messages - 1L) / 2 + messages * 10L, sum[0]);
    }

    private static long add(final Outstanding outstanding, final long sequence, final long sentNs) {
        assertFalse(outstanding.isFull());
        final long identifier = outstanding.nextIdentifier();
        outstanding.add(0, 0, sequence, 0, sentNs);
        outstanding.advance();
        return identifier;
    }
}

package io.sctp.userspace.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpException;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BusyPollTest {
    private final FakeSocket socket = new FakeSocket();

    @Test
    void shouldTakeWhatIsThereAtOnce() throws SctpException {
        socket.comesAt = 1;
        assertEquals(1, new BusyPoll(Duration.ZERO).receive(socket, null));
        assertEquals(1, socket.looks);
    }

    @Test
    void shouldLookOnceWhereItIsSwitchedOff() throws SctpException {
        assertEquals(0, new BusyPoll(Duration.ZERO).receive(socket, null));
        assertEquals(1, socket.looks);
    }

    @Test
    void shouldLookAgainUntilSomethingComes() throws SctpException {
        socket.comesAt = 20;
        assertEquals(1, new BusyPoll(Duration.ofSeconds(10)).receive(socket, null));
        assertEquals(20, socket.looks);
    }

    @Test
    void shouldLookLessAndLessOftenWhereNothingComes() throws SctpException {
        final BusyPoll busyPoll = new BusyPoll(Duration.ofNanos(100_000));
        int looks = 0;
        for (int i = 0; i < 1 + 1 + 1 + 3 + 1 + 7 + 1 + 15 + 1 + 31 + 1 + 63; i++) {
            final int before = socket.looks;
            assertEquals(0, busyPoll.receive(socket, null));
            looks += socket.looks - before > 1 ? 1 : 0;
        }
        assertEquals(6, looks, "times it was looked more than once");
        assertTrue(socket.looks > 100, "looked " + socket.looks + " times");
    }

    @Test
    void shouldNotLookAgainOnceItIsStopped() throws SctpException {
        final BusyPoll busyPoll = new BusyPoll(Duration.ofSeconds(10));
        busyPoll.stop();
        assertEquals(0, busyPoll.receive(socket, null));
        assertEquals(1, socket.looks);
        busyPoll.begin();
        socket.onLook = 5;
        socket.event = busyPoll::stop;
        assertEquals(0, busyPoll.receive(socket, null), "stopped by another thread meanwhile");
        assertEquals(1 + 5, socket.looks);
        busyPoll.begin();
        socket.comesAt = socket.looks + 5;
        assertEquals(1, busyPoll.receive(socket, null), "that was no miss");
    }

    /** Something comes when it is looked for the n-th time; 0 for never. */
    private static final class FakeSocket implements UdpSocket {
        private int comesAt;
        private int looks;
        /** In so many looks from now on something else happens. */
        private int onLook;

        private Runnable event;

        @Override
        public int receive(final DatagramBatch batch) {
            looks++;
            if (--onLook == 0) {
                event.run();
            }
            return looks == comesAt ? 1 : 0;
        }

        @Override
        public int localPort() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String describe() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void prepareToSend(final DatagramBatch batch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean send(final DatagramBatch batch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void await(final boolean alsoForRoom, final int timeoutMillis) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wakeup() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}

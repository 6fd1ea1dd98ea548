package io.sctp.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Errno;
import io.sctp.SctpException;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpSocketTest {
    private static final long LOOPBACK = 0xFFFF_7F00_0001L;
    private static final long OTHER_LOOPBACK = 0xFFFF_7F00_0002L;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int LIMIT_MILLIS = 10_000;

    private final DatagramBatch out = new DatagramBatch(4, 65_535);
    private final DatagramBatch in = new DatagramBatch(4, 65_535);
    private UdpIo way;
    private UdpSocket sender;
    private UdpSocket receiver;

    private void open(final String io) throws SctpException {
        way = UdpIo.valueOf(io.toUpperCase(Locale.ROOT));
        sender = way.open(0, BUFFER_BYTES);
        receiver = way.open(0, BUFFER_BYTES);
        sender.prepareToSend(out);
    }

    @AfterEach
    void close() {
        for (final UdpSocket socket : new UdpSocket[] {sender, receiver}) {
            if (socket != null) {
                socket.close();
            }
        }
    }

    private void write(final int length, final int segment, final long peerLow, final long localLow) {
        for (int i = 0; i < length; i++) {
            out.payload().put(out.offset(out.size()) + i, (byte) (i * 7));
        }
        out.add(length, segment, 0, peerLow, receiver.localPort(), 0, 0, localLow);
    }

    /** Receives so many bytes, whatever shape they come in, and checks them; returns how many datagrams they were. */
    private int receive(final int total, final int segment) throws SctpException {
        int bytes = 0;
        int datagrams = 0;
        while (bytes < total) {
            if (receiver.receive(in) == 0) {
                receiver.await(false, LIMIT_MILLIS);
                assertTrue(receiver.receive(in) > 0, "nothing has come; so far " + bytes + " bytes");
            }
            for (int slot = 0; slot < in.size(); slot++) {
                assertEquals(sender.localPort(), in.peerPort(slot));
                for (int at = 0; at < in.length(slot); at += in.segment(slot)) {
                    final int length = Math.min(in.segment(slot), in.length(slot) - at);
                    assertEquals(Math.min(segment, total - bytes), length, "length of a datagram");
                    for (int i = 0; i < length; i++) {
                        assertEquals((byte) ((bytes + i) * 7), in.payload().get(in.offset(slot) + at + i));
                    }
                    bytes += length;
                    datagrams++;
                }
            }
        }
        return datagrams;
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "nio"})
    void shouldCarryADatagramWithItsEnds(final String io) throws SctpException {
        open(io);
        write(100, 100, LOOPBACK, 0);
        assertTrue(sender.send(out));
        assertEquals(1, receive(100, 100));
        assertEquals(0, in.peerHigh(0));
        assertEquals(LOOPBACK, in.peerLow(0));
        assertEquals(io.equals("native") ? LOOPBACK : 0, in.localLow(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "nio"})
    void shouldCutASlotIntoDatagrams(final String io) throws SctpException {
        open(io);
        write(20 * 1452 + 13, 1452, LOOPBACK, 0);
        assertTrue(sender.send(out));
        assertEquals(21, receive(20 * 1452 + 13, 1452));
    }

    @ParameterizedTest
    @ValueSource(strings = "native")
    void shouldSendFromTheAddressThatIsAskedFor(final String io) throws SctpException {
        open(io);
        write(10, 10, LOOPBACK, OTHER_LOOPBACK);
        sender.send(out);
        receive(10, 10);
        assertEquals(OTHER_LOOPBACK, in.peerLow(0));
    }

    @ParameterizedTest
    @ValueSource(strings = "native")
    void shouldSendDatagramsThatMustBeWholeAndSuchAsMayBeFragmentedInOneBatch(final String io) throws SctpException {
        open(io);
        write(20 * 1452, 1452, LOOPBACK, 0);
        out.neverFragment();
        assertTrue(sender.send(out));
        assertEquals(20, receive(20 * 1452, 1452));
        out.clear();
        write(65_000, 65_000, LOOPBACK, 0);
        out.fragmentIfNeeded();
        assertTrue(sender.send(out));
        assertEquals(1, receive(65_000, 65_000));
        out.clear();
        write(65_508, 65_508, LOOPBACK, 0); // more than an IP packet holds
        out.neverFragment();
        write(10, 10, LOOPBACK, 0);
        assertTrue(sender.send(out));
        assertEquals(Errno.EMSGSIZE.number(), out.error(0));
        assertEquals(0, out.error(1), "what is behind it goes");
    }

    @ParameterizedTest
    @ValueSource(strings = "native")
    void shouldDropWhatTheSystemRefusesAndSendTheRest(final String io) throws SctpException {
        open(io);
        write(10, 10, 0xFFFF_FFFF_FFFFL, 0); // broadcast, which the socket was not allowed
        write(10, 10, LOOPBACK, 0);
        assertTrue(sender.send(out));
        assertEquals(Errno.EACCES.number(), out.error(0));
        assertEquals(0, out.error(1));
        assertEquals(1, receive(10, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "nio"})
    void shouldRefuseAPortThatIsTaken(final String io) throws SctpException {
        open(io);
        final var taken =
                assertThrows(SctpException.AddressInUse.class, () -> way.open(receiver.localPort(), BUFFER_BYTES));
        assertTrue(taken.getMessage().contains("UDP port " + receiver.localPort()), taken.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "nio"})
    void shouldEndAWaitWhenWoken(final String io) throws Exception {
        open(io);
        final FutureTask<Void> waiting = new FutureTask<>(() -> {
            receiver.await(false, -1);
            return null;
        });
        final Thread thread = new Thread(waiting);
        thread.start();
        Thread.sleep(50);
        assertFalse(waiting.isDone());
        receiver.wakeup();
        waiting.get(10, TimeUnit.SECONDS);
        receiver.wakeup();
        receiver.await(false, -1); // the wake-up before it counts
        final long beginNs = System.nanoTime();
        receiver.await(false, 20);
        assertTrue(System.nanoTime() - beginNs >= 19_000_000, "a wake-up counts once");
    }
}

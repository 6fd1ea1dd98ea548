package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 9260 section 7.2.4: which lost chunks go at once, and which wait for the congestion window. */
final class FastRetransmitTest {
    private static final long MILLI = 1_000_000;
    private static final int LENGTH = 1400;
    private static final int PACKETS = 21;

    private final EnginePair pair = new EnginePair(
                    AssociationConfig.builder().maxBurst(100).build(),
                    // Few acknowledgements where nothing is missing, so that the window grows in small steps.
                    AssociationConfig.builder().packetsPerSack(20).build())
            .connect();
    private final Path path = pair.clientSide.path(0);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final ReceiveInfo info = new ReceiveInfo();

    /** What the client sent and the network keeps for now. */
    private final List<byte[]> onTheWay = new ArrayList<>();

    /** Fills a congestion window with packets that the network keeps. */
    @BeforeEach
    void fillTheCongestionWindow() {
        while (path.congestionWindowBytes() < PACKETS * LENGTH) {
            for (int i = 0; i < 2 * PACKETS; i++) {
                Sends.send(pair.clientSide, buffer, 0, LENGTH, 0, 0, 0, 0);
            }
            pair.pass(300 * MILLI);
            readAll();
        }
        pair.tap = (fromClient, packet, offset, length) -> !fromClient || !keep(packet, offset, length);
        for (int i = 0; i < PACKETS; i++) {
            assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, buffer, 0, LENGTH, 0, 0, 0, 0));
            pair.run();
        }
        assertEquals(PACKETS, onTheWay.size());
    }

    @Test
    void shouldSendOneLostPacketAtOnceAndTheOthersOnceTheCongestionWindowAllows() {
        deliver(2, 3);
        assertEquals(PACKETS, onTheWay.size(), "two missing reports are not three");
        deliver(4);
        assertNoRoom();
        assertEquals(PACKETS + 1, onTheWay.size(), "packets 0 and 1 are lost; one of them goes at once");
        deliver(PACKETS);
        deliver(7, 8, 9, 10, 11, 12);
        assertTrue(onTheWay.size() > PACKETS + 1, "there was room for packet 1");
        assertEverythingArrives();
    }

    @Test
    void shouldWaitForTheCongestionWindowWithWhatIsLostInFastRecovery() {
        deliver(1, 2, 3);
        assertEquals(PACKETS + 1, onTheWay.size(), "packet 0 goes at once");
        deliver(5, 6, 7);
        assertNoRoom();
        assertEquals(PACKETS + 1, onTheWay.size(), "packet 4 is lost, too, but has to wait");
        assertEverythingArrives();
    }

    @Test
    void shouldBeginFastRecoveryAnewWithWhatIsLostBeyondItsEnd() {
        sendMore();
        deliver(1, 2, 3);
        final int again = onTheWay.size() - 1;
        assertArrayEquals(onTheWay.get(0), onTheWay.get(again), "packet 0 goes at once");
        final int window = path.congestionWindowBytes();
        for (int index = 4; index < again; index++) {
            deliver(index);
        }
        final int firstNew = again + 1;
        deliver(firstNew + 1, firstNew + 2);
        assertEquals(window, path.congestionWindowBytes(), "the first new packet was reported missing only twice");
        final int before = onTheWay.size();
        deliver(again);
        assertEquals(window / 2, path.congestionWindowBytes(), "a loss of its own reduces the window once more");
        assertArrayEquals(onTheWay.get(firstNew), onTheWay.get(before), "the first new packet goes again at once");
        assertEverythingArrives();
    }

    @Test
    void shouldGrowTheWindowForASackBeforeItsReportsReduceIt() {
        sendMore();
        deliver(2, 3);
        pair.tap = (fromClient, packet, offset, length) -> false;
        deliver(0);
        final int window = path.congestionWindowBytes();
        pair.tap = (fromClient, packet, offset, length) -> !fromClient || !keep(packet, offset, length);
        deliver(4);
        assertEquals((window + path.maxPacketSize() - PacketHeader.LENGTH) / 2, path.congestionWindowBytes());
        assertEverythingArrives();
    }

    /** The congestion window is all that keeps data back. */
    private void sendMore() {
        for (int i = 0; i < 2 * PACKETS; i++) {
            assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, buffer, 0, LENGTH, 0, 0, 0, 0));
        }
        pair.run();
        assertNoRoom();
    }

    private boolean keep(final ByteBuffer packet, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        packet.get(offset, bytes);
        return onTheWay.add(bytes);
    }

    /** Delivers some of the packets, each acknowledged before the next. */
    private void deliver(final int... indices) {
        for (final int index : indices) {
            final byte[] bytes = onTheWay.get(index);
            buffer.put(0, bytes);
            pair.server.handlePacket(
                    pair.nowNs,
                    buffer,
                    0,
                    bytes.length,
                    EnginePair.CLIENT_ADDRESS.high(),
                    EnginePair.CLIENT_ADDRESS.low(),
                    EnginePair.UDP_PORT,
                    0);
            pair.run();
        }
    }

    private void assertNoRoom() {
        assertTrue(
                path.flightBytes() >= path.congestionWindowBytes(),
                () -> path.flightBytes() + " bytes in flight leave room in a window of "
                        + path.congestionWindowBytes());
    }

    private void assertEverythingArrives() {
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(10_000 * MILLI);
        readAll();
        assertEquals(0, pair.clientSide.bufferedBytes());
    }

    private void readAll() {
        while (pair.serverSide.receive(buffer, 0, LENGTH, info) >= 0) {
            // To the last one.
        }
        pair.run();
    }
}

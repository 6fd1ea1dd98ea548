package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9260 section 6.1, rule A: a peer whose window stays closed for long. */
final class ZeroWindowTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;
    private static final int WINDOW = 8000;
    private static final int MESSAGE = 1000;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final ReceiveInfo info = new ReceiveInfo();
    private final List<Long> dataTimes = new ArrayList<>();
    private EnginePair pair;
    private long closedNs;
    private int window = WINDOW;

    @Test
    void shouldProbeFirstAfterOneRtoAndThenAfterTwiceAsLongEach() {
        connect(AssociationConfig.builder(), receiver());
        close();
        watch();
        final long rtoNs = path().rtoNs();
        pair.pass(300 * SECOND);
        assertEquals(closedNs + rtoNs, dataTimes.get(0));
        long gapNs = rtoNs;
        for (int i = 1; i < dataTimes.size(); i++) {
            gapNs = Math.min(60 * SECOND, 2 * gapNs);
            assertEquals(gapNs, dataTimes.get(i) - dataTimes.get(i - 1), "before probe " + i);
        }
        assertTrue(dataTimes.size() > 7, dataTimes::toString);
    }

    /** Each of its SHUTDOWNs acknowledges, too, and says nothing of the window; the SACK that opened it is lost. */
    @Test
    void shouldGoOnProbingThoughThePeerRepeatsItsShutdown() {
        connect(AssociationConfig.builder(), receiver());
        close();
        pair.pass(2 * SECOND);
        pair.serverSide.shutdown();
        pair.pass(20 * SECOND);
        pair.tap = (fromClient, packet, offset, length) -> fromClient;
        assertEquals(8, readAll());
        pair.run();
        watch();
        pair.pass(120 * SECOND);
        assertEquals(1, readAll(), dataTimes::toString);
        assertEquals(AssociationState.CLOSED, pair.clientSide.state());
    }

    /**
     * The SHUTDOWN acknowledges the probe, the SACK that opened the window is lost: the next message is the next probe.
     */
    @Test
    void shouldProbeAgainThoughNothingIsInFlightWhileThePeerRepeatsItsShutdown() {
        connect(AssociationConfig.builder(), receiver());
        close();
        send();
        pair.pass(2 * SECOND);
        final int probe = pair.clientSide.nextTsn() - 1;
        pair.tap = (fromClient, packet, offset, length) -> {
            if (fromClient) {
                noteData(packet, offset);
            }
            return false;
        };
        for (int i = 0; i < 50; i++) {
            giveShutdown(probe);
            pair.pass(200 * MILLI);
        }
        assertEquals(probe + 1, pair.clientSide.nextTsn() - 1, "the next message has gone");
        assertFalse(dataTimes.isEmpty());
    }

    private void giveShutdown(final int cumulativeTsn) {
        PacketHeader.write(buffer, 0, EnginePair.PORT, EnginePair.PORT, pair.clientSide.localTag());
        Chunk.write(buffer, PacketHeader.LENGTH, ChunkType.SHUTDOWN, 0, 2 * Integer.BYTES);
        buffer.putInt(PacketHeader.LENGTH + Integer.BYTES, cumulativeTsn);
        final int length = PacketHeader.LENGTH + 2 * Integer.BYTES;
        new Checksum().write(buffer, 0, length);
        final IpAddress source = EnginePair.SERVER_ADDRESS;
        pair.client.handlePacket(pair.nowNs, buffer, 0, length, source.high(), source.low(), EnginePair.UDP_PORT, 0);
    }

    @ParameterizedTest
    @CsvSource({"16, 1", "16, 2", "32, 3", "64, 1", "125, 3"})
    void shouldSendARefusedProbeAgainAsSoonAsTheWindowOpens(final int awaySeconds, final int queued) {
        connect(AssociationConfig.builder(), receiver());
        close();
        for (int i = 1; i < queued; i++) {
            send();
        }
        pair.pass(awaySeconds * SECOND);
        assertEquals(8, readAll());
        final long before = pair.nowNs;
        pair.run();
        assertEquals(queued, readAll(), "read at once, not after the next probe");
        assertEquals(before, pair.nowNs);
    }

    @Test
    void shouldSurviveALongTimeWithAClosedWindowThoughPacketsAreLost() {
        for (int seed = 0; seed < 20; seed++) {
            final AssociationConfigBuilder config = AssociationConfig.builder()
                    .maxAssociationRetransmissions(4)
                    .rtoMaxNs(SECOND)
                    .heartbeatIntervalNs(seed % 2 == 0 ? 0 : 5 * SECOND);
            connect(config, receiver());
            close();
            lose(0.01, seed);
            pair.pass(1200 * SECOND);
            assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state(), "seed " + seed);
            assertFalse(pair.clientEvents.events.toString().contains("INACTIVE"), pair.clientEvents.events::toString);
            pair.tap = (fromClient, packet, offset, length) -> true;
            int received = readAll();
            pair.pass(5 * SECOND);
            received += readAll();
            assertEquals(9, received, "seed " + seed);
        }
    }

    @Test
    void shouldFindThatThePeerIsDeadThoughItsWindowWasClosed() {
        connect(AssociationConfig.builder().maxAssociationRetransmissions(4).rtoMaxNs(SECOND), receiver());
        close();
        pair.pass(100 * SECOND);
        pair.tap = (fromClient, packet, offset, length) -> false;
        pair.pass(10 * SECOND);
        assertEquals(AssociationState.CLOSED, pair.clientSide.state());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldChangeNeitherCongestionWindowNorThresholdByProbing(final int lost) {
        window = 100_000;
        connect(AssociationConfig.builder(), receiver());
        grow();
        final int before = path().congestionWindowBytes();
        assertTrue(before > 20_000, before + " bytes");
        close();
        if (lost == 1) {
            lose(0.3, 4);
        }
        pair.pass(path().rtoNs() * 3 / 2);
        assertTrue(
                path().congestionWindowBytes() >= before / 2,
                () -> path().congestionWindowBytes() + " bytes of " + before);
        pair.pass(600 * SECOND);
        assertTrue(path().congestionWindowBytes() >= 4 * (path().maxPacketSize() - PacketHeader.LENGTH), "7.2.1");
        assertTrue(path().slowStartThresholdBytes() >= 4 * path().maxPacketSize());
        if (lost == 0) {
            assertTrue(path().slowStartThresholdBytes() >= before / 2, "the threshold is of before the pause");
        }
    }

    @Test
    void shouldSendOnePacketAfterATimeOutHoweverLittleCountsAsInFlight() {
        connect(AssociationConfig.builder(), AssociationConfig.builder());
        send();
        pair.run();
        pair.pass(SECOND);
        watch();
        pair.tap = (fromClient, packet, offset, length) -> !fromClient || !noteData(packet, offset);
        for (int i = 0; i < 3; i++) {
            assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, buffer, 0, 1400, 0, 0, 0, 0));
        }
        pair.run();
        assertEquals(3, dataTimes.size());
        for (int timeouts = 1; timeouts < 4; timeouts++) {
            pair.expireNext();
            assertEquals(3 + timeouts, dataTimes.size(), "packets after " + timeouts + " time-outs");
        }
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(60 * SECOND);
        assertEquals(4, readAll());
    }

    @Test
    void shouldSendAgainAtOnceWhatTheWindowHasRoomForEvenIfItIsNotWide() {
        connect(AssociationConfig.builder(), receiver());
        close();
        pair.pass(40 * SECOND);
        int received = 0;
        for (int i = 0; i < 3; i++) {
            received += pair.serverSide.receive(buffer, 0, 2000, info) >= 0 ? 1 : 0;
        }
        pair.run();
        received += readAll();
        assertEquals(9, received);
    }

    // -- helpers ----------------------------------------------------------------------------------------------------

    private AssociationConfigBuilder receiver() {
        return AssociationConfig.builder().receiveWindowBytes(window).maxMessageBytes(window);
    }

    private void connect(final AssociationConfigBuilder client, final AssociationConfigBuilder server) {
        pair = new EnginePair(client.build(), server.build()).connect();
    }

    private Path path() {
        return pair.clientSide.path(0);
    }

    private void send() {
        assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, buffer, 0, MESSAGE, 0, 0, 0, 0));
    }

    /** Fills the receiver's buffer to the last byte; one more message waits. */
    private void close() {
        for (int i = 0; i < window / MESSAGE + 1; i++) {
            send();
        }
        pair.run();
        closedNs = pair.nowNs;
        pair.pass(200 * MILLI);
        assertEquals(0, pair.clientSide.peerWindow());
    }

    private void grow() {
        for (int i = 0; i < 100; i++) {
            for (int k = 0; k < 40; k++) {
                Sends.send(pair.clientSide, buffer, 0, 1400, 0, 0, 0, 0);
            }
            pair.run();
            readAll();
            pair.pass(20 * MILLI);
        }
        while (pair.clientSide.bufferedBytes() > 0) {
            readAll();
            pair.pass(200 * MILLI);
        }
        readAll();
    }

    private void watch() {
        dataTimes.clear();
        pair.tap = (fromClient, packet, offset, length) -> {
            if (fromClient) {
                noteData(packet, offset);
            }
            return true;
        };
    }

    private boolean noteData(final ByteBuffer packet, final int offset) {
        return Chunk.type(packet, offset + PacketHeader.LENGTH) == ChunkType.DATA && dataTimes.add(pair.nowNs);
    }

    private void lose(final double share, final int seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        pair.tap = (fromClient, packet, offset, length) -> random.nextDouble() >= share;
    }

    private int readAll() {
        int count = 0;
        while (pair.serverSide.receive(buffer, 0, 2000, info) >= 0) {
            count++;
        }
        return count;
    }
}

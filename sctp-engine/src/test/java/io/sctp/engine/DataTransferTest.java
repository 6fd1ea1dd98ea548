package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 9260 section 6, one rule at a time, over a wire whose losses the test chooses. */
final class DataTransferTest {
    private static final long MILLI = 1_000_000;

    private final EnginePair pair = EnginePair.withDefaults().connect();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private final ReceiveInfo info = new ReceiveInfo();

    @Test
    void shouldDeliverMessageWithStreamAndPpid() {
        send(100, 3, 0);
        pair.run();
        assertEquals(100, pair.serverSide.receive(buffer, 0, 1000, info));
        assertEquals(3, info.stream());
        assertEquals(7, info.ppid());
        assertTrue(info.isComplete());
        assertEquals(-1, pair.serverSide.receive(buffer, 0, 1000, info));
    }

    @Test
    void shouldFragmentAndReassembleLongMessage() {
        for (int i = 0; i < 100_000; i++) {
            buffer.put(i, (byte) ((i * 31) >> 3));
        }
        Sends.send(pair.clientSide, buffer, 0, 100_000, 0, 0, 0, 0);
        pair.run();
        final ByteBuffer received = ByteBuffer.allocateDirect(100_000);
        assertEquals(100_000, pair.serverSide.receive(received, 0, 100_000, info));
        assertEquals(-1, received.mismatch(buffer.slice(0, 100_000)));
    }

    @Test
    void shouldHandOutMessageInPartsWhenTheBufferIsShort() {
        send(100, 0, 0);
        pair.run();
        assertEquals(60, pair.serverSide.receive(buffer, 0, 60, info));
        assertFalse(info.isComplete());
        assertEquals(100, info.messageLength());
        assertEquals(40, pair.serverSide.receive(buffer, 0, 60, info));
        assertTrue(info.isComplete());
    }

    /** Section 6.10. */
    @Test
    void shouldBundleSmallMessagesIntoOnePacket() {
        final List<Integer> lengths = new ArrayList<>();
        pair.tap = (fromClient, packet, offset, length) -> fromClient ? lengths.add(length) : true;
        for (int i = 0; i < 10; i++) {
            send(100, 0, 0);
        }
        pair.run();
        assertEquals(List.of(PacketHeader.LENGTH + 10 * (DataChunk.HEADER_LENGTH + 100)), lengths);
    }

    /** RFC 9260 section 5.1. */
    @Test
    void shouldAcknowledgeTheFirstPacketOfAnAssociationAtOnce() {
        final int[] sacks = countSacks();
        send(100, 0, 0);
        pair.run();
        assertEquals(1, sacks[0]);
        send(100, 0, 0);
        pair.run();
        assertEquals(1, sacks[0], "the second one may wait for another");
    }

    /** Section 6.2. */
    @Test
    void shouldDelayAcknowledgementOfOnePacket() {
        send(100, 0, 0);
        pair.run();
        final int[] sacks = countSacks();
        send(100, 0, 0);
        pair.run();
        assertEquals(0, sacks[0]);
        pair.pass(199 * MILLI);
        assertEquals(0, sacks[0]);
        pair.pass(2 * MILLI);
        assertEquals(1, sacks[0]);
    }

    /** Section 6.2. */
    @Test
    void shouldAcknowledgeEverySecondPacket() {
        final int[] sacks = countSacks();
        send(1000, 0, 0);
        send(1000, 0, 0);
        pair.run();
        assertEquals(1, sacks[0]);
    }

    /** RFC 7053. */
    @Test
    void shouldAcknowledgeAtOnceWhenAskedTo() {
        final int[] sacks = countSacks();
        send(100, 0, Sends.SACK_IMMEDIATELY);
        pair.run();
        assertEquals(1, sacks[0]);
    }

    /** Section 6.3.3. */
    @Test
    void shouldRetransmitAfterTimeOut() {
        pair.tap = (fromClient, packet, offset, length) -> !fromClient;
        send(100, 0, 0);
        pair.run();
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(999 * MILLI);
        assertEquals(0, pair.serverSide.readyMessages());
        pair.pass(2 * MILLI);
        assertEquals(1, pair.serverSide.readyMessages());
        assertEquals(1, pair.client.counters().retransmissionTimeouts());
    }

    /** Section 7.2.4. */
    @Test
    void shouldRetransmitAfterThreeMissingReports() {
        final int[] packets = {0};
        pair.tap = (fromClient, packet, offset, length) -> !fromClient || packets[0]++ != 0;
        for (int i = 0; i < 4; i++) {
            send(1000, 0, 0);
            pair.run();
        }
        assertEquals(4, pair.serverSide.readyMessages());
        assertEquals(0, pair.client.counters().retransmissionTimeouts());
    }

    /** RFC 6458 section 8.2.1: sstat_penddata and sstat_unackdata. */
    @Test
    void shouldCountWhatIsMissingAndWhatIsNotAcknowledged() {
        final int[] packets = {0};
        pair.tap = (fromClient, packet, offset, length) -> !fromClient || packets[0]++ % 2 == 1;
        for (int i = 0; i < 4; i++) {
            send(1000, 0, 0);
            pair.carry(true);
        }
        assertEquals(4, pair.clientSide.unacknowledgedChunks());
        assertEquals(2, pair.serverSide.missingChunks(), "the first and the third");
        pair.carry(false);
        assertEquals(2, pair.clientSide.unacknowledgedChunks(), "gap blocks told of the second and the fourth");
        pair.pass(10_000 * MILLI);
        assertEquals(0, pair.clientSide.unacknowledgedChunks());
        assertEquals(0, pair.serverSide.missingChunks());
    }

    /** Section 6.6. */
    @Test
    void shouldHoldBackOrderedButNotUnorderedMessagesBehindALoss() {
        final int[] packets = {0};
        pair.tap = (fromClient, packet, offset, length) -> !fromClient || packets[0]++ != 0;
        send(1000, 0, 0);
        pair.run();
        send(1001, 0, 0);
        pair.run();
        send(1002, 0, Sends.UNORDERED);
        pair.run();
        assertEquals(1002, pair.serverSide.nextMessageLength());
        assertEquals(1, pair.serverSide.readyMessages());
        pair.pass(2000 * MILLI);
        pair.serverSide.receive(buffer, 0, 2000, info);
        assertEquals(1000, pair.serverSide.receive(buffer, 0, 2000, info));
        assertEquals(1001, pair.serverSide.receive(buffer, 0, 2000, info));
    }

    /** Section 6.1, rule A, and the window update of section 6.2. */
    @Test
    void shouldStopAtAClosedWindowAndGoOnWhenItOpens() {
        final AssociationConfig small = AssociationConfig.builder()
                .receiveWindowBytes(8000)
                .maxMessageBytes(4000)
                .build();
        final EnginePair slow = new EnginePair(AssociationConfig.builder().build(), small).connect();
        for (int i = 0; i < 20; i++) {
            assertEquals(SendResult.QUEUED, Sends.send(slow.clientSide, buffer, 0, 1000, 0, 0, 0, 0));
        }
        slow.pass(10_000 * MILLI);
        assertTrue(slow.serverSide.heldBytes() <= 9000, "held " + slow.serverSide.heldBytes());
        int received = 0;
        for (int i = 0; i < 100; i++) {
            while (slow.serverSide.receive(buffer, 0, 2000, info) >= 0) {
                received++;
            }
            slow.pass(100 * MILLI);
        }
        assertEquals(20, received);
        assertEquals(AssociationState.ESTABLISHED, slow.clientSide.state());
    }

    @Test
    void shouldRefuseMessagesThatCannotBeSent() {
        assertEquals(SendResult.INVALID_STREAM, Sends.send(pair.clientSide, buffer, 0, 10, 64, 0, 0, 0));
        assertEquals(SendResult.EMPTY, Sends.send(pair.clientSide, buffer, 0, 0, 0, 0, 0, 0));
        final AssociationConfig config =
                AssociationConfig.builder().sendBufferBytes(5000).build();
        final EnginePair small = new EnginePair(config, config).connect();
        assertEquals(SendResult.TOO_LONG, Sends.send(small.clientSide, buffer, 0, 5001, 0, 0, 0, 0));
        assertEquals(SendResult.QUEUED, Sends.send(small.clientSide, buffer, 0, 5000, 0, 0, 0, 0));
        assertEquals(SendResult.WOULD_BLOCK, Sends.send(small.clientSide, buffer, 0, 1, 0, 0, 0, 0));
        small.pass(1000 * MILLI);
        assertTrue(small.clientEvents.events.contains("writable"), small.clientEvents.events::toString);
        assertEquals(SendResult.QUEUED, Sends.send(small.clientSide, buffer, 0, 1, 0, 0, 0, 0));
    }

    private void send(final int length, final int stream, final int flags) {
        assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, buffer, 0, length, stream, flags, 7, 0));
    }

    private int[] countSacks() {
        final int[] sacks = {0};
        pair.tap = (fromClient, packet, offset, length) -> {
            if (!fromClient && packet.get(offset + PacketHeader.LENGTH) == ChunkType.SACK) {
                sacks[0]++;
            }
            return true;
        };
        return sacks;
    }
}

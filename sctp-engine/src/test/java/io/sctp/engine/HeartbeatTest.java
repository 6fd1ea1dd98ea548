package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Heartbeats (RFC 9260 sections 5.4 and 8.3). */
final class HeartbeatTest {
    private static final long SECOND = 1_000_000_000L;

    /** Section 8.3: the information goes back unchanged. */
    @Test
    void shouldSendTheInformationBack() {
        final EnginePair pair = EnginePair.withDefaults().connect();
        final List<RawPeer.Answer> answers = new RawPeer(pair)
                .giveChunk(pair.serverSide.localTag(), ChunkType.HEARTBEAT, 0, 1 << 16 | 12, 0x01020304, 0x05060708);
        assertEquals(1, answers.size());
        assertEquals(ChunkType.HEARTBEAT_ACK, answers.get(0).type());
        assertEquals(1 << 16 | 12, answers.get(0).bytes().getInt(4));
        assertEquals(0x0102030405060708L, answers.get(0).bytes().getLong(8));
    }

    /** Section 5.4: else an address could be confirmed by who never saw what was sent there. */
    @Test
    void shouldNotTakeAnAnswerWithAnotherNonce() {
        final EnginePair pair = new EnginePair(
                AssociationConfig.builder().build(),
                AssociationConfig.builder()
                        .localAddresses(List.of(EnginePair.SERVER_ADDRESS, IpAddress.ofIpv4(0x0A000003)))
                        .build());
        final Checksum checksum = new Checksum();
        final int[] answers = {0};
        pair.tap = (fromClient, packet, offset, length) -> {
            final int chunk = offset + PacketHeader.LENGTH;
            if (!fromClient && Chunk.type(packet, chunk) == ChunkType.HEARTBEAT_ACK) {
                packet.putLong(chunk + 12, packet.getLong(chunk + 12) + 1);
                checksum.write(packet, offset, length);
                answers[0]++;
            }
            return true;
        };
        pair.connect();
        pair.pass(3 * SECOND);
        assertTrue(answers[0] > 0, "no heartbeat was answered");
        assertEquals(PathState.UNCONFIRMED, pair.clientSide.path(1).state());
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(20 * SECOND);
        assertEquals(PathState.ACTIVE, pair.clientSide.path(1).state());
    }
}

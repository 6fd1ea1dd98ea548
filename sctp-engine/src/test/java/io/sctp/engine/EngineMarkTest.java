package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.ParameterType;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Only a peer that runs this engine is sent several packets in one piece: see {@code EngineMark}. */
final class EngineMarkTest {
    private static final int LENGTH = 1400;

    private final EnginePair pair = new EnginePair(
            AssociationConfig.builder().build(), AssociationConfig.builder().build());
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();

    @Test
    void shouldSendSeveralPacketsInOnePieceToThisEngine() {
        pair.connect();
        assertTrue(packetsInOnePiece(pair.client, true) > 1);
        assertTrue(packetsInOnePiece(pair.server, false) > 1);
    }

    @Test
    void shouldSendEachPacketByItselfToAnyOtherPeer() {
        pair.tap = (fromClient, packet, offset, length) -> {
            disguise(packet, offset, length);
            return true;
        };
        pair.connect();
        assertEquals(1, packetsInOnePiece(pair.client, true));
        assertEquals(1, packetsInOnePiece(pair.server, false));
    }

    private int packetsInOnePiece(final SctpEngine sender, final boolean isClient) {
        for (int i = 0; i < 10; i++) {
            assertEquals(
                    SendResult.QUEUED,
                    Sends.send((isClient ? pair.clientSide : pair.serverSide), buffer, 0, LENGTH, 0, 0, 0, 0));
        }
        final int length = sender.pollTransmit(pair.nowNs, buffer, 0, buffer.capacity(), transmit);
        assertTrue(length > LENGTH);
        return transmit.segmentCount();
    }

    /** Gives the mark another type, as if its sender were somebody else who made a parameter up. */
    private static void disguise(final ByteBuffer packet, final int offset, final int length) {
        for (int at = offset; at < offset + length - 1; at++) {
            if ((packet.getShort(at) & 0xFFFF) == ParameterType.ENGINE_MARK) {
                packet.putShort(at, (short) (ParameterType.ENGINE_MARK + 1));
                new Checksum().write(packet, offset, length);
            }
        }
    }
}

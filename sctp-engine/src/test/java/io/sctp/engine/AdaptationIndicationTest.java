package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What speaks above SCTP (RFC 5061 section 4.2.6). */
final class AdaptationIndicationTest {
    private final EnginePair pair = new EnginePair(naming(0x01020304), naming(0xFFFFFFFF));

    @Test
    void shouldTellBothEndsWhatTheOtherNamed() {
        pair.connect();
        assertEquals(List.of("established", "adaptation ffffffff"), pair.clientEvents.events);
        assertEquals(List.of("established", "adaptation 1020304"), pair.serverEvents.events);
    }

    @Test
    void shouldSayNothingWhereNothingIsNamed() {
        final EnginePair silent = EnginePair.withDefaults().connect();
        assertEquals(List.of("established"), silent.clientEvents.events);
        assertEquals(List.of("established"), silent.serverEvents.events);
    }

    /** The cookie of a restart tells, too. */
    @Test
    void shouldTellOfItAgainAfterARestart() {
        pair.connect();
        pair.serverEvents.events.clear();
        pair.client = new SctpEngine(EngineConfig.of(naming(7)), new SplittableRandom(3), pair.nowNs);
        pair.beginToConnect();
        pair.run();
        assertEquals(List.of("restarted", "adaptation 7"), pair.serverEvents.events);
    }

    /** It could not be read without reading what comes behind it. */
    @Test
    void shouldSkipOneThatIsTooShort() {
        pair.tap = (fromClient, packet, offset, length) -> {
            final int chunk = offset + PacketHeader.LENGTH;
            if (Chunk.type(packet, chunk) == ChunkType.INIT) {
                cutShort(packet, chunk);
                new Checksum().write(packet, offset, length);
            }
            return true;
        };
        pair.connect();
        assertEquals(List.of("established"), pair.serverEvents.events);
    }

    /** Its value becomes a parameter of its own, which asks to be skipped. */
    private static void cutShort(final ByteBuffer packet, final int chunk) {
        int at = chunk + InitChunk.FIXED_LENGTH;
        while (Parameter.type(packet, at) != ParameterType.ADAPTATION_INDICATION) {
            at = Parameter.next(packet, at);
        }
        Parameter.write(packet, at, ParameterType.ADAPTATION_INDICATION, Parameter.HEADER_LENGTH);
        Parameter.write(packet, at + Parameter.HEADER_LENGTH, 0x80FF, Parameter.HEADER_LENGTH);
    }

    private static AssociationConfig naming(final int indication) {
        return AssociationConfig.builder().adaptationIndication(indication).build();
    }
}

package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.engine.config.AssociationConfig;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Associations of one engine that each have parameters of their own. */
class OwnParametersTest {
    private static final AssociationConfig DEFAULTS =
            AssociationConfig.builder().build();

    @Test
    void shouldAgreeOnTheStreamsOfThePortAndOfTheConnect() {
        final EnginePair pair = new EnginePair(DEFAULTS, DEFAULTS);
        pair.server.listen(
                EnginePair.PORT,
                DEFAULTS.toBuilder().outboundStreams(12).maxInboundStreams(5).build());
        final AssociationConfig own =
                DEFAULTS.toBuilder().outboundStreams(7).maxInboundStreams(20).build();
        pair.clientSide = pair.client.connect(
                pair.nowNs,
                own,
                EnginePair.PORT,
                EnginePair.PORT,
                List.of(EnginePair.SERVER_ADDRESS),
                EnginePair.UDP_PORT,
                0);
        pair.run();
        assertEquals(5, pair.clientSide.outboundStreams(), "asked for 7, granted 5");
        assertEquals(12, pair.clientSide.inboundStreams(), "granted 20, asked for 12");
        assertEquals(12, pair.serverEvents.association.outboundStreams());
        assertEquals(5, pair.serverEvents.association.inboundStreams());
    }

    @Test
    void shouldFollowAChangeOfOneAssociation() {
        final EnginePair pair = EnginePair.withDefaults().connect();
        final long twoSecondsNs = 2_000_000_000L;
        pair.clientSide.configure(DEFAULTS.toBuilder()
                .rtoMinNs(twoSecondsNs)
                .sendBufferBytes(1500)
                .build());
        assertEquals(twoSecondsNs, pair.clientSide.primaryPath().rtoNs());
        final ByteBuffer message = ByteBuffer.allocateDirect(1501);
        assertEquals(SendResult.TOO_LONG, Sends.send(pair.clientSide, message, 0, 1501, 0, 0, 0, 0));
        assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, message, 0, 1500, 0, 0, 0, 0));
        assertEquals(SendResult.QUEUED, Sends.send(pair.serverSide, message, 0, 1501, 0, 0, 0, 0));
    }
}

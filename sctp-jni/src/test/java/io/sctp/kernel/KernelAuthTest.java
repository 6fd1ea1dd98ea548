package io.sctp.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.Association;
import io.sctp.ReceiveInfo;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.AuthTck;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class KernelAuthTest extends AuthTck {
    private static final int DATA = 0;

    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    /** Linux checks a message against the room of a packet without AUTH, then cuts it to the room of one with it. */
    @Test
    void shouldFragmentInSpiteOfTheOptionWhatFitsOnlyWithoutAuthentication() throws IOException {
        final Pair pair = pair(endpoint -> {
            endpoint.setOption(SctpOptions.AUTH_SUPPORTED, true);
            endpoint.setOption(SctpOptions.AUTH_CHUNK, DATA);
        });
        pair.client().setOption(SctpOptions.DISABLE_FRAGMENTS, true);
        final Association association = pair.client().association();
        final int point = association.status().fragmentationPoint();
        final long before = association.statistics().orderedChunksSent();
        pair.client().send(ByteBuffer.allocateDirect(point), new SendInfo(), LONG);
        assertEquals(point, receiveBytes(pair.server(), new ReceiveInfo()).length);
        assertEquals(2, association.statistics().orderedChunksSent() - before);
    }
}

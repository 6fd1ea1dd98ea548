package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.MessagesTck;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UserspaceMessagesTest extends MessagesTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Override
    protected Set<SctpOption<?>> unsupportedOptions() {
        return UserspaceTck.UNSUPPORTED;
    }

    @Test
    void shouldDeliverInPartsFromThePointThatIsSet() throws IOException {
        final Pair pair = pair(Setup.NONE, e -> e.setOption(SctpOptions.PARTIAL_DELIVERY_POINT, 4000));
        final byte[] message = pattern(30_000);
        pair.client().send(ByteBuffer.wrap(message), null, LONG);
        final ByteBuffer buffer = ByteBuffer.allocate(message.length);
        final ReceiveInfo info = new ReceiveInfo();
        pair.server().receive(buffer, info, LONG);
        assertFalse(info.complete(), "more than 4000 bytes came whole");
        assertTrue(buffer.position() >= 4000, () -> "the first part has only " + buffer.position() + " bytes");
        while (!info.complete()) {
            pair.server().receive(buffer, info, LONG);
        }
        assertEquals(ByteBuffer.wrap(message), buffer.flip());
    }

    @Test
    void shouldRefuseAPartialDeliveryPointThatLeavesNoRoom() throws IOException {
        final SctpChannel client = channel();
        client.setOption(StandardSocketOptions.SO_RCVBUF, 20_000);
        assertThrows(SctpException.class, () -> client.setOption(SctpOptions.PARTIAL_DELIVERY_POINT, 10_001));
        client.setOption(SctpOptions.PARTIAL_DELIVERY_POINT, 10_000);
    }
}

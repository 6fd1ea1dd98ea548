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
import io.sctp.engine.conformance.Conforms;
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
        assertThrows(SctpException.class, () -> client.setOption(SctpOptions.PARTIAL_DELIVERY_POINT, 20_001));
        client.setOption(SctpOptions.PARTIAL_DELIVERY_POINT, 20_000);
    }

    /** A message of one byte more than a packet takes is refused; one that fits is not. */
    @Test
    @Conforms({"6.9#3", "6.9#4", "6.9#5"})
    void shouldSendNoMoreThanAPacketTakesWhereFragmentsAreDisabled() throws IOException {
        final Pair pair = pair(e -> e.setOption(SctpOptions.DISABLE_FRAGMENTS, true), Setup.NONE);
        final int point = pair.client().association().status().fragmentationPoint();
        for (final int length : new int[] {point + 1, point + 1000}) {
            final ByteBuffer message = ByteBuffer.allocateDirect(length);
            assertThrows(SctpException.MessageTooBig.class, () -> pair.client().send(message, null, LONG));
            assertEquals(0, message.position());
        }
        assertEquals(point, pair.client().send(ByteBuffer.allocateDirect(point), null, LONG));
        assertEquals(point, receiveBytes(pair.server(), new ReceiveInfo()).length);
    }
}

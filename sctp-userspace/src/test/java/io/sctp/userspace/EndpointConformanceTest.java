package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpServerChannel;
import io.sctp.engine.conformance.Conforms;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What an SCTP endpoint is (RFC 9260 section 1.3). */
class EndpointConformanceTest {
    /** Whatever kind of endpoint has it, and whatever kind wants it. */
    @Conforms("1.3#3")
    @Test
    void shouldGiveATransportAddressToOneEndpointOnly() throws IOException {
        try (SctpServerChannel listener = UserspaceTck.PROVIDER.openServerChannel(null);
                SctpMultiChannel many = UserspaceTck.PROVIDER.openMultiChannel(null);
                SctpChannel client = UserspaceTck.PROVIDER.openChannel(null)) {
            listener.bind(SctpAddress.loopback(0));
            final SctpAddress taken =
                    SctpAddress.loopback(listener.getLocalAddress().port());
            assertThrows(SctpException.AddressInUse.class, () -> many.bind(taken));
            assertThrows(SctpException.AddressInUse.class, () -> client.bind(taken));
            many.bind(SctpAddress.loopback(0));
            final SctpAddress other =
                    SctpAddress.loopback(many.getLocalAddress().port());
            assertThrows(SctpException.AddressInUse.class, () -> client.bind(other));
        }
    }
}

package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.PollerTck;

class KernelPollerTest extends PollerTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }
}

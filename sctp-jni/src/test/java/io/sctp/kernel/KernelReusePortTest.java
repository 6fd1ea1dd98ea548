package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.ReusePortTck;

class KernelReusePortTest extends ReusePortTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }
}

package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.ReconfigTck;

class KernelReconfigTest extends ReconfigTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }
}

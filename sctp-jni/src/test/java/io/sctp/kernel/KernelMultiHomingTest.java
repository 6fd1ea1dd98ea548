package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.MultiHomingTck;

class KernelMultiHomingTest extends MultiHomingTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected boolean namesAllAddresses() {
        return true;
    }
}

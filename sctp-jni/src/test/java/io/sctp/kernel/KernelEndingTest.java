package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.EndingTck;

class KernelEndingTest extends EndingTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }
}

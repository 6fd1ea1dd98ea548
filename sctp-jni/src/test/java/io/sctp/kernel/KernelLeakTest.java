package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.LeakTck;

class KernelLeakTest extends LeakTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }
}

package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.FuzzedUseTck;

class KernelFuzzedUseTest extends FuzzedUseTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }
}

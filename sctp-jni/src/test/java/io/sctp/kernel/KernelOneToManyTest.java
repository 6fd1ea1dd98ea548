package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.OneToManyTck;

class KernelOneToManyTest extends OneToManyTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }
}

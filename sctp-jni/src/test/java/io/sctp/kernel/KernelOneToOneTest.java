package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.OneToOneTck;

class KernelOneToOneTest extends OneToOneTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }
}

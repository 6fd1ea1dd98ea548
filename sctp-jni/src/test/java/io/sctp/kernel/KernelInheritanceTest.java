package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.InheritanceTck;
import java.io.IOException;

class KernelInheritanceTest extends InheritanceTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected void prepareEnvironment() throws IOException {
        // The option alone is not enough: the system has to allow interleaving too.
        restoring(new KernelSettings()).set("intl_enable", "1");
    }
}

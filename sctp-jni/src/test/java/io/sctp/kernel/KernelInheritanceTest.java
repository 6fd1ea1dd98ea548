package io.sctp.kernel;

import io.sctp.SctpOption;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.InheritanceTck;
import java.io.IOException;
import java.util.Set;

class KernelInheritanceTest extends InheritanceTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected Set<SctpOption<?>> unknownToTheSystem() {
        return KernelTck.unknownToTheSystem();
    }

    @Override
    protected void prepareEnvironment() throws IOException {
        // The option alone is not enough: the system has to allow interleaving too.
        restoring(new KernelSettings()).set("intl_enable", "1");
    }
}

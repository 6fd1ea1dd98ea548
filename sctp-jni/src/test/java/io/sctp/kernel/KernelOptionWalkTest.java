package io.sctp.kernel;

import io.sctp.SctpOption;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.OptionWalkTck;
import java.io.IOException;
import java.util.Set;

class KernelOptionWalkTest extends OptionWalkTck {
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
        final KernelSettings settings = restoring(new KernelSettings());
        // The option alone is not enough: the system has to allow interleaving too.
        settings.set("intl_enable", "1");
        // Without a port of its own the kernel sends nothing inside UDP, and there is no silent peer.
        settings.setIfKnown("udp_port", "9899");
    }
}

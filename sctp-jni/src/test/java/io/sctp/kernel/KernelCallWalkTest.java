package io.sctp.kernel;

import io.sctp.Dispatcher;
import io.sctp.SctpOption;
import io.sctp.dispatch.DispatcherBuilder;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.CallWalkTck;
import java.io.IOException;
import java.util.Set;

class KernelCallWalkTest extends CallWalkTck {
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
        // Without a port of its own the kernel sends nothing inside UDP, and there is no silent peer.
        restoring(new KernelSettings()).setIfKnown("udp_port", "9899");
    }

    @Override
    protected Dispatcher dispatcher() throws IOException {
        return new DispatcherBuilder().poller(provider().openPoller()).start();
    }
}

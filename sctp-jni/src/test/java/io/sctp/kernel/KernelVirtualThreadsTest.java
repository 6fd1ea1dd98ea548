package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.VirtualThreadsTck;

class KernelVirtualThreadsTest extends VirtualThreadsTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }
}

package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.MemoryTck;

class KernelMemoryTest extends MemoryTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }
}

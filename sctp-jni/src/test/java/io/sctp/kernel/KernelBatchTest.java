package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.BatchTck;

class KernelBatchTest extends BatchTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }
}

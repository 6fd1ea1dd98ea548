package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.PartialReliabilityTck;

class KernelPartialReliabilityTest extends PartialReliabilityTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }
}

package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.ErrorsTck;

class KernelErrorsTest extends ErrorsTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }
}

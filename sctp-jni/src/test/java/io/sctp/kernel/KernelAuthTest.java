package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.AuthTck;

class KernelAuthTest extends AuthTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }
}

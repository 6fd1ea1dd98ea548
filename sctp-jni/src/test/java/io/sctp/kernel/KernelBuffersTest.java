package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.BuffersTck;

class KernelBuffersTest extends BuffersTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected boolean takesMoreThanThereIsRoom() {
        return true;
    }

    @Override
    protected boolean opensTheWindow() {
        return false;
    }
}

package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.InterleavingTck;
import java.io.IOException;

class KernelInterleavingTest extends InterleavingTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected void prepareEnvironment() throws IOException {
        restoring(new KernelSettings()).set("intl_enable", "1");
    }

    @Override
    protected boolean showsThePpidWithEveryPiece() {
        return false;
    }
}

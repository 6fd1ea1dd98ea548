package io.sctp.kernel;

import io.sctp.Dispatcher;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.OfferTck;
import java.io.IOException;

class KernelOfferTest extends OfferTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    /** Otherwise all associations of a channel share one send buffer. */
    @Override
    protected void prepareEnvironment() throws IOException {
        restoring(new KernelSettings()).set("sndbuf_policy", "1");
    }

    @Override
    protected Dispatcher start(final Shape shape) throws IOException {
        return KernelDispatcherTest.started(provider(), shape);
    }
}

package io.sctp.userspace;

import io.sctp.Dispatcher;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.OfferTck;
import java.io.IOException;

class UserspaceOfferTest extends OfferTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Override
    protected Dispatcher start(final Shape shape) throws IOException {
        return UserspaceDispatcherTest.started(shape);
    }
}

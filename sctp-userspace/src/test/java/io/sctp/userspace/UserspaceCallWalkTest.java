package io.sctp.userspace;

import io.sctp.Dispatcher;
import io.sctp.dispatch.DispatcherBuilder;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.CallWalkTck;
import java.io.IOException;

class UserspaceCallWalkTest extends CallWalkTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Override
    protected Dispatcher dispatcher() throws IOException {
        return new DispatcherBuilder().poller(provider().openPoller()).start();
    }
}

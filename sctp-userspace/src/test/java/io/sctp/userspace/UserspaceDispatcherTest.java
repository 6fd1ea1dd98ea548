package io.sctp.userspace;

import io.sctp.Dispatcher;
import io.sctp.dispatch.DispatcherBuilder;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.DispatcherTck;
import io.sctp.tck.DispatchingTck;
import java.io.IOException;
import java.time.Duration;

class UserspaceDispatcherTest extends DispatcherTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Override
    protected Dispatcher start(final Shape shape) throws IOException {
        return started(shape);
    }

    static Dispatcher started(final DispatchingTck.Shape shape) throws IOException {
        return new DispatcherBuilder()
                .poller(UserspaceTck.PROVIDER.openPoller())
                .workers(shape.workers())
                .slots(shape.slots())
                .slotBytes(shape.slotBytes())
                .outboundSlots(shape.outboundSlots())
                .window(shape.window())
                .maximumMessageBytes(shape.maximumMessageBytes())
                .errorHandler(shape.errors()::accept)
                .closeLimit(Duration.ofSeconds(3))
                .start();
    }
}

package io.sctp.kernel;

import io.sctp.Dispatcher;
import io.sctp.dispatch.DispatcherBuilder;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.DispatcherTck;
import io.sctp.tck.DispatchingTck;
import java.io.IOException;
import java.time.Duration;

class KernelDispatcherTest extends DispatcherTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected Dispatcher start(final Shape shape) throws IOException {
        return started(provider(), shape);
    }

    static Dispatcher started(final SctpProvider provider, final DispatchingTck.Shape shape) throws IOException {
        return new DispatcherBuilder()
                .poller(provider.openPoller())
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

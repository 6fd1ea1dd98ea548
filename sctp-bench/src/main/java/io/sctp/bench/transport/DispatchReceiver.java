package io.sctp.bench.transport;

import io.sctp.DispatchHandler;
import io.sctp.Dispatcher;
import io.sctp.Message;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpPoller;
import io.sctp.SendInfo;
import io.sctp.SendQueue;
import io.sctp.dispatch.DispatcherBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Receives through a dispatcher: one poller, and workers that call the handlers. */
final class DispatchReceiver implements Receiver {
    private final Dispatcher dispatcher;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean closing;
    private volatile boolean aborted;

    DispatchReceiver(final SctpPoller poller, final LoadTransport.Setup setup) throws IOException {
        final DispatcherBuilder builder = new DispatcherBuilder()
                .poller(poller)
                .workers(setup.dispatcherWorkers())
                .maximumMessageBytes(setup.maxMessageBytes())
                .errorHandler(this::fail);
        if (setup.batch() > 0) {
            builder.batchMessages(setup.batch());
        }
        dispatcher = builder.start();
    }

    @Override
    public void add(final Connection connection, final MessageHandler handler) throws IOException {
        final DispatchedConnection dispatched = (DispatchedConnection) connection;
        connections.add(connection);
        final Dispatcher.Registration registration =
                dispatcher.add(dispatched.channel(), new Handler(dispatched, handler));
        dispatched.sendQueue(registration.sendQueue(0));
    }

    @Override
    public Throwable failure() {
        return failure.get();
    }

    @Override
    public void abort() throws IOException {
        aborted = true;
        Receiver.abortAll(connections);
    }

    @Override
    public void close() throws IOException {
        closing = true;
        dispatcher.close();
        for (final Connection connection : connections) {
            connection.close();
        }
    }

    private void fail(final Throwable cause) {
        if (!closing && !aborted) {
            failure.compareAndSet(null, cause);
        }
    }

    private final class Handler implements DispatchHandler {
        private final DispatchedConnection connection;
        private final MessageHandler handler;

        Handler(final DispatchedConnection connection, final MessageHandler handler) {
            this.connection = connection;
            this.handler = handler;
        }

        @Override
        public void onMessage(final Message message) {
            connection.sendQueue(message.sendQueue());
            connection.answering(message);
            try {
                handler.onMessage(message.payload(), message.stream());
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onUnsent(
                final SendQueue sendQueue, final ByteBuffer payload, final SendInfo info, final IOException cause) {
            fail(cause);
        }

        @Override
        public void onTooBig(final SendQueue sendQueue, final SctpException.MessageTooBig cause) {
            fail(cause);
        }

        @Override
        public void onEnd(final SctpMessageChannel channel, final IOException cause, final boolean last) {
            if (cause != null) {
                fail(cause);
            }
            if (last && connections.remove(connection)) {
                handler.onEnd(cause);
                try {
                    connection.close();
                } catch (final IOException e) {
                    fail(e);
                }
            }
        }
    }
}

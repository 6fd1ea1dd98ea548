package io.sctp.bench.load;

import io.sctp.SctpAddress;
import io.sctp.bench.transport.Acceptor;
import io.sctp.bench.transport.Connection;
import io.sctp.bench.transport.LoadTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;

/** A server of a test's own: each connection has a thread, and a script that is given every message. */
final class ScriptedServer implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final int MAX_BYTES = 65_536;

    private final Acceptor acceptor;
    private volatile boolean closing;

    /** What a server does with a message. */
    @FunctionalInterface
    interface Script {
        /**
         * Handles a message.
         *
         * @return false to end the connection
         */
        boolean onMessage(ByteBuffer message, int stream, Answer answer) throws IOException;
    }

    /** Sends a message to the client. */
    @FunctionalInterface
    interface Answer {
        /** Sends it on this stream. */
        void send(ByteBuffer message, int stream) throws IOException;
    }

    ScriptedServer(final LoadTransport transport, final int ppid, final Supplier<Script> scripts) throws IOException {
        acceptor = transport.listen(
                SctpAddress.loopback(0), new LoadTransport.Setup(16, ppid, false, MAX_BYTES, true, 0, 0, false));
        final Thread accepting = new Thread(() -> accept(scripts), "scripted-server");
        accepting.setDaemon(true);
        accepting.start();
    }

    SctpAddress address() throws IOException {
        return acceptor.address();
    }

    @Override
    public void close() throws IOException {
        closing = true;
        acceptor.close();
    }

    private void accept(final Supplier<Script> scripts) {
        try {
            while (!closing) {
                final Connection connection = acceptor.accept();
                final Thread serving = new Thread(() -> serve(connection, scripts.get()), "scripted-connection");
                serving.setDaemon(true);
                serving.start();
            }
        } catch (final IOException e) {
            // It was closed.
        }
    }

    private void serve(final Connection connection, final Script script) {
        try (connection) {
            boolean goesOn = true;
            while (goesOn && !closing) {
                final int bytes = connection.receive(TICK);
                if (bytes == Connection.END) {
                    return;
                }
                if (bytes > 0) {
                    goesOn = script.onMessage(
                            connection.message().slice(), connection.messageStream(), (message, stream) -> {
                                connection.answer(message, stream);
                                connection.flush();
                            });
                }
            }
        } catch (final IOException e) {
            // The client has gone.
        }
    }
}

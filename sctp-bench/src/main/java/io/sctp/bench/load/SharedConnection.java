package io.sctp.bench.load;

import io.sctp.bench.transport.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The sending side of a connection, for several threads. */
final class SharedConnection implements Connection {
    private final Connection connection;
    /** Of the time when the other end was there. */
    private final String name;

    SharedConnection(final Connection connection) {
        this.connection = connection;
        this.name = connection.name();
    }

    @Override
    public synchronized boolean trySend(final ByteBuffer message, final int stream) throws IOException {
        return connection.trySend(message, stream);
    }

    @Override
    public synchronized boolean flush() throws IOException {
        return connection.flush();
    }

    @Override
    public void answer(final ByteBuffer message, final int stream) {
        throw notForReceiving();
    }

    @Override
    public int receive(final Duration timeout) {
        throw notForReceiving();
    }

    @Override
    public ByteBuffer message() {
        throw notForReceiving();
    }

    @Override
    public int messageStream() {
        throw notForReceiving();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    private static UnsupportedOperationException notForReceiving() {
        return new UnsupportedOperationException("one thread receives, from the connection itself");
    }
}

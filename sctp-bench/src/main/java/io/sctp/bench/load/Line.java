package io.sctp.bench.load;

import io.sctp.bench.payload.Payload;
import io.sctp.bench.transport.Connection;
import io.sctp.bench.transport.MessageHandler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One association of a load.
 *
 * @param connection on which messages are received
 * @param sender the connection for sending
 * @param requests what is sent
 * @param handler of what is received
 */
record Line(Connection connection, Connection sender, Requests requests, MessageHandler handler) {
    /**
     * The associations with a server of this project.
     *
     * @param flags of every message, of {@link Payload}
     * @param maxBytes the largest message
     */
    static List<Line> toOwnServer(
            final List<Connection> connections,
            final Supplier<MessageHandler> handlers,
            final int flags,
            final int maxBytes) {
        final ByteBuffer buffer = Payload.allocate(maxBytes);
        final List<Line> lines = new ArrayList<>();
        for (final Connection connection : connections) {
            lines.add(new Line(connection, connection, new OwnRequests(lines.size(), flags, buffer), handlers.get()));
        }
        return lines;
    }
}

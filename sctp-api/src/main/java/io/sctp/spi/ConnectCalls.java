package io.sctp.spi;

import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;

/** The calls with which a one-to-one channel connects; see {@link MessageCalls}. */
public interface ConnectCalls extends MessageCalls, SctpChannel {
    /** Begins to connect, and waits for the outcome until the deadline. */
    boolean connectTo(SctpAddress remote, Deadline deadline) throws IOException;

    /** Waits for the outcome of a connect until the deadline. */
    boolean finishConnect(Deadline deadline) throws IOException;

    @Override
    default boolean connect(final SocketAddress remote) throws IOException {
        return connectTo(SctpAddress.of(remote), Deadline.ofMode(isBlocking()));
    }

    @Override
    default boolean connect(final SocketAddress remote, final Duration timeout) throws IOException {
        final Deadline deadline = Deadline.in(timeout);
        try {
            return connectTo(SctpAddress.of(remote), deadline);
        } catch (final SctpException.TimedOut e) {
            if (deadline.expired()) { // and not the set-up's own limit
                close();
            }
            throw e;
        }
    }

    @Override
    default boolean finishConnect() throws IOException {
        return finishConnect(Deadline.ofMode(isBlocking()));
    }
}

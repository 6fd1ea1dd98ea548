package io.sctp.bench.transport;

import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import java.io.IOException;

/** A peer over a channel of this project's API. */
interface ChannelConnection extends Connection {
    /** The channel, in non-blocking mode. */
    SctpChannel channel();

    @Override
    default void abort() throws IOException {
        channel().association().abort();
    }

    @Override
    default String name() {
        try {
            final SctpAddress remote = channel().getRemoteAddress();
            return remote == null ? GONE : remote.toString();
        } catch (final IOException e) {
            return GONE;
        }
    }
}

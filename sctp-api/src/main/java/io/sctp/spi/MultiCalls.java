package io.sctp.spi;

import io.sctp.Association;
import io.sctp.Errno;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;

/** The calls with which a one-to-many channel connects; see {@link MessageCalls}. */
public interface MultiCalls extends MessageCalls, SctpMultiChannel {
    /** Begins to connect, and waits for the outcome until the deadline. */
    Association connectTo(SctpAddress remote, Deadline deadline) throws IOException;

    @Override
    default Association connect(final SocketAddress peer) throws IOException {
        return connectTo(SctpAddress.of(peer), Deadline.ofMode(isBlocking()));
    }

    @Override
    default Association connect(final SocketAddress peer, final Duration timeout) throws IOException {
        return connectTo(SctpAddress.of(peer), Deadline.in(timeout));
    }

    /** A message to send is for nobody. */
    static SctpException noDestination() {
        return new SctpException.NotConnected(
                "send",
                Errno.EDESTADDRREQ.number(),
                null,
                null,
                "on a one-to-many channel, SendInfo names an association or a destination");
    }
}

package io.sctp.spi;

import io.sctp.SctpChannel;
import io.sctp.SctpServerChannel;
import java.io.IOException;
import java.time.Duration;

/** The calls with which a channel accepts associations; see {@link MessageCalls}. */
public interface AcceptCalls extends SctpServerChannel {
    /** Accepts an association, and waits for one until the deadline. */
    SctpChannel accept(Deadline deadline) throws IOException;

    @Override
    default SctpChannel accept() throws IOException {
        return accept(Deadline.ofMode(isBlocking()));
    }

    @Override
    default SctpChannel accept(final Duration timeout) throws IOException {
        return accept(Deadline.in(timeout));
    }
}

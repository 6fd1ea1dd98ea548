package io.sctp.bench.peers;

import static java.net.StandardProtocolFamily.INET;

import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.option.InitParameters;
import io.sctp.spi.SctpProvider;
import java.io.EOFException;
import java.io.IOException;

/** The two ends of one association of this library, with the code shared by its peers. */
record OwnEnds(SctpChannel first, SctpChannel second) implements AutoCloseable {
    static OwnEnds open(final SctpProvider provider, final Traffic traffic) throws IOException {
        final InitParameters init = InitParameters.streams(traffic.streams(), traffic.streams());
        try (SctpServerChannel listener = provider.openServerChannel(INET)) {
            listener.setOption(SctpOptions.INITMSG, init);
            listener.bind(SctpAddress.loopback(0));
            final SctpChannel first = provider.openChannel(INET);
            first.setOption(SctpOptions.INITMSG, init);
            first.connect(listener.getLocalAddress());
            return new OwnEnds(first, listener.accept());
        }
    }

    /** What a receive returned, if it is not the end. */
    static int counted(final int result) throws IOException {
        if (result == SctpMessageChannel.END_OF_STREAM) {
            throw new EOFException("the association has ended");
        }
        return result;
    }

    @Override
    public void close() throws IOException {
        first.close();
        second.close();
    }
}

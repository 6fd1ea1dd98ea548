package io.sctp.kernel;

import io.sctp.Errno;
import io.sctp.SctpChannel;
import io.sctp.SctpServerChannel;
import io.sctp.jni.Abi;
import io.sctp.jni.Syscalls;
import io.sctp.spi.ChannelExceptions;
import io.sctp.spi.Deadline;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;

/** A listening one-to-one socket. */
final class KernelServerChannel extends KernelEndpoint<SctpServerChannel> implements SctpServerChannel {
    private static final String ACCEPT = "accept";

    KernelServerChannel(final KernelProvider provider, final KernelProvider.Socket socket) throws IOException {
        super(provider, socket);
        setDefaults();
    }

    @Override
    public SctpServerChannel bind(final SocketAddress local, final int backlog) throws IOException {
        bindTo(local);
        doing("listen", fd -> {
            final int result = Syscalls.listen(fd, backlog);
            if (result < 0) {
                throw failure("listen", result, null);
            }
        });
        return this;
    }

    @Override
    public SctpChannel accept() throws IOException {
        return accept(isBlocking() ? Deadline.NEVER : null);
    }

    @Override
    public SctpChannel accept(final Duration timeout) throws IOException {
        return accept(Deadline.in(timeout));
    }

    private SctpChannel accept(final Deadline deadline) throws IOException {
        final int fd = handle().acquire(ACCEPT);
        try {
            beginToWait(ACCEPT, deadline);
            while (true) {
                final int accepted = Syscalls.accept(fd);
                if (accepted >= 0) {
                    return kernel().channel(kernel().adopt(accepted, family()), KernelChannel::connected)
                            .closeOnInterrupt(isClosedOnInterrupt());
                }
                if (accepted == -Errno.EINVAL.number()) {
                    throw ChannelExceptions.notYetBound(ACCEPT, localAddressOrNull(), null, "bind makes it listen");
                }
                if (!wouldBlock(accepted)) {
                    throw failure(ACCEPT, accepted, null);
                }
                if (deadline == null) {
                    return null;
                }
                handle().await(Abi.Poll.POLLIN, deadline, ACCEPT);
            }
        } finally {
            handle().release();
        }
    }

    @Override
    protected SctpServerChannel self() {
        return this;
    }

    @Override
    protected String kind() {
        return "SctpServerChannel";
    }
}

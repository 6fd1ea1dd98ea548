package io.sctp.kernel;

import io.sctp.Errno;
import io.sctp.SctpChannel;
import io.sctp.SctpServerChannel;
import io.sctp.jni.Syscalls;
import io.sctp.natives.Abi;
import io.sctp.spi.AcceptCalls;
import io.sctp.spi.ChannelExceptions;
import io.sctp.spi.Deadline;
import java.io.IOException;
import java.net.SocketAddress;

/** A server channel over a listening one-to-one socket. */
final class KernelServerChannel extends KernelEndpoint<SctpServerChannel> implements AcceptCalls {
    private static final String ACCEPT = "accept";

    /**
     * Whether the peer aborted one of the associations that wait to be accepted. For those that have ended, Linux
     * reports neither the peer nor the cause; it keeps one error for all of them.
     */
    private volatile boolean aborted;

    KernelServerChannel(final KernelProvider provider, final KernelProvider.Socket socket) throws IOException {
        super(provider, socket);
        setDefaults();
    }

    @Override
    public SctpServerChannel bind(final SocketAddress local, final int backlog) throws IOException {
        bindTo(local, Math.max(1, backlog));
        return this;
    }

    @Override
    public SctpChannel accept(final Deadline deadline) throws IOException {
        final int fd = handle().acquire(ACCEPT);
        try {
            beginToWait(ACCEPT, deadline);
            while (true) {
                final int accepted = Syscalls.accept(fd);
                if (accepted >= 0) {
                    return accepted(accepted, fd);
                }
                if (accepted == -Errno.EINVAL.number()) {
                    throw ChannelExceptions.notYetBound(ACCEPT, localAddressOrNull(), null, "bind makes it listen");
                }
                if (!wouldBlock(accepted)) {
                    throw failure(ACCEPT, accepted, null);
                }
                aborted = false;
                if (deadline == null) {
                    return null;
                }
                handle().await(Abi.Poll.POLLIN, deadline, ACCEPT);
            }
        } finally {
            handle().release();
        }
    }

    private SctpChannel accepted(final int accepted, final int own) throws IOException {
        final KernelChannel channel = kernel().channel(kernel().adopt(accepted, family()), KernelChannel::connected);
        boolean done = false;
        try {
            channel.inheritFrom(this);
            channel.closeOnInterrupt(isClosedOnInterrupt());
            if (!channel.lookForPeer()) {
                if (KernelOptions.takeError(own) != 0) {
                    aborted = true;
                }
                channel.onGoneBefore(aborted);
            }
            done = true;
            return channel;
        } finally {
            if (!done) {
                channel.close();
            }
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

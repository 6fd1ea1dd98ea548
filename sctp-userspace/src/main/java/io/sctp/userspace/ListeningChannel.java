package io.sctp.userspace;

import io.sctp.OptionTarget;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.engine.association.Association;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Accepts associations and hands each over as a channel. */
final class ListeningChannel extends Endpoint implements SctpServerChannel {
    private static final String ACCEPT = "accept";

    private final Waiters acceptors = new Waiters(driver());
    private final Queue<OneToOneChannel> waiting = new ArrayDeque<>();
    private int backlog;

    ListeningChannel(final UserspaceProvider provider, final Driver driver, final ProtocolFamily family) {
        super(provider, driver, family);
    }

    @Override
    public SctpServerChannel bind(final SocketAddress local, final int wantedBacklog) throws IOException {
        doing("bind", () -> {
            bindTo(local);
            try {
                Host.THIS.openToListen(driver());
            } catch (final SctpException | RuntimeException e) {
                unbind();
                throw e;
            }
            backlog = Math.max(1, wantedBacklog);
            driver().listen(port(), this, engineConfig());
        });
        return this;
    }

    @Override
    Line onIncoming(final Association association) {
        if (waiting.size() >= backlog) {
            return null;
        }
        final OneToOneChannel channel = new OneToOneChannel(this);
        final Line line = new Line(driver(), association, channel);
        channel.adopt(line);
        waiting.add(channel);
        acceptors.signalAll();
        tellPollers();
        return line;
    }

    @Override
    public SctpChannel accept() throws IOException {
        return accept(isBlocking() ? Deadline.NEVER : null);
    }

    @Override
    public SctpChannel accept(final Duration timeout) throws IOException {
        return accept(Deadline.in(timeout));
    }

    private SctpChannel accept(final Deadline deadline) throws SctpException {
        while (true) {
            driver().enter();
            try {
                requireOpen(ACCEPT);
                if (port() == 0) {
                    throw failure(ACCEPT, io.sctp.Errno.EINVAL, null);
                }
                final SctpChannel accepted = waiting.poll();
                if (accepted != null || deadline == null) {
                    return accepted;
                }
                acceptors.enlist(Thread.currentThread());
            } finally {
                driver().leave();
            }
            await(acceptors, deadline, ACCEPT, null);
        }
    }

    @Override
    void onSettingsChanged() {
        if (port() != 0) {
            driver().listen(port(), this, engineConfig());
        }
    }

    @Override
    void onClose() {
        if (port() != 0) {
            driver().stopListening(port());
        }
        for (final OneToOneChannel channel : waiting) {
            channel.abandon();
        }
        waiting.clear();
    }

    @Override
    void signalEveryone() {
        acceptors.signalAll();
    }

    @Override
    Line lineOf(final String operation, final OptionTarget target) {
        return null;
    }

    @Override
    Iterable<Line> lines() {
        return List.of();
    }

    @Override
    boolean hasAssociations() {
        return false;
    }

    @Override
    int readiness() {
        return waiting.isEmpty() ? 0 : SctpPoller.ACCEPTABLE;
    }

    @Override
    int possibleInterests() {
        return SctpPoller.ACCEPTABLE;
    }

    @Override
    public SctpServerChannel configureBlocking(final boolean blocking) throws IOException {
        setBlocking(blocking);
        return this;
    }
}

package io.sctp.userspace;

import io.sctp.Association;
import io.sctp.Errno;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.option.AssociationStatistics;
import io.sctp.option.AssociationStatus;
import io.sctp.option.PathStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A handle on one association; it asks its channel each time. */
record LineAssociation(MessageChannel channel, int id) implements Association {
    /** What is asked of the association. */
    private interface Question<R> {
        R of(Line line) throws SctpException;
    }

    private <R> R ask(final String operation, final Question<R> question) throws SctpException {
        return channel.using(
                operation, () -> question.of(channel.lineOf(operation, OptionTarget.association(nonZero(operation)))));
    }

    private int nonZero(final String operation) throws SctpException {
        if (id <= OptionTarget.ALL) {
            throw SctpException.of(operation, Errno.EINVAL.number(), null, null, "no association " + id);
        }
        return id;
    }

    @Override
    public AssociationStatus status() throws IOException {
        return ask("status", Line::status);
    }

    @Override
    public AssociationStatistics statistics() throws IOException {
        return ask("statistics", Line::statistics);
    }

    @Override
    public SctpAddress peerAddress() throws IOException {
        return ask("peer addresses", Line::peerAddress);
    }

    @Override
    public SctpAddress localAddress() throws IOException {
        return ask("local addresses", line -> channel.getLocal());
    }

    @Override
    public List<PathStatus> paths() throws IOException {
        return ask("paths", Line::paths);
    }

    @Override
    public <T> T getOption(final SctpOption<T> option) throws IOException {
        return channel.getOption(option, OptionTarget.association(id));
    }

    @Override
    public <T> Association setOption(final SctpOption<T> option, final T value) throws IOException {
        channel.setOption(option, value, OptionTarget.association(id));
        return this;
    }

    @Override
    public void shutdown() throws IOException {
        ask("shutdown", line -> {
            line.engine().shutdown();
            channel.senders().signalAll();
            return null;
        });
    }

    @Override
    public void abort(final ByteBuffer reason) throws IOException {
        ask("abort", line -> {
            final byte[] bytes = new byte[reason == null ? 0 : reason.remaining()];
            if (reason != null) {
                reason.duplicate().get(bytes);
            }
            line.engine().abort(bytes);
            return null;
        });
        if (channel instanceof OneToOneChannel) {
            channel.close();
        }
    }

    @Override
    public void resetStreams(final ResetDirection direction, final int... streams) throws IOException {
        throw noReconfiguration("reset streams");
    }

    @Override
    public void reset() throws IOException {
        throw noReconfiguration("reset association");
    }

    @Override
    public void addStreams(final int inbound, final int outbound) throws IOException {
        throw noReconfiguration("add streams");
    }

    private SctpException noReconfiguration(final String operation) throws SctpException {
        return new SctpException.Unsupported(
                operation,
                Errno.EOPNOTSUPP.number(),
                ask(operation, line -> channel.getLocal()),
                null,
                "the engine of the provider userspace lacks re-configuration (RFC 6525)");
    }
}

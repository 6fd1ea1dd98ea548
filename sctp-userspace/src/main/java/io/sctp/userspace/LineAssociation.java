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
import java.util.Map;

/** A handle on one association; it asks its channel each time. */
record LineAssociation(MessageChannel<?> channel, int id) implements Association {
    /** What is asked of the association. */
    private interface Question<R> {
        R of(Line line) throws SctpException;
    }

    private <R> R ask(final String operation, final Question<R> question) throws IOException {
        return channel.using(
                operation, () -> question.of(channel.lineOf(operation, OptionTarget.association(nonZero(operation)))));
    }

    /** What is done to the association. */
    private interface Change {
        void to(Line line) throws SctpException;
    }

    private void change(final String operation, final Change change) throws IOException {
        ask(operation, line -> {
            change.to(line);
            return null;
        });
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
    public Map<String, Long> counters() throws IOException {
        return ask("counters", Line::counters);
    }

    @Override
    public SctpAddress peerAddress() throws IOException {
        return ask("peer addresses", Line::peerAddress);
    }

    @Override
    public SctpAddress localAddress() throws IOException {
        return ask("local addresses", line -> {
            final SctpAddress own = line.localAddress();
            return own == null ? channel.localAddressOrNull() : own;
        });
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
        change("shutdown", line -> {
            line.engine().shutdown();
            channel.senders().signalAll();
        });
    }

    @Override
    public void abort(final ByteBuffer reason) throws IOException {
        change("abort", line -> {
            final byte[] bytes = new byte[reason == null ? 0 : reason.remaining()];
            if (reason != null) {
                reason.duplicate().get(bytes);
            }
            line.engine().abort(bytes);
        });
        if (channel instanceof OneToOneChannel) {
            channel.close();
        }
    }

    @Override
    public void resetStreams(final ResetDirection direction, final int... streams) throws IOException {
        change("reset streams", line -> line.reconfiguration().resetStreams(direction, streams));
    }

    @Override
    public void reset() throws IOException {
        change("reset association", line -> line.reconfiguration().resetAssociation());
    }

    @Override
    public void addStreams(final int inbound, final int outbound) throws IOException {
        change("add streams", line -> line.reconfiguration().addStreams(inbound, outbound));
    }

    @Override
    public String toString() {
        return "Association[" + id + "]";
    }
}

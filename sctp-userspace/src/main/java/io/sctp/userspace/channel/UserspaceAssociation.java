package io.sctp.userspace.channel;

import io.sctp.Errno;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.option.AssociationStatistics;
import io.sctp.option.AssociationStatus;
import io.sctp.option.PathStatus;
import io.sctp.spi.AssociationSkeleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** A handle on one association, which delegates to its channel. */
public final class UserspaceAssociation extends AssociationSkeleton<UserspaceMessageChannel<?>> {
    UserspaceAssociation(final UserspaceMessageChannel<?> channel, final int id) {
        super(channel, id);
    }

    /** A query of the association. */
    private interface Question<R> {
        R of(ChannelAssociation association) throws SctpException;
    }

    private <R> R ask(final String operation, final Question<R> question) throws IOException {
        return channel().using(operation, () -> {
            requireNumber(operation);
            return question.of(channel().associationOf(operation, target()));
        });
    }

    /** An operation on the association. */
    private interface Change {
        void to(ChannelAssociation association) throws SctpException;
    }

    private void change(final String operation, final Change change) throws IOException {
        ask(operation, association -> {
            change.to(association);
            return null;
        });
    }

    private void requireNumber(final String operation) throws SctpException {
        if (id() <= OptionTarget.ALL) {
            throw new SctpException.NotConnected(
                    operation,
                    Errno.EINVAL.number(),
                    null,
                    null,
                    "there is no association " + id() + " on this channel");
        }
    }

    @Override
    public AssociationStatus status() throws IOException {
        return ask("status", ChannelAssociation::status);
    }

    @Override
    public AssociationStatistics statistics() throws IOException {
        return ask("statistics", ChannelAssociation::statistics);
    }

    @Override
    public Map<String, Long> counters() throws IOException {
        return ask("counters", ChannelAssociation::counters);
    }

    @Override
    public SctpAddress peerAddress() throws IOException {
        return ask("peer address", ChannelAssociation::peerAddress);
    }

    @Override
    public SctpAddress localAddress() throws IOException {
        return ask("local address", association -> {
            final SctpAddress own = association.localAddress();
            return own == null ? channel().localAddressOrNull() : own;
        });
    }

    @Override
    public List<PathStatus> paths() throws IOException {
        return ask("paths", ChannelAssociation::paths);
    }

    @Override
    public void shutdown() throws IOException {
        change("shutdown", association -> {
            association.engine().shutdown();
            channel().senders().signalAll();
        });
    }

    @Override
    public void abort(final ByteBuffer reason) throws IOException {
        change("abort", association -> {
            final byte[] bytes = new byte[reason == null ? 0 : reason.remaining()];
            if (reason != null) {
                reason.duplicate().get(bytes);
            }
            association.engine().abort(bytes);
        });
        if (channel() instanceof UserspaceChannel) {
            channel().close();
        }
    }

    @Override
    protected void requestReset(final ResetDirection direction, final int... streams) throws IOException {
        change("reset streams", association -> association.reconfiguration().resetStreams(direction, streams));
    }

    @Override
    public void reset() throws IOException {
        change("reset association", association -> association.reconfiguration().resetAssociation());
    }

    @Override
    protected void requestStreams(final int inbound, final int outbound) throws IOException {
        change("add streams", association -> association.reconfiguration().addStreams(inbound, outbound));
    }
}

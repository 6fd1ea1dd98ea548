package io.sctp.kernel;

import io.sctp.Association;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.option.AssociationStatistics;
import io.sctp.option.AssociationStatus;
import io.sctp.option.PathStatus;
import io.sctp.spi.MessageAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * An association of a channel.
 *
 * @param channel whose it is
 * @param id its id
 */
record KernelAssociation(KernelMessageChannel<?> channel, int id) implements Association {
    /** Failures name the peer, whom a one-to-many channel has many of. */
    private <R> R ask(final String operation, final KernelEndpoint.Use<R> use) throws IOException {
        return channel.using(operation, fd -> {
            channel.requireTarget(operation, OptionTarget.association(id));
            try {
                return use.with(fd);
            } catch (final SctpException e) {
                MessageAccess.get().complete(e, null, peerOrNull(fd));
                throw e;
            }
        });
    }

    private void requireThere(final String operation) throws IOException {
        channel.requireOpen(operation);
        channel.requireTarget(operation, OptionTarget.association(id));
    }

    private SctpAddress peerOrNull(final int fd) {
        try {
            return AssociationControl.peerAddresses(fd, id);
        } catch (final SctpException e) {
            return null;
        }
    }

    private void change(final String operation, final KernelEndpoint.Action action) throws IOException {
        ask(operation, fd -> {
            action.with(fd);
            return null;
        });
    }

    /** Linux has no others than those of {@link #statistics}. */
    @Override
    public Map<String, Long> counters() throws IOException {
        ask("counters", fd -> AssociationControl.status(fd, id));
        return Map.of();
    }

    @Override
    public AssociationStatus status() throws IOException {
        return ask("status", fd -> AssociationControl.status(fd, id));
    }

    @Override
    public AssociationStatistics statistics() throws IOException {
        return ask("statistics", fd -> AssociationControl.statistics(fd, id));
    }

    @Override
    public SctpAddress peerAddress() throws IOException {
        return ask("peer address", fd -> AssociationControl.peerAddresses(fd, id));
    }

    @Override
    public SctpAddress localAddress() throws IOException {
        return ask("local address", fd -> AssociationControl.localAddresses(fd, id));
    }

    @Override
    public List<PathStatus> paths() throws IOException {
        return ask("paths", fd -> AssociationControl.paths(fd, id));
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
        requireThere("shutdown");
        channel.shutdownAssociation(id);
    }

    @Override
    public void abort(final ByteBuffer reason) throws IOException {
        requireThere("abort");
        channel.abortAssociation(id, reason);
    }

    @Override
    public void resetStreams(final ResetDirection direction, final int... streams) throws IOException {
        for (final int stream : streams) {
            Range.u16("stream", stream);
        }
        change("reset streams", fd -> AssociationControl.resetStreams(fd, id, direction, streams));
    }

    @Override
    public void reset() throws IOException {
        change("reset association", fd -> AssociationControl.resetAssociation(fd, id));
    }

    @Override
    public void addStreams(final int inbound, final int outbound) throws IOException {
        Range.u16("inbound streams to add", inbound);
        Range.u16("outbound streams to add", outbound);
        change("add streams", fd -> AssociationControl.addStreams(fd, id, inbound, outbound));
    }

    @Override
    public String toString() {
        return "Association[" + id + "]";
    }
}

package io.sctp.kernel;

import io.sctp.Association;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpOption;
import io.sctp.option.AssociationStatistics;
import io.sctp.option.AssociationStatus;
import io.sctp.option.PathStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An association of a channel.
 *
 * @param channel whose it is
 * @param id its id
 */
record KernelAssociation(KernelMessageChannel<?> channel, int id) implements Association {
    @Override
    public AssociationStatus status() throws IOException {
        return channel.using("status", fd -> AssociationControl.status(fd, id));
    }

    @Override
    public AssociationStatistics statistics() throws IOException {
        return channel.using("statistics", fd -> AssociationControl.statistics(fd, id));
    }

    @Override
    public SctpAddress peerAddress() throws IOException {
        return channel.using("peer address", fd -> AssociationControl.peerAddresses(fd, id));
    }

    @Override
    public SctpAddress localAddress() throws IOException {
        return channel.using("local address", fd -> AssociationControl.localAddresses(fd, id));
    }

    @Override
    public List<PathStatus> paths() throws IOException {
        return channel.using("paths", fd -> AssociationControl.paths(fd, id));
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
        channel.shutdownAssociation(id);
    }

    @Override
    public void abort(final ByteBuffer reason) throws IOException {
        channel.abortAssociation(id, reason);
    }

    @Override
    public void resetStreams(final ResetDirection direction, final int... streams) throws IOException {
        channel.doing("reset streams", fd -> AssociationControl.resetStreams(fd, id, direction, streams));
    }

    @Override
    public void reset() throws IOException {
        channel.doing("reset association", fd -> AssociationControl.resetAssociation(fd, id));
    }

    @Override
    public void addStreams(final int inbound, final int outbound) throws IOException {
        channel.doing("add streams", fd -> AssociationControl.addStreams(fd, id, inbound, outbound));
    }

    @Override
    public String toString() {
        return "Association[" + id + "]";
    }
}

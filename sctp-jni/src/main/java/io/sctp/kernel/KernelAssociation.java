package io.sctp.kernel;

import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.option.AssociationStatistics;
import io.sctp.option.AssociationStatus;
import io.sctp.option.PathStatus;
import io.sctp.spi.AssociationSkeleton;
import io.sctp.spi.MessageAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** An association of a channel of the kernel provider. */
final class KernelAssociation extends AssociationSkeleton<KernelMessageChannel<?>> {
    KernelAssociation(final KernelMessageChannel<?> channel, final int id) {
        super(channel, id);
    }

    /**
     * Asks the kernel, which refuses what is about an association that it does not have. Failures name the peer, whom a
     * one-to-many channel has many of.
     */
    private <R> R ask(final String operation, final KernelEndpoint.Use<R> use) throws IOException {
        return channel().using(operation, fd -> {
            try {
                return use.with(fd);
            } catch (final SctpException e) {
                channel().requireTarget(operation, target()); // says so in the words of the channel
                MessageAccess.get().complete(e, null, peerOrNull(fd));
                throw e;
            }
        });
    }

    private SctpAddress peerOrNull(final int fd) {
        try {
            return AssociationControl.peerAddresses(fd, id());
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

    /** Linux has only the counters of {@link #statistics}. */
    @Override
    public Map<String, Long> counters() throws IOException {
        ask("counters", fd -> AssociationControl.status(fd, id()));
        return Map.of();
    }

    @Override
    public AssociationStatus status() throws IOException {
        return ask("status", fd -> AssociationControl.status(fd, id()));
    }

    @Override
    public AssociationStatistics statistics() throws IOException {
        return ask("statistics", fd -> AssociationControl.statistics(fd, id()));
    }

    @Override
    public SctpAddress peerAddress() throws IOException {
        return ask("peer address", fd -> AssociationControl.peerAddresses(fd, id()));
    }

    @Override
    public SctpAddress localAddress() throws IOException {
        return ask("local address", fd -> AssociationControl.localAddresses(fd, id()));
    }

    @Override
    public List<PathStatus> paths() throws IOException {
        return ask("paths", fd -> AssociationControl.paths(fd, id()));
    }

    @Override
    public void shutdown() throws IOException {
        channel().shutdownAssociation(id());
    }

    @Override
    public void abort(final ByteBuffer reason) throws IOException {
        channel().abortAssociation(id(), reason);
    }

    @Override
    protected void requestReset(final ResetDirection direction, final int... streams) throws IOException {
        change("reset streams", fd -> AssociationControl.resetStreams(fd, id(), direction, streams));
    }

    @Override
    public void reset() throws IOException {
        change("reset association", fd -> AssociationControl.resetAssociation(fd, id()));
    }

    @Override
    protected void requestStreams(final int inbound, final int outbound) throws IOException {
        change("add streams", fd -> AssociationControl.addStreams(fd, id(), inbound, outbound));
    }
}

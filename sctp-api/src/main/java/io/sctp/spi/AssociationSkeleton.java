package io.sctp.spi;

import io.sctp.Association;
import io.sctp.OptionTarget;
import io.sctp.SctpOption;
import java.io.IOException;

/**
 * The common part of all providers' associations: the channel and the number, options, and checks of arguments. It
 * holds no state of the association; every call asks the channel.
 *
 * @param <E> the provider's channels
 */
public abstract class AssociationSkeleton<E extends ChannelSkeleton<?>> implements Association {
    private static final int MOST_STREAMS = 0xFFFF;

    private final E channel;
    private final int id;

    /** The association of this number on the channel, whether there is one or not. */
    protected AssociationSkeleton(final E channel, final int id) {
        this.channel = channel;
        this.id = id;
    }

    /** The channel. */
    protected final E channel() {
        return channel;
    }

    @Override
    public final int id() {
        return id;
    }

    /** The target of options of this association. */
    protected final OptionTarget target() {
        return OptionTarget.association(id);
    }

    @Override
    public final <T> T getOption(final SctpOption<T> option) throws IOException {
        return channel.getOption(option, target());
    }

    @Override
    public final <T> Association setOption(final SctpOption<T> option, final T value) throws IOException {
        channel.setOption(option, value, target());
        return this;
    }

    // ---- Re-configuration

    /** Asks to reset streams, whose numbers streams can have. */
    protected abstract void requestReset(ResetDirection direction, int... streams) throws IOException;

    /** Asks for more streams, as many as there can be. */
    protected abstract void requestStreams(int inbound, int outbound) throws IOException;

    @Override
    public final void resetStreams(final ResetDirection direction, final int... streams) throws IOException {
        for (final int stream : streams) {
            requirePossible("stream", stream);
        }
        requestReset(direction, streams);
    }

    @Override
    public final void addStreams(final int inbound, final int outbound) throws IOException {
        requirePossible("inbound streams to add", inbound);
        requirePossible("outbound streams to add", outbound);
        requestStreams(inbound, outbound);
    }

    private static void requirePossible(final String what, final int value) {
        if (value < 0 || value > MOST_STREAMS) {
            throw new IllegalArgumentException(what + " " + value + " is not between 0 and " + MOST_STREAMS);
        }
    }

    // ---- As a value

    @Override
    public final boolean equals(final Object other) {
        return other instanceof AssociationSkeleton<?> that && channel.equals(that.channel) && id == that.id;
    }

    @Override
    public final int hashCode() {
        return 31 * channel.hashCode() + id;
    }

    @Override
    public final String toString() {
        return "Association[" + id + "]";
    }
}

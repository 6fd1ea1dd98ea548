package io.sctp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Receives whole messages up to a maximum size, by assembling the parts that the system delivers. The buffer grows as
 * needed and is reused.
 *
 * <p>Parts of several messages may arrive interleaved (see {@link SctpOptions#FRAGMENT_INTERLEAVE}). They are kept
 * apart by channel, association, stream and order. If partial deliveries may be aborted, subscribe to {@link
 * NotificationType#PARTIAL_DELIVERY} and {@link NotificationType#ASSOCIATION_CHANGE}: when this buffer receives such a
 * notification, it discards the parts.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class MessageBuffer {
    /** The initial capacity in bytes, unless the maximum is smaller. */
    public static final int INITIAL_CAPACITY = 64 * 1024;

    private static final Duration LONGEST_TIMEOUT = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final int maximum;
    private final List<Assembly> incomplete = new ArrayList<>();
    private Assembly spare;
    private ByteBuffer content = ByteBuffer.allocateDirect(0);

    /**
     * Makes a buffer.
     *
     * @param maximum size of the largest message that is accepted, in bytes, at least 1
     */
    public MessageBuffer(final int maximum) {
        if (maximum < 1) {
            throw new IllegalArgumentException("maximum message size " + maximum + " is below 1");
        }
        this.maximum = maximum;
        this.spare = new Assembly(maximum);
    }

    /** Size of the largest message that is accepted, in bytes. */
    public int maximum() {
        return maximum;
    }

    /** The message that the last receive returned. Valid until the next receive, which reuses the memory. */
    public ByteBuffer content() {
        return content;
    }

    int receive(final SctpMessageChannel channel, final ReceiveInfo info, final Duration timeout) throws IOException {
        final long deadlineNs = timeout == null ? 0 : System.nanoTime() + nanos(timeout);
        while (true) {
            // The next part most likely continues the message that the last part belonged to.
            final Assembly likely = incomplete.isEmpty() ? takeSpare() : incomplete.get(incomplete.size() - 1);
            likely.makeRoom();
            final int length;
            try {
                length = timeout == null
                        ? channel.receive(likely.bytes, info)
                        : channel.receive(likely.bytes, info, remaining(deadlineNs));
            } catch (final SctpException.Ended | ClosedChannelException e) {
                incomplete.removeIf(a -> a.channel == channel);
                throw e;
            }
            if (length <= 0) {
                forgetWhatWasBrokenOff(channel, length, info);
                return length;
            }
            final Assembly owner = hand(channel, likely, length, info);
            incomplete.remove(owner);
            if (info.complete()) {
                spare = owner;
                return deliver(owner);
            }
            owner.refuseIfFull();
            incomplete.add(owner);
        }
    }

    /** Gives the received part to its message, usually the buffer it is already in. */
    private Assembly hand(
            final SctpMessageChannel channel, final Assembly landed, final int length, final ReceiveInfo info) {
        if (landed.isFor(channel, info)) {
            return landed;
        }
        for (final Assembly assembly : incomplete) {
            if (assembly.isFor(channel, info)) {
                assembly.takeTail(landed, length);
                return assembly;
            }
        }
        if (landed.isUnused()) {
            landed.begin(channel, info);
            return landed;
        }
        final Assembly begun = takeSpare();
        begun.begin(channel, info);
        begun.takeTail(landed, length);
        return begun;
    }

    private int deliver(final Assembly owner) throws SctpException {
        if (owner.tooBig) {
            throw new SctpException.MessageTooBig(
                    "receive",
                    Errno.EMSGSIZE.number(),
                    null,
                    null,
                    "a message on association " + owner.association + ", stream " + owner.stream
                            + " exceeds this MessageBuffer's maximum of " + maximum + " bytes and was discarded");
        }
        content = owner.bytes.flip();
        return content.remaining();
    }

    private void forgetWhatWasBrokenOff(final SctpMessageChannel channel, final int result, final ReceiveInfo info) {
        if (result == SctpMessageChannel.END_OF_STREAM) {
            incomplete.removeIf(a -> a.channel == channel);
        } else if (result != SctpMessageChannel.NOTIFICATION) {
            return;
        } else if (info.notification() instanceof SctpNotification.PartialDelivery broken) {
            incomplete.removeIf(
                    a -> a.channel == channel && a.association == broken.association() && a.stream == broken.stream());
        } else if (info.notification() instanceof SctpNotification.AssociationChange change
                && change.change() != SctpNotification.AssociationTransition.UP) {
            incomplete.removeIf(a -> a.channel == channel && a.association == change.association());
        }
    }

    private Assembly takeSpare() {
        if (incomplete.contains(spare)) {
            spare = new Assembly(maximum);
        }
        spare.clear();
        return spare;
    }

    private static long nanos(final Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout " + timeout + " is negative");
        }
        return timeout.compareTo(LONGEST_TIMEOUT) < 0 ? timeout.toNanos() : LONGEST_TIMEOUT.toNanos();
    }

    private static Duration remaining(final long deadlineNs) {
        return Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime()));
    }

    /** The parts of one message, in order. The bytes are in fill mode. */
    private static final class Assembly {
        private final int maximum;
        private ByteBuffer bytes;
        private SctpMessageChannel channel;
        private int association;
        private int stream;
        private boolean unordered;
        private boolean tooBig;

        Assembly(final int maximum) {
            this.maximum = maximum;
            this.bytes = ByteBuffer.allocateDirect(Math.min(maximum, INITIAL_CAPACITY));
        }

        void clear() {
            bytes.clear();
            channel = null;
            tooBig = false;
        }

        void begin(final SctpMessageChannel from, final ReceiveInfo info) {
            channel = from;
            association = info.association();
            stream = info.stream();
            unordered = info.unordered();
        }

        boolean isUnused() {
            return channel == null;
        }

        boolean isFor(final SctpMessageChannel from, final ReceiveInfo info) {
            return channel == from
                    && association == info.association()
                    && stream == info.stream()
                    && unordered == info.unordered();
        }

        void makeRoom() {
            if (!bytes.hasRemaining()) {
                final long doubled = Math.min(maximum, 2L * bytes.capacity());
                bytes = ByteBuffer.allocateDirect((int) doubled).put(bytes.flip());
            }
        }

        /** A message that reaches the maximum and is not complete is too big: further bytes are dropped. */
        void refuseIfFull() {
            if (tooBig || bytes.position() == maximum) {
                tooBig = true;
                bytes.clear();
            }
        }

        /** Moves the last received bytes from another message's buffer to this one. */
        void takeTail(final Assembly other, final int length) {
            final int start = other.bytes.position() - length;
            final ByteBuffer tail = other.bytes.duplicate().flip().position(start);
            other.bytes.position(start);
            while (tail.hasRemaining() && !tooBig) {
                makeRoom();
                final int chunk = Math.min(bytes.remaining(), tail.remaining());
                bytes.put(tail.slice(tail.position(), chunk));
                tail.position(tail.position() + chunk);
                tooBig = tail.hasRemaining() && bytes.position() == maximum;
            }
        }
    }
}

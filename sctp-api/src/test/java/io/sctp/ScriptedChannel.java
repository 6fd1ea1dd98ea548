package io.sctp;

import io.sctp.spi.MessageDescriptor;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** A channel whose receives bring what was written down before; what does not fit comes at the next receive. */
final class ScriptedChannel implements SctpMessageChannel {
    private final Deque<Step> script = new ArrayDeque<>();
    private Duration lastTimeout;

    private record Step(
            int association,
            int stream,
            boolean unordered,
            ByteBuffer bytes,
            boolean complete,
            int result,
            SctpNotification notification,
            IOException failure) {}

    ScriptedChannel brings(final int association, final int stream, final String text, final boolean complete) {
        return brings(association, stream, text.getBytes(StandardCharsets.US_ASCII), complete);
    }

    ScriptedChannel brings(final int association, final int stream, final byte[] bytes, final boolean complete) {
        script.add(new Step(
                association, stream, false, ByteBuffer.wrap(bytes.clone()), complete, bytes.length, null, null));
        return this;
    }

    ScriptedChannel bringsUnordered(
            final int association, final int stream, final String text, final boolean complete) {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        script.add(new Step(association, stream, true, ByteBuffer.wrap(bytes), complete, bytes.length, null, null));
        return this;
    }

    ScriptedChannel returns(final int result) {
        script.add(new Step(0, 0, false, null, false, result, null, null));
        return this;
    }

    ScriptedChannel tells(final SctpNotification notification) {
        script.add(new Step(0, 0, false, null, false, NOTIFICATION, notification, null));
        return this;
    }

    ScriptedChannel fails(final IOException failure) {
        script.add(new Step(0, 0, false, null, false, 0, null, failure));
        return this;
    }

    int left() {
        return script.size();
    }

    Duration lastTimeout() {
        return lastTimeout;
    }

    @Override
    public int receive(final ByteBuffer destination, final ReceiveInfo info) throws IOException {
        final Step step = script.remove();
        info.notification(step.notification);
        if (step.failure != null) {
            throw step.failure;
        }
        if (step.bytes == null) {
            return step.result;
        }
        final int length = Math.min(destination.remaining(), step.bytes.remaining());
        destination.put(step.bytes.slice(step.bytes.position(), length));
        step.bytes.position(step.bytes.position() + length);
        final boolean rest = step.bytes.hasRemaining();
        if (rest) {
            script.addFirst(step);
        }
        final int flags = (step.complete && !rest ? MessageDescriptor.FLAG_COMPLETE : 0)
                | (step.unordered ? MessageDescriptor.FLAG_UNORDERED : 0);
        info.memory()
                .putInt(MessageDescriptor.FLAGS_OFFSET, flags)
                .putInt(MessageDescriptor.ASSOCIATION_OFFSET, step.association)
                .putShort(MessageDescriptor.STREAM_OFFSET, (short) step.stream);
        return length;
    }

    @Override
    public int receive(final ByteBuffer destination, final ReceiveInfo info, final Duration timeout)
            throws IOException {
        lastTimeout = timeout;
        return receive(destination, info);
    }

    @Override
    public int send(final ByteBuffer source, final SendInfo info) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int send(final ByteBuffer source, final SendInfo info, final Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int receive(final MessageBatch batch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int receive(final MessageBatch batch, final Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int send(final MessageBatch batch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int send(final MessageBatch batch, final Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SctpProvider provider() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SctpMessageChannel bind(final SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SctpMessageChannel bindAdd(final InetAddress... addresses) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SctpMessageChannel bindRemove(final InetAddress... addresses) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SctpAddress getLocalAddress() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(final SocketOption<T> option) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> SctpMessageChannel setOption(final SocketOption<T> option, final T value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(final SctpOption<T> option, final OptionTarget target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> SctpMessageChannel setOption(final SctpOption<T> option, final T value, final OptionTarget target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public SctpMessageChannel subscribe(final NotificationType... types) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SctpMessageChannel unsubscribe(final NotificationType... types) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isSubscribed(final NotificationType type) {
        return false;
    }

    @Override
    public boolean isBlocking() {
        return true;
    }

    @Override
    public SctpMessageChannel configureBlocking(final boolean blocking) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isClosedOnInterrupt() {
        return true;
    }

    @Override
    public SctpMessageChannel closeOnInterrupt(final boolean close) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}

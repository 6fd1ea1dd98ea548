package io.sctp.dispatch;

import io.sctp.MessageBatch;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification;
import io.sctp.spi.MessageAccess;
import io.sctp.spi.MessageDescriptor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A one-to-many channel without a network: receives what any thread puts in, and keeps what is sent. */
final class FakeChannel {
    private static final MessageAccess ACCESS = MessageAccess.get();

    private record Incoming(
            int association, int stream, ByteBuffer bytes, boolean goesOn, SctpNotification notification) {}

    private final SctpMultiChannel channel = (SctpMultiChannel) Proxy.newProxyInstance(
            FakeChannel.class.getClassLoader(), new Class<?>[] {SctpMultiChannel.class}, this::invoke);
    private final Queue<Incoming> incoming = new ConcurrentLinkedQueue<>();
    private final Map<Integer, List<String>> sent = new HashMap<>();
    private final Set<Integer> full = new HashSet<>();
    private final Set<Integer> gone = new HashSet<>();
    private final Set<Integer> confused = new HashSet<>();
    private boolean ended;
    private int receivesThatThrow;
    private Error receiveError;
    private Error sendError;

    SctpMultiChannel channel() {
        return channel;
    }

    void arrive(final int association, final int stream, final String text) {
        arrive(association, stream, text.getBytes(StandardCharsets.UTF_8));
    }

    void arrive(final int association, final int stream, final byte[] bytes) {
        incoming.add(new Incoming(association, stream, ByteBuffer.wrap(bytes), false, null));
    }

    /** The beginning of a message whose rest does not come. */
    void arriveInPart(final int association, final int stream, final String text) {
        final ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        incoming.add(new Incoming(association, stream, bytes, true, null));
    }

    void arrive(final SctpNotification notification) {
        incoming.add(new Incoming(notification.association(), 0, null, false, notification));
    }

    void end() {
        ended = true;
    }

    /** Has no more room, or has again, for messages to an association. */
    void full(final int association, final boolean isFull) {
        if (isFull) {
            full.add(association);
        } else {
            full.remove(association);
        }
    }

    /** The association has ended, as its next send will find out. */
    void lose(final int association) {
        gone.add(association);
    }

    /** A send to the association ends in an exception that no channel should throw. */
    void confuse(final int association) {
        confused.add(association);
    }

    /** So many receives end in an error, and take nothing. */
    void failToReceive(final int times, final Error error) {
        receivesThatThrow = times;
        receiveError = error;
    }

    /** The next send ends in an error, after so much as fits before the last message. */
    void failToSend(final Error error) {
        sendError = error;
    }

    List<String> sentTo(final int association) {
        return sent.getOrDefault(association, List.of());
    }

    int waiting() {
        return incoming.size();
    }

    boolean isReadable() {
        return ended || !incoming.isEmpty();
    }

    private Object invoke(final Object proxy, final Method method, final Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "receive" -> receive((MessageBatch) arguments[0]);
            case "send" -> send((MessageBatch) arguments[0]);
            case "subscribe", "configureBlocking" -> proxy;
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "FakeChannel";
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private int receive(final MessageBatch batch) {
        if (receivesThatThrow > 0) {
            receivesThatThrow--;
            throw receiveError;
        }
        ACCESS.prepareReceive(batch, buffer -> 0);
        if (incoming.isEmpty()) {
            return ended ? SctpMessageChannel.END_OF_STREAM : SctpMessageChannel.WOULD_BLOCK;
        }
        int count = 0;
        while (count < batch.limit() && !incoming.isEmpty()) {
            final Incoming next = incoming.peek();
            final int descriptor = count * MessageDescriptor.SIZE;
            final ByteBuffer memory = ACCESS.descriptors(batch);
            ACCESS.received(batch, count + 1);
            if (next.notification() != null) {
                ACCESS.notification(batch, count++, next.notification());
                incoming.poll();
                continue;
            }
            final ByteBuffer left = next.bytes();
            final int length = Math.min(batch.slotBytes(), left.remaining());
            batch.slab().view(batch.slot(count)).clear().put(0, left, left.position(), length);
            left.position(left.position() + length);
            final boolean last = !left.hasRemaining();
            final boolean complete = last && !next.goesOn();
            memory.putInt(descriptor + MessageDescriptor.LENGTH_OFFSET, length);
            memory.putInt(descriptor + MessageDescriptor.FLAGS_OFFSET, complete ? MessageDescriptor.FLAG_COMPLETE : 0);
            memory.putInt(descriptor + MessageDescriptor.ASSOCIATION_OFFSET, next.association());
            memory.putShort(descriptor + MessageDescriptor.STREAM_OFFSET, (short) next.stream());
            count++;
            if (last) {
                incoming.poll();
            }
        }
        return count;
    }

    private int send(final MessageBatch batch) throws IOException {
        final int begin = batch.position();
        while (batch.hasRemaining()) {
            final int entry = batch.position();
            final int association = batch.association(entry);
            if (gone.contains(association)) {
                if (entry > begin) {
                    break;
                }
                throw new SctpException.Ended("send", 32, null, null, null);
            }
            if (confused.contains(association)) {
                throw new IllegalStateException("confused");
            }
            if (full.contains(association)) {
                break;
            }
            if (sendError != null && batch.remaining() == 1) {
                final Error error = sendError;
                sendError = null;
                throw error;
            }
            sent.computeIfAbsent(association, id -> new ArrayList<>())
                    .add(StandardCharsets.UTF_8.decode(batch.payload(entry)).toString());
            ACCESS.sent(batch, 1);
        }
        return batch.position() - begin;
    }
}

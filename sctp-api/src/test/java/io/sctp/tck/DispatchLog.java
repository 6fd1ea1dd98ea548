package io.sctp.tck;

import io.sctp.DispatchHandler;
import io.sctp.Message;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpNotification;
import io.sctp.SendInfo;
import io.sctp.SendQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps all that a dispatcher tells, by association and stream; may be read while it is written. */
class DispatchLog implements DispatchHandler {
    /** The texts of a stream's messages, by {@link #key}. */
    final Map<String, List<String>> messages = new ConcurrentHashMap<>();
    /** The threads that handled messages. */
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    /** The streams of which a message was handled before the one before it was. */
    final Set<String> overlapping = ConcurrentHashMap.newKeySet();

    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    final List<SctpNotification> notifications = new CopyOnWriteArrayList<>();
    /** How many messages had been handled when the last worker was told of a notification. */
    final Map<SctpNotification, Integer> handledBefore = new ConcurrentHashMap<>();

    final List<SendQueue> writable = new CopyOnWriteArrayList<>();
    final List<String> unsent = new CopyOnWriteArrayList<>();
    final List<IOException> causes = new CopyOnWriteArrayList<>();
    final AtomicInteger handled = new AtomicInteger();
    final AtomicInteger ends = new AtomicInteger();
    final AtomicInteger lastEnds = new AtomicInteger();
    volatile int handledBeforeEnd = -1;

    static String key(final int association, final int stream) {
        return association + "/" + stream;
    }

    static String text(final ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    /** All that came on a stream, of whatever association. */
    List<String> stream(final int stream) {
        final List<String> all = new ArrayList<>();
        messages.forEach((key, texts) -> {
            if (key.endsWith("/" + stream)) {
                all.addAll(texts);
            }
        });
        return all;
    }

    @Override
    public void onMessage(final Message message) {
        final String key = key(message.association(), message.stream());
        if (!busy.add(key)) {
            overlapping.add(key);
        }
        threads.add(Thread.currentThread());
        messages.computeIfAbsent(key, k -> Collections.synchronizedList(new ArrayList<>()))
                .add(text(message.payload()));
        busy.remove(key);
        handled.incrementAndGet();
    }

    @Override
    public void onNotification(final SendQueue sendQueue, final SctpNotification notification, final boolean last) {
        notifications.add(notification);
        if (last) {
            handledBefore.put(notification, handled.get());
        }
    }

    @Override
    public void onWritable(final SendQueue sendQueue) {
        writable.add(sendQueue);
    }

    @Override
    public void onUnsent(
            final SendQueue sendQueue, final ByteBuffer payload, final SendInfo info, final IOException cause) {
        unsent.add(text(payload));
        causes.add(cause);
    }

    @Override
    public void onTooBig(final SendQueue sendQueue, final SctpException.MessageTooBig cause) {
        causes.add(cause);
    }

    @Override
    public void onEnd(final SctpMessageChannel channel, final IOException cause, final boolean last) {
        if (cause != null) {
            causes.add(cause);
        }
        if (last) {
            handledBeforeEnd = handled.get();
            lastEnds.incrementAndGet();
        }
        ends.incrementAndGet();
    }
}

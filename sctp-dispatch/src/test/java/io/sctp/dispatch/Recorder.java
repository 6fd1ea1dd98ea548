package io.sctp.dispatch;

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
import java.util.List;

/** Keeps what it is told. */
final class Recorder implements DispatchHandler {
    final List<String> seen = new ArrayList<>();
    final List<Message> retained = new ArrayList<>();
    final List<SendQueue> writable = new ArrayList<>();
    final List<String> unsent = new ArrayList<>();
    IOException cause;
    boolean retains;

    @Override
    public void onMessage(final Message message) {
        if (retains) {
            retained.add(message.retain());
        } else {
            seen.add(message.association() + "/" + message.stream() + " " + text(message.payload()));
        }
    }

    @Override
    public void onNotification(final SendQueue sendQueue, final SctpNotification notification, final boolean last) {
        seen.add(notification.type() + (last ? " last" : ""));
    }

    @Override
    public void onWritable(final SendQueue sendQueue) {
        writable.add(sendQueue);
    }

    @Override
    public void onUnsent(
            final SendQueue sendQueue, final ByteBuffer payload, final SendInfo info, final IOException why) {
        unsent.add(info.stream() + " " + text(payload));
        cause = why;
    }

    @Override
    public void onTooBig(final SendQueue sendQueue, final SctpException.MessageTooBig why) {
        cause = why;
    }

    @Override
    public void onEnd(final SctpMessageChannel channel, final IOException why, final boolean last) {
        seen.add("end" + (last ? " last" : ""));
        cause = why;
    }

    static String text(final ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}

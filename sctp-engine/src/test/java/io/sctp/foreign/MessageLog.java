package io.sctp.foreign;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one end hands over and the other is given: each message once, whole, in the order of its stream, and all that
 * are reliable, but for those whose association was cut off.
 */
final class MessageLog {
    static final int MIN_LENGTH = 8;

    private final String direction;
    private final Set<Integer> owed = new HashSet<>();
    private final Set<Integer> received = new HashSet<>();
    private final Map<Integer, Integer> lastOfStream = new HashMap<>();
    private int sent;

    MessageLog(final String direction) {
        this.direction = direction;
    }

    int sentCount() {
        return sent;
    }

    int receivedCount() {
        return received.size();
    }

    /** Makes the next message. */
    byte[] next(final int length, final boolean isReliable) {
        final int number = sent++;
        if (isReliable) {
            owed.add(number);
        }
        final byte[] content = new byte[length];
        ByteBuffer.wrap(content).putInt(number).putInt(length);
        for (int i = MIN_LENGTH; i < length; i++) {
            content[i] = (byte) (number + i);
        }
        return content;
    }

    void received(final int stream, final boolean unordered, final byte[] content) {
        final ByteBuffer view = ByteBuffer.wrap(content);
        require(content.length >= MIN_LENGTH, "a message of " + content.length + " bytes");
        final int number = view.getInt(0);
        require(view.getInt(4) == content.length, "message " + number + " has " + content.length + " bytes");
        for (int i = MIN_LENGTH; i < content.length; i++) {
            require(content[i] == (byte) (number + i), "message " + number + " differs at byte " + i);
        }
        require(number < sent && received.add(number), "message " + number + " came twice");
        if (!unordered) {
            final int last = lastOfStream.getOrDefault(stream, -1);
            require(number > last, "message " + number + " of stream " + stream + " came after " + last);
            lastOfStream.put(stream, number);
        }
    }

    /** An end was cut off or began anew: what was sent until now may be lost. */
    void excuse() {
        owed.clear();
    }

    void checkComplete() {
        owed.removeAll(received);
        require(
                owed.isEmpty(),
                owed.size() + " messages are missing, " + owed.stream().min(Integer::compare) + " first");
    }

    private void require(final boolean condition, final String what) {
        if (!condition) {
            throw new AssertionError(direction + ": " + what);
        }
    }
}

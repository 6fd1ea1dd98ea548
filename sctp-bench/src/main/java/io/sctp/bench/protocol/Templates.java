package io.sctp.bench.protocol;

import io.sctp.bench.schedule.Recording;
import java.nio.ByteBuffer;
import java.util.List;

/** Messages that are sent in turn, again and again. Immutable. */
final class Templates {
    private final List<Message> messages;
    private final List<String> types;
    private final int[] typeOf;

    /**
     * Takes at least one message.
     *
     * @param messages those of the same name are of one type
     */
    Templates(final List<Message> messages) {
        this.messages = List.copyOf(messages);
        this.types = messages.stream().map(Message::name).distinct().toList();
        this.typeOf = messages.stream()
                .mapToInt(message -> types.indexOf(message.name()))
                .toArray();
    }

    /** The names of the types. */
    List<String> types() {
        return types;
    }

    /**
     * The times at which the messages were captured.
     *
     * @throws IllegalArgumentException if one was not, or they are not of one capture
     */
    Recording recording() {
        if (!messages.stream().allMatch(Message::isCaptured)) {
            throw new IllegalArgumentException("not all messages have times: some are not from a capture");
        }
        final long firstNs = messages.get(0).timeNs();
        return new Recording(messages.stream()
                .mapToLong(message -> message.timeNs() - firstNs)
                .toArray());
    }

    /** How many streams the messages need: up to the highest one that was captured. */
    int streams() {
        return messages.stream()
                .mapToInt(message -> message.isCaptured() ? message.stream() + 1 : 1)
                .max()
                .orElseThrow();
    }

    /** The length of the longest message, in bytes. */
    int maxBytes() {
        return messages.stream().mapToInt(Message::length).max().orElseThrow();
    }

    /** The length of the shortest message, in bytes. */
    int minBytes() {
        return messages.stream().mapToInt(Message::length).min().orElseThrow();
    }

    /** The sizes of the messages, as text: one, or the smallest and the largest. */
    String sizes() {
        return minBytes() == maxBytes() ? Integer.toString(minBytes()) : minBytes() + "-" + maxBytes();
    }

    /** Begins with the first message of one of several associations, which share the messages in turn. */
    Turn turn(final int association, final int associations) {
        return new Turn(association, associations);
    }

    /** The place of one association in the messages; for one thread. */
    final class Turn {
        private final int step;
        private int at;

        private Turn(final int association, final int associations) {
            this.at = association % messages.size();
            this.step = associations % messages.size();
        }

        /** Writes the message whose turn it is, ready to be sent. */
        void write(final ByteBuffer buffer) {
            messages.get(at).writeTo(buffer);
        }

        /** The type of that message, an index of {@link Templates#types}. */
        int type() {
            return typeOf[at];
        }

        /** The stream of that message if it was captured, otherwise the one proposed. */
        int stream(final int proposed) {
            return messages.get(at).isCaptured() ? messages.get(at).stream() : proposed;
        }

        /** Goes on to the next message. */
        void next() {
            at = (at + step) % messages.size();
        }
    }
}

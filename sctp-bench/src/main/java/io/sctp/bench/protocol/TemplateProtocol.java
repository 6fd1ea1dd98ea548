package io.sctp.bench.protocol;

import io.sctp.bench.schedule.Recording;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Messages of the user's own, sent in turn as they are but for the field by which their answers are matched. Nothing is
 * said before or after them.
 */
public final class TemplateProtocol implements Protocol {
    /** The name of this protocol. */
    public static final String NAME = "template";

    private final Templates templates;
    private final CorrelationField field;

    /**
     * Creates the protocol.
     *
     * @param messages at least one
     * @throws IllegalArgumentException if a message ends before the field does
     */
    public TemplateProtocol(final List<Message> messages, final CorrelationField field) {
        messages.forEach(field::requireIn);
        this.templates = new Templates(messages);
        this.field = field;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int ppid() {
        return 0;
    }

    @Override
    public String ownSizes() {
        return templates.sizes();
    }

    @Override
    public int maxBytes(final int chosen) {
        return templates.maxBytes();
    }

    @Override
    public List<String> messageTypes() {
        return templates.types();
    }

    @Override
    public Recording recording() {
        return templates.recording();
    }

    @Override
    public int streams() {
        return templates.streams();
    }

    @Override
    public int identifierBits() {
        return field.bits();
    }

    @Override
    public Dialogue dialogue(final int association, final int associations) {
        return new Exchange(templates.turn(association, associations), field);
    }

    /** The messages of one association. */
    private record Exchange(Templates.Turn turn, CorrelationField field) implements Dialogue {
        @Override
        public void write(final ByteBuffer buffer, final int bytes, final long identifier) {
            turn.write(buffer);
            field.write(buffer, identifier);
        }

        @Override
        public int stream(final int proposed) {
            return turn.stream(proposed);
        }

        @Override
        public int type() {
            return turn.type();
        }

        @Override
        public void sent() {
            turn.next();
        }

        @Override
        public void read(final ByteBuffer message, final int stream, final Heard heard) {
            if (field.isIn(message)) {
                heard.answer(field.read(message));
            } else {
                heard.error("a message of " + message.remaining() + " bytes, too short for the field " + field);
            }
        }
    }
}

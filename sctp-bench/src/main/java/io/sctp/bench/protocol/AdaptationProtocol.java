package io.sctp.bench.protocol;

import io.sctp.bench.schedule.Recording;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A user adaptation layer of SIGTRAN, M3UA (RFC 4666) or SUA (RFC 3868), as an application server process: ASP Up and
 * ASP Active first, then heartbeats (BEAT), or messages of the user's own, which are matched by a field. The server's
 * heartbeats are answered.
 */
public final class AdaptationProtocol implements Protocol {
    private static final int M3UA_PPID = 3;
    private static final int SUA_PPID = 4;
    private static final String HEARTBEAT = "BEAT";
    private static final int HEARTBEAT_HEADER_BYTES = AdaptationMessage.HEADER_BYTES + Integer.BYTES;
    private static final int MAX_REPLY_BYTES = 65_536;
    private static final int MANAGEMENT_BYTES = 64;
    private static final int MAX_NOTICES = 100;
    /** The classes of messages that carry the user's data: transfer, connectionless, connection-oriented. */
    private static final Set<Integer> USER_CLASSES = Set.of(1, 7, 8);
    /** RFC 4666 section 3.8.1. */
    private static final Map<Integer, String> ERRORS = Map.of(
            0x01,
            "invalid version",
            0x03,
            "unsupported message class",
            0x04,
            "unsupported message type",
            0x06,
            "unexpected message",
            0x07,
            "protocol error",
            0x0D,
            "refused - management blocking",
            0x0E,
            "ASP identifier required",
            0x19,
            "invalid routing context",
            0x1A,
            "no configured AS for ASP");

    private final String name;
    private final int ppid;
    private final Long routingContext;
    private final Templates templates;
    private final CorrelationField field;

    private AdaptationProtocol(
            final String name,
            final int ppid,
            final Long routingContext,
            final List<Message> messages,
            final CorrelationField field) {
        this.name = name;
        this.ppid = ppid;
        this.routingContext = routingContext;
        this.field = field;
        final List<Message> own = messages.stream()
                .filter(message -> !message.isCaptured() || isOfUser(message))
                .toList();
        if (own.isEmpty() && !messages.isEmpty()) {
            throw new IllegalArgumentException(
                    "the capture has no message of a user of " + name.toUpperCase(Locale.ROOT));
        }
        own.forEach(message -> {
            if (!AdaptationMessage.isValid(message.content())) {
                throw new IllegalArgumentException(
                        "'" + message.name() + "' is not a message of " + name.toUpperCase(Locale.ROOT));
            }
            field.requireIn(message);
        });
        this.templates = own.isEmpty() ? null : new Templates(own);
    }

    /**
     * MTP3 user adaptation.
     *
     * @param routingContext to become active in; null for all that the server configured
     * @param messages to send; without any, heartbeats
     * @param field by which their answers are matched; not used for heartbeats
     * @throws IllegalArgumentException if a message is not of this layer, or ends before the field does
     */
    public static AdaptationProtocol m3ua(
            final Long routingContext, final List<Message> messages, final CorrelationField field) {
        return new AdaptationProtocol("m3ua", M3UA_PPID, routingContext, messages, field);
    }

    /** SCCP user adaptation; the parameters are those of {@link #m3ua}. */
    public static AdaptationProtocol sua(
            final Long routingContext, final List<Message> messages, final CorrelationField field) {
        return new AdaptationProtocol("sua", SUA_PPID, routingContext, messages, field);
    }

    private static boolean isOfUser(final Message message) {
        final ByteBuffer content = message.content();
        return AdaptationMessage.isValid(content)
                && USER_CLASSES.contains(AdaptationMessage.type(content) >> Byte.SIZE);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int ppid() {
        return ppid;
    }

    @Override
    public String ownSizes() {
        return templates == null ? null : templates.sizes();
    }

    @Override
    public int maxBytes(final int chosen) {
        return templates == null ? chosen + Integer.BYTES : templates.maxBytes();
    }

    @Override
    public List<String> messageTypes() {
        return templates == null ? List.of(HEARTBEAT) : templates.types();
    }

    @Override
    public Recording recording() {
        return templates == null ? Protocol.super.recording() : templates.recording();
    }

    @Override
    public int streams() {
        return templates == null ? 1 : templates.streams();
    }

    @Override
    public int identifierBits() {
        return templates == null ? Integer.SIZE : field.bits();
    }

    @Override
    public Dialogue dialogue(final int association, final int associations) {
        return new ServerProcess(templates == null ? null : templates.turn(association, associations));
    }

    /** An application server process on one association. */
    private final class ServerProcess implements Dialogue {
        /** Null for heartbeats. */
        private final Templates.Turn turn;
        /** For the receiving thread, as what the server asks for is answered there. */
        private final ByteBuffer reply = ByteBuffer.allocateDirect(MAX_REPLY_BYTES);

        ServerProcess(final Templates.Turn turn) {
            this.turn = turn;
        }

        @Override
        public void open(final Talk talk) throws IOException, InterruptedException {
            final ByteBuffer message = ByteBuffer.allocateDirect(MANAGEMENT_BYTES);
            talk.say(AdaptationMessage.end(AdaptationMessage.begin(message, AdaptationMessage.ASP_UP)), 0);
            await(talk, AdaptationMessage.ASP_UP_ACK, "ASP Up");
            AdaptationMessage.begin(message, AdaptationMessage.ASP_ACTIVE);
            if (routingContext != null) {
                AdaptationMessage.beginParameter(message, AdaptationMessage.ROUTING_CONTEXT, Integer.BYTES)
                        .putInt(routingContext.intValue());
            }
            talk.say(AdaptationMessage.end(message), 0);
            await(talk, AdaptationMessage.ASP_ACTIVE_ACK, "ASP Active");
        }

        /** Notifications may come before the acknowledgement. */
        private void await(final Talk talk, final int type, final String said)
                throws IOException, InterruptedException {
            for (int i = 0; i < MAX_NOTICES; i++) {
                final ByteBuffer message = talk.hear("acknowledgement of " + said);
                if (!AdaptationMessage.isValid(message)) {
                    throw new IOException("the server did not answer " + said + " with a message of its layer: does it "
                            + "speak " + name.toUpperCase(Locale.ROOT) + "?");
                }
                if (AdaptationMessage.type(message) == type) {
                    return;
                }
                if (AdaptationMessage.type(message) == AdaptationMessage.ERROR) {
                    throw new IOException("the server refused " + said + ": " + error(message));
                }
                if (AdaptationMessage.type(message) == AdaptationMessage.BEAT) {
                    talk.say(acknowledged(message), 0);
                }
            }
            throw new IOException(
                    "the server sent " + MAX_NOTICES + " other messages instead of the acknowledgement of " + said);
        }

        @Override
        public void write(final ByteBuffer buffer, final int bytes, final long identifier) {
            if (turn != null) {
                turn.write(buffer);
                field.write(buffer, identifier);
                return;
            }
            final int dataBytes = bytes - HEARTBEAT_HEADER_BYTES;
            AdaptationMessage.begin(buffer, AdaptationMessage.BEAT);
            AdaptationMessage.beginParameter(buffer, AdaptationMessage.HEARTBEAT_DATA, dataBytes)
                    .putInt((int) identifier);
            AdaptationMessage.end(buffer.position(bytes));
        }

        @Override
        public int stream(final int proposed) {
            return turn == null ? proposed : turn.stream(proposed);
        }

        @Override
        public int type() {
            return turn == null ? 0 : turn.type();
        }

        @Override
        public void sent() {
            if (turn != null) {
                turn.next();
            }
        }

        @Override
        public void read(final ByteBuffer message, final int stream, final Heard heard) throws IOException {
            if (!AdaptationMessage.isValid(message)) {
                heard.error("a message that is not of " + name.toUpperCase(Locale.ROOT));
                return;
            }
            final int type = AdaptationMessage.type(message);
            if (type == AdaptationMessage.BEAT_ACK) {
                onBeatAck(message, heard);
            } else if (type == AdaptationMessage.BEAT) {
                heard.request(acknowledged(message), stream);
            } else if (type == AdaptationMessage.ERROR) {
                heard.error(error(message));
            } else if (USER_CLASSES.contains(type >> Byte.SIZE) && turn != null && field.isIn(message)) {
                heard.answer(field.read(message));
            } else {
                heard.notice();
            }
        }

        private void onBeatAck(final ByteBuffer message, final Heard heard) {
            final ByteBuffer data = AdaptationMessage.parameter(message, AdaptationMessage.HEARTBEAT_DATA);
            if (turn != null) {
                heard.notice();
            } else if (data == null || data.remaining() < Integer.BYTES) {
                heard.error("a BEAT ACK without the heartbeat's data");
            } else {
                heard.answer(Integer.toUnsignedLong(data.getInt(0)));
            }
        }

        /** The same message as a BEAT ACK, cut off at the size of a reply. */
        private ByteBuffer acknowledged(final ByteBuffer beat) {
            final ByteBuffer data = AdaptationMessage.parameter(beat, AdaptationMessage.HEARTBEAT_DATA);
            AdaptationMessage.begin(reply, AdaptationMessage.BEAT_ACK);
            if (data != null && data.remaining() <= MAX_REPLY_BYTES - HEARTBEAT_HEADER_BYTES - Integer.BYTES) {
                AdaptationMessage.beginParameter(reply, AdaptationMessage.HEARTBEAT_DATA, data.remaining())
                        .put(data);
            }
            return AdaptationMessage.end(reply);
        }

        @Override
        public ByteBuffer farewell() {
            return AdaptationMessage.end(
                    AdaptationMessage.begin(ByteBuffer.allocateDirect(MANAGEMENT_BYTES), AdaptationMessage.ASP_DOWN));
        }

        private static String error(final ByteBuffer message) {
            final int code = AdaptationMessage.number(message, AdaptationMessage.ERROR_CODE);
            return String.format(Locale.ROOT, "error 0x%02x (%s)", code, ERRORS.getOrDefault(code, "see RFC 4666"));
        }
    }
}

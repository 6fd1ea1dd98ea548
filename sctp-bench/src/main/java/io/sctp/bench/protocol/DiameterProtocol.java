package io.sctp.bench.protocol;

import io.sctp.bench.schedule.Recording;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Diameter (RFC 6733): capabilities are exchanged first, then watchdog requests (DWR) are sent, or requests of the
 * user's own. Answers are matched by their hop-by-hop identifiers, whatever stream and payload protocol identifier they
 * have. The server's own watchdog and disconnect requests are answered with success, its others with
 * {@code DIAMETER_COMMAND_UNSUPPORTED}.
 */
public final class DiameterProtocol implements Protocol {
    /** The name of this protocol. */
    public static final String NAME = "diameter";

    private static final int PPID = 46;
    private static final int MAX_REPLY_BYTES = 1024;
    private static final String WATCHDOG = "DWR";
    private static final String PRODUCT = "sctp-java";
    private static final int IPV4_BYTES = 4;
    /** Names of common requests (RFC 6733, RFC 4006, 3GPP TS 29.272). */
    private static final Map<Integer, String> NAMES = Map.of(
            257, "CER", 258, "RAR", 271, "ACR", 272, "CCR", 274, "ASR", 275, "STR", 280, WATCHDOG, 282, "DPR", 316,
            "ULR", 318, "AIR");

    private static final Set<Integer> OF_AN_ASSOCIATION =
            Set.of(DiameterMessage.CAPABILITIES_EXCHANGE, DiameterMessage.DISCONNECT_PEER);

    private final String identity;
    private final InetAddress local;
    /** Null for watchdog requests. */
    private final Templates requests;

    /**
     * Creates the protocol.
     *
     * @param identity this client's Diameter identity, such as {@code client.example.org}; its realm follows the first
     *     dot. Each further association puts its number behind the first label
     * @param local the address that this client has towards the server
     * @param requests to send; without any, watchdog requests
     * @throws IllegalArgumentException if the identity has no dot, or a message is not a Diameter request
     */
    public DiameterProtocol(final String identity, final InetAddress local, final List<Message> requests) {
        if (identity.indexOf('.') < 1 || identity.endsWith(".")) {
            throw new IllegalArgumentException(
                    "'" + identity + "' is no Diameter identity with a host and a realm, such as client.example.org");
        }
        this.identity = identity;
        this.local = local;
        this.requests = requests.isEmpty() ? null : new Templates(namedRequests(requests));
    }

    /** Of a capture only the requests of a load are taken, and not those that open and close an association. */
    private static List<Message> namedRequests(final List<Message> messages) {
        final List<Message> requests = new ArrayList<>();
        for (final Message message : messages) {
            final ByteBuffer content = message.content();
            final boolean request = DiameterMessage.isValid(content) && DiameterMessage.isRequest(content);
            if (!request && !message.isCaptured()) {
                throw new IllegalArgumentException("'" + message.name() + "' is not a Diameter request");
            }
            if (request && (!message.isCaptured() || !OF_AN_ASSOCIATION.contains(DiameterMessage.command(content)))) {
                requests.add(message.named(nameOf(DiameterMessage.command(content))));
            }
        }
        if (requests.isEmpty()) {
            throw new IllegalArgumentException(
                    "the capture has no Diameter request but those of the association itself");
        }
        return requests;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int ppid() {
        return PPID;
    }

    @Override
    public String ownSizes() {
        return requests == null ? watchdogs(identity).sizes() : requests.sizes();
    }

    @Override
    public int maxBytes(final int chosen) {
        return requests == null ? MAX_REPLY_BYTES : requests.maxBytes();
    }

    @Override
    public List<String> messageTypes() {
        return requests == null ? List.of(WATCHDOG) : requests.types();
    }

    @Override
    public Recording recording() {
        return requests == null ? Protocol.super.recording() : requests.recording();
    }

    @Override
    public int streams() {
        return requests == null ? 1 : requests.streams();
    }

    @Override
    public int identifierBits() {
        return Integer.SIZE;
    }

    @Override
    public Dialogue dialogue(final int association, final int associations) {
        final String host = identityOf(association);
        return new Session(
                host, requests == null ? watchdogs(host).turn(0, 1) : requests.turn(association, associations));
    }

    private static String nameOf(final int command) {
        return NAMES.getOrDefault(command, "command " + command);
    }

    private static Templates watchdogs(final String identity) {
        final ByteBuffer buffer = ByteBuffer.allocate(MAX_REPLY_BYTES);
        DiameterMessage.begin(buffer, DiameterMessage.REQUEST, DiameterMessage.DEVICE_WATCHDOG);
        putOrigin(buffer, identity);
        DiameterMessage.end(buffer);
        final byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return new Templates(List.of(new Message(WATCHDOG, bytes)));
    }

    private static void putOrigin(final ByteBuffer buffer, final String identity) {
        DiameterMessage.put(buffer, DiameterMessage.ORIGIN_HOST, identity);
        DiameterMessage.put(buffer, DiameterMessage.ORIGIN_REALM, identity.substring(identity.indexOf('.') + 1));
    }

    private String identityOf(final int association) {
        final int dot = identity.indexOf('.');
        return association == 0
                ? identity
                : identity.substring(0, dot) + '-' + (association + 1) + identity.substring(dot);
    }

    /** Diameter on one association. */
    private final class Session implements Dialogue {
        private final String host;
        private final Templates.Turn turn;
        /** For the receiving thread, as what the server asks for is answered there. */
        private final ByteBuffer reply = ByteBuffer.allocateDirect(MAX_REPLY_BYTES);

        Session(final String host, final Templates.Turn turn) {
            this.host = host;
            this.turn = turn;
        }

        @Override
        public void open(final Talk talk) throws IOException, InterruptedException {
            talk.say(capabilities(), 0);
            final ByteBuffer answer = talk.hear("answer to a Capabilities-Exchange-Request");
            if (!DiameterMessage.isValid(answer)
                    || DiameterMessage.command(answer) != DiameterMessage.CAPABILITIES_EXCHANGE
                    || DiameterMessage.isRequest(answer)) {
                throw new IOException("the server did not answer a Capabilities-Exchange-Request with its answer: "
                        + "does it speak Diameter?");
            }
            final long code = DiameterMessage.number(answer, DiameterMessage.RESULT_CODE, 0);
            if (!DiameterMessage.isSuccess(code)) {
                throw new IOException("the server refused the Capabilities-Exchange-Request of '" + host + "': "
                        + reason(answer, code));
            }
        }

        private ByteBuffer capabilities() {
            final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_REPLY_BYTES);
            DiameterMessage.begin(buffer, DiameterMessage.REQUEST, DiameterMessage.CAPABILITIES_EXCHANGE);
            putOrigin(buffer, host);
            final byte[] address = local.getAddress();
            DiameterMessage.put(
                    buffer,
                    DiameterMessage.HOST_IP_ADDRESS,
                    ByteBuffer.allocate(Short.BYTES + address.length)
                            .putShort((short) (address.length == IPV4_BYTES ? 1 : 2)) // the address family
                            .put(address)
                            .array());
            DiameterMessage.put(buffer, DiameterMessage.VENDOR_ID, 0);
            DiameterMessage.put(buffer, DiameterMessage.PRODUCT_NAME, PRODUCT);
            DiameterMessage.put(buffer, DiameterMessage.AUTH_APPLICATION_ID, DiameterMessage.RELAY_APPLICATION);
            DiameterMessage.put(buffer, DiameterMessage.INBAND_SECURITY_ID, 0);
            return DiameterMessage.end(buffer);
        }

        @Override
        public void write(final ByteBuffer buffer, final int bytes, final long identifier) {
            turn.write(buffer);
            DiameterMessage.identify(buffer, identifier);
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
        public void read(final ByteBuffer message, final int stream, final Heard heard) throws IOException {
            if (!DiameterMessage.isValid(message)) {
                heard.error("a message that is not Diameter");
            } else if (DiameterMessage.isRequest(message)) {
                onRequest(message, stream, heard);
            } else if (OF_AN_ASSOCIATION.contains(DiameterMessage.command(message))) {
                heard.notice();
            } else {
                final long code = DiameterMessage.number(message, DiameterMessage.RESULT_CODE, DiameterMessage.SUCCESS);
                if (DiameterMessage.isSuccess(code)) {
                    heard.answer(DiameterMessage.hopByHop(message));
                } else {
                    heard.refusal(DiameterMessage.hopByHop(message), reason(message, code));
                }
            }
        }

        private void onRequest(final ByteBuffer message, final int stream, final Heard heard) throws IOException {
            final int command = DiameterMessage.command(message);
            final boolean known =
                    command == DiameterMessage.DEVICE_WATCHDOG || command == DiameterMessage.DISCONNECT_PEER;
            DiameterMessage.beginAnswer(reply, message, !known);
            DiameterMessage.put(
                    reply,
                    DiameterMessage.RESULT_CODE,
                    known ? DiameterMessage.SUCCESS : DiameterMessage.COMMAND_UNSUPPORTED);
            putOrigin(reply, host);
            heard.request(DiameterMessage.end(reply), stream);
            if (command == DiameterMessage.DISCONNECT_PEER) {
                heard.goodbye("Disconnect-Peer-Request, cause "
                        + DiameterMessage.number(message, DiameterMessage.DISCONNECT_CAUSE, 0));
            }
        }

        @Override
        public ByteBuffer farewell() {
            final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_REPLY_BYTES);
            DiameterMessage.begin(buffer, DiameterMessage.REQUEST, DiameterMessage.DISCONNECT_PEER);
            putOrigin(buffer, host);
            DiameterMessage.put(buffer, DiameterMessage.DISCONNECT_CAUSE, 0);
            return DiameterMessage.end(buffer);
        }

        private static String reason(final ByteBuffer answer, final long code) {
            final String explained = DiameterMessage.text(answer, DiameterMessage.ERROR_MESSAGE);
            return "Result-Code " + code + (explained == null ? "" : ", '" + Message.printable(explained) + "'");
        }
    }
}

package io.sctp.bench.options;

import io.sctp.SctpAddress;
import io.sctp.bench.protocol.AdaptationProtocol;
import io.sctp.bench.protocol.CorrelationField;
import io.sctp.bench.protocol.DiameterProtocol;
import io.sctp.bench.protocol.EchoProtocol;
import io.sctp.bench.protocol.Message;
import io.sctp.bench.protocol.MessageFile;
import io.sctp.bench.protocol.Protocol;
import io.sctp.bench.protocol.Target;
import io.sctp.bench.protocol.TemplateProtocol;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options for a server that is not of this project. */
public final class TargetOptions {
    private static final int USUAL_WINDOW = 1_000;
    private static final long MAX_CONTEXT = 0xFFFF_FFFFL;

    @Option(
            names = "--protocol",
            description = "What a server speaks that is not 'sctp server': ${COMPLETION-CANDIDATES}.",
            paramLabel = "NAME")
    private Choice protocol;

    @Option(
            names = "--messages",
            description =
                    "Messages to send in turn, from a capture (pcap), a file of hexadecimal lines (.hex), or files "
                            + "of one message; with --protocol template, diameter, m3ua or sua; may be repeated.",
            paramLabel = "FILE")
    private List<Path> files = List.of();

    @Option(
            names = "--captured-port",
            description = "The server's port in the captures of --messages (default: the port of the server here).",
            paramLabel = "PORT")
    private Integer capturedPort;

    @Option(
            names = "--correlate",
            description = "The field of 1 to 4 bytes that is numbered in each of --messages and comes back in its "
                    + "answer, such as 12:4; with --protocol template, m3ua or sua.",
            paramLabel = "OFFSET:BYTES")
    private String correlate;

    @Option(
            names = "--window",
            description = "The most unanswered messages per association; others wait, and count as late (default: "
                    + USUAL_WINDOW + "); with --protocol.",
            paramLabel = "N")
    private Integer window;

    @Option(
            names = "--identity",
            description = "This client's Diameter identity, a host and its realm (default: client.sctp.example); with "
                    + "--protocol diameter.",
            paramLabel = "HOST.REALM")
    private String identity;

    @Option(
            names = "--routing-context",
            description =
                    "The routing context to be active in (default: whatever the server has for this client); with "
                            + "--protocol m3ua or sua.",
            paramLabel = "N")
    private Long routingContext;

    @Option(
            names = "--accept-errors",
            description = "Answers that report an error do not make the run invalid; with --protocol.")
    private boolean acceptErrors;

    /** The choices for {@code --protocol}. */
    enum Choice {
        ECHO,
        TEMPLATE,
        DIAMETER,
        M3UA,
        SUA
    }

    /**
     * Returns the target.
     *
     * @param server its address
     * @return null for a server of this project
     * @throws IllegalArgumentException if the options do not fit each other, or a file is wrong
     */
    public Target target(final SctpAddress server) throws IOException {
        refuseUnused();
        if (protocol == null) {
            return null;
        }
        final CorrelationField field =
                correlate == null ? null : Named.option("--correlate", () -> CorrelationField.parse(correlate));
        final List<Message> messages = new ArrayList<>();
        final int port = capturedPort == null ? server.port() : capturedPort;
        for (final Path file : files) {
            messages.addAll(Named.option("--messages", () -> MessageFile.read(file, port)));
        }
        final Protocol spoken = protocol(server, messages, field);
        final int usual = (int) Math.min(USUAL_WINDOW, 1L << spoken.identifierBits());
        return new Target(spoken, window == null ? usual : window, acceptErrors);
    }

    /**
     * Makes sure that no server of this kind is asked for, because the load has one of its own.
     *
     * @throws IllegalArgumentException if it is
     */
    public void requireNone() {
        refuseUnused();
        if (protocol != null) {
            throw new IllegalArgumentException("--protocol needs a server elsewhere: name it with --server");
        }
    }

    private Protocol protocol(final SctpAddress server, final List<Message> messages, final CorrelationField field)
            throws IOException {
        final InetAddress local = protocol == Choice.DIAMETER ? localTowards(server) : null;
        return switch (protocol) {
            case ECHO -> new EchoProtocol();
            case TEMPLATE -> Named.option("--messages", () -> new TemplateProtocol(messages, field));
            case DIAMETER ->
                Named.option(
                        identity == null ? "--messages" : "--identity",
                        () -> new DiameterProtocol(
                                identity == null ? "client.sctp.example" : identity, local, messages));
            case M3UA -> Named.option("--messages", () -> AdaptationProtocol.m3ua(routingContext, messages, field));
            case SUA -> Named.option("--messages", () -> AdaptationProtocol.sua(routingContext, messages, field));
        };
    }

    /** No option is accepted and then ignored. */
    private void refuseUnused() {
        final boolean adapts = protocol == Choice.M3UA || protocol == Choice.SUA;
        refuseIf(
                !files.isEmpty() && (protocol == null || protocol == Choice.ECHO),
                "--messages",
                " template, diameter, m3ua or sua");
        refuseIf(capturedPort != null && files.isEmpty(), "--captured-port", " and --messages");
        refuseIf(correlate != null && protocol != Choice.TEMPLATE && !adapts, "--correlate", " template, m3ua or sua");
        refuseIf(window != null && protocol == null, "--window", "");
        refuseIf(acceptErrors && protocol == null, "--accept-errors", "");
        refuseIf(identity != null && protocol != Choice.DIAMETER, "--identity", " diameter");
        refuseIf(routingContext != null && !adapts, "--routing-context", " m3ua or sua");
        if (protocol == Choice.TEMPLATE && files.isEmpty()) {
            throw new IllegalArgumentException("--protocol template needs --messages");
        }
        if ((protocol == Choice.TEMPLATE || adapts) && !files.isEmpty() != (correlate != null)) {
            throw new IllegalArgumentException(
                    "--messages and --correlate go together: without the field, no answer can be matched");
        }
        if (routingContext != null && (routingContext < 0 || routingContext > MAX_CONTEXT)) {
            throw new IllegalArgumentException(
                    "--routing-context " + routingContext + " is not between 0 and " + MAX_CONTEXT);
        }
    }

    private static void refuseIf(final boolean given, final String option, final String protocols) {
        if (given) {
            throw new IllegalArgumentException(option + " is only for a run with --protocol" + protocols);
        }
    }

    /** The address that this machine has towards the server. Nothing is sent. */
    private static InetAddress localTowards(final SctpAddress server) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(server.addresses().get(0), server.port()));
            return socket.getLocalAddress();
        }
    }
}

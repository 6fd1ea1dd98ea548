package io.sctp.script;

import io.sctp.Association;
import io.sctp.MessageBuffer;
import io.sctp.PrPolicy;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.AssociationParameters;
import io.sctp.option.DelayedSack;
import io.sctp.option.InitParameters;
import io.sctp.option.PathParameters;
import io.sctp.option.RtoInfo;
import io.sctp.option.StreamResetPermission;
import io.sctp.spi.SctpProvider;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The program at the system under test: it makes the calls that a script names. The same for every provider. */
final class Program implements AutoCloseable {
    /** Longer than anything takes that works. */
    static final Duration LONG = Duration.ofSeconds(5);

    private final SctpProvider provider;
    private final Values values;
    private final int peerUdpPort;
    private final Deque<Closeable> open = new ArrayDeque<>();
    private SctpServerChannel listener;
    private SctpChannel channel;
    private FutureTask<Boolean> connecting;

    Program(final SctpProvider provider, final Values values, final int peerUdpPort) {
        this.provider = provider;
        this.values = values;
        this.peerUdpPort = peerUdpPort;
    }

    /** Makes a call; fails with what it did instead. */
    void call(final List<String> words) throws Exception {
        final List<String> arguments = words.subList(1, words.size());
        switch (words.get(0)) {
            case "listen" -> listen(arguments);
            case "accept" -> accept(arguments);
            case "connect" -> connect(arguments);
            case "connected" -> connected();
            case "refused" -> refused();
            case "send" -> send(arguments);
            case "receive" -> receive(arguments);
            case "shutdown" -> channel.shutdown();
            case "abort" -> association().abort();
            case "close" -> channel.close();
            case "reset" -> reset(arguments);
            default -> throw new IllegalArgumentException("no call is named '" + words.get(0) + "'");
        }
    }

    private Association association() throws IOException {
        return channel.association();
    }

    private void listen(final List<String> options) throws IOException {
        listener = keep(provider.openServerChannel(null));
        configure(listener, options);
        listener.bind(SctpAddress.parse(Peer.ADDRESS + ":0"));
        values.set("port", listener.getLocalAddress().port());
    }

    private void accept(final List<String> arguments) throws IOException {
        if (arguments.isEmpty()) {
            channel = keep(listener.accept(LONG));
            return;
        }
        try {
            keep(listener.accept(Durations.ofNothing(arguments)));
        } catch (final SctpException.TimedOut e) {
            return;
        }
        throw new ScriptFailure("an association was accepted");
    }

    /** Connects on a thread of its own, since the script is the peer. */
    private void connect(final List<String> options) throws IOException {
        channel = keep(provider.openChannel(null));
        configure(channel, options);
        channel.bind(SctpAddress.parse(Peer.ADDRESS + ":0"));
        values.set("port", channel.getLocalAddress().port());
        channel.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, peerUdpPort);
        final SctpAddress peer = SctpAddress.parse(Peer.ADDRESS + ":" + values.of("$peer"));
        connecting = new FutureTask<>(() -> channel.connect(peer));
        final Thread thread = new Thread(connecting, "connect");
        thread.setDaemon(true);
        thread.start();
    }

    private void connected() throws Exception {
        connecting.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private void refused() throws Exception {
        try {
            connecting.get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (final ExecutionException e) {
            return;
        } catch (final TimeoutException e) {
            throw new ScriptFailure("connect still waits");
        }
        throw new ScriptFailure("connect succeeded");
    }

    private void send(final List<String> arguments) throws IOException {
        final SendInfo info = new SendInfo();
        ByteBuffer message = null;
        for (final String argument : arguments) {
            final String[] parts = argument.split("=", 2);
            final String value = parts.length == 2 ? parts[1] : "";
            switch (parts[0]) {
                case "stream" -> info.stream((int) values.number(value));
                case "ppid" -> info.ppid((int) values.number(value));
                case "unordered" -> info.unordered(true);
                case "lifetime" -> info.lifetime(Durations.of(value));
                case "retransmissions" -> info.partialReliability(PrPolicy.RETRANSMISSIONS, Integer.parseInt(value));
                default -> message = ByteBuffer.wrap(Values.toBytes(values.of(argument)));
            }
        }
        channel.send(message, info, LONG);
    }

    /** `receive "abc" stream=1`, `receive nothing for 300ms`, `receive end`, `receive lost`. */
    private void receive(final List<String> arguments) throws IOException {
        final MessageBuffer message = new MessageBuffer(1 << 20);
        final ReceiveInfo info = new ReceiveInfo();
        final String wanted = arguments.get(0);
        final int length;
        final Duration time = wanted.equals("nothing") ? Durations.ofNothing(arguments) : LONG;
        final long deadlineNs = System.nanoTime() + time.toNanos();
        try {
            length = channel.receive(message, info, time);
        } catch (final SctpException e) {
            // An association that timed out ends with the same exception as a call that did.
            if (e instanceof SctpException.TimedOut && System.nanoTime() - deadlineNs >= 0) {
                require(wanted.equals("nothing"), "the program receives nothing");
                return;
            }
            require(wanted.equals("lost"), "the program receives an error: " + e.getMessage());
            return;
        }
        if (length == SctpMessageChannel.END_OF_STREAM) {
            require(wanted.equals("end"), "the program receives the end of the stream");
            return;
        }
        final byte[] content = new byte[message.content().remaining()];
        message.content().get(content);
        final String seen = Values.bytes(content);
        final String text = "the program receives " + Values.show(seen) + " stream=" + info.stream() + " ppid="
                + Integer.toUnsignedString(info.ppid()) + " unordered=" + info.unordered();
        final boolean any = List.of("nothing", "end", "lost").contains(wanted);
        require(!any && seen.equals(values.of(wanted)), text);
        for (final String argument : arguments.subList(1, arguments.size())) {
            final Pattern.Term term = Pattern.term(argument);
            final String field = switch (term.name()) {
                case "stream" -> Integer.toString(info.stream());
                case "ppid" -> Integer.toUnsignedString(info.ppid());
                case "unordered" -> info.unordered() ? "1" : "0";
                default -> throw new IllegalArgumentException("a message has no '" + term.name() + "'");
            };
            require(Pattern.holds(term, field, values), text);
        }
    }

    private static void require(final boolean right, final String seen) {
        if (!right) {
            throw new ScriptFailure(seen);
        }
    }

    /** `reset outgoing|incoming 1,2`. */
    private void reset(final List<String> arguments) throws IOException {
        final int[] streams = Arrays.stream(arguments.get(1).split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        final boolean outgoing = arguments.get(0).equals("outgoing");
        association()
                .resetStreams(
                        outgoing ? Association.ResetDirection.OUTGOING : Association.ResetDirection.INCOMING, streams);
    }

    private static void configure(final SctpEndpoint endpoint, final List<String> options) throws IOException {
        endpoint.setOption(SctpOptions.NODELAY, true);
        for (final String option : options) {
            final String[] parts = option.split("=", 2);
            final String value = parts.length == 2 ? parts[1] : "";
            switch (parts[0]) {
                case "rto" -> {
                    final String[] bounds = value.split("-", -1);
                    final Duration least = Durations.of(bounds[0]);
                    endpoint.setOption(SctpOptions.RTOINFO, new RtoInfo(least, Durations.of(bounds[1]), least));
                }
                case "heartbeat" ->
                    endpoint.setOption(
                            SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withHeartbeat(Durations.of(value)));
                case "pathrtx" ->
                    endpoint.setOption(
                            SctpOptions.PEER_ADDR_PARAMS,
                            PathParameters.UNCHANGED.withMaxRetransmissions(Integer.parseInt(value)));
                case "rtx" ->
                    endpoint.setOption(
                            SctpOptions.ASSOCINFO, AssociationParameters.of(Integer.parseInt(value), Duration.ZERO));
                case "cookielife" ->
                    endpoint.setOption(SctpOptions.ASSOCINFO, AssociationParameters.of(0, Durations.of(value)));
                case "initrtx" ->
                    endpoint.setOption(
                            SctpOptions.INITMSG, new InitParameters(0, 0, Integer.parseInt(value), Duration.ZERO));
                case "streams" ->
                    endpoint.setOption(
                            SctpOptions.INITMSG,
                            InitParameters.streams(Integer.parseInt(value), Integer.parseInt(value)));
                case "maxseg" -> endpoint.setOption(SctpOptions.MAXSEG, Integer.parseInt(value));
                case "sackdelay" ->
                    endpoint.setOption(SctpOptions.DELAYED_SACK, new DelayedSack(Durations.of(value), 2));
                case "rcvbuf" -> endpoint.setOption(StandardSocketOptions.SO_RCVBUF, Integer.parseInt(value));
                case "interleave" -> {
                    endpoint.setOption(SctpOptions.FRAGMENT_INTERLEAVE, 1);
                    endpoint.setOption(SctpOptions.INTERLEAVING_SUPPORTED, true);
                }
                case "reconfig" -> {
                    endpoint.setOption(SctpOptions.RECONFIG_SUPPORTED, true);
                    endpoint.setOption(SctpOptions.ENABLE_STREAM_RESET, EnumSet.allOf(StreamResetPermission.class));
                }
                default -> throw new IllegalArgumentException("no option is named '" + parts[0] + "'");
            }
        }
    }

    private <T extends Closeable> T keep(final T resource) {
        open.addLast(resource);
        return resource;
    }

    /** Aborts what is left, so that nothing is retransmitted after the script. */
    @Override
    public void close() throws IOException {
        if (channel != null) {
            try {
                channel.association().abort();
            } catch (final IOException | RuntimeException e) {
                // has ended, or was never up
            }
        }
        while (!open.isEmpty()) {
            open.removeLast().close();
        }
    }
}

package io.sctp.userspace;

import io.sctp.OptionTarget;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.spi.SctpProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One end of an association, in a process of its own that may have another network:
 * {@code PROVIDER SETUP listen [ADDRESS ...]|ADDRESS:PORT}. It does what it is told on its standard input, a line each,
 * and answers with a line.
 */
final class RoutedPeer implements AutoCloseable {
    /** What an end is asked to do by itself. */
    enum Setup {
        NOTHING,
        /** Finds the MTU of its path; the search rests as briefly as may be. */
        PROBE,
        /** Tells its peer of the addresses of its host. */
        FOLLOW
    }

    private static final int PORT = 7000;
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MOST = 1 << 20;

    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    private RoutedPeer(final Process process) {
        this.process = process;
        commands = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts one and waits until it listens, or is connected. */
    static RoutedPeer start(final List<String> where, final String provider, final Setup setup, final String what)
            throws IOException {
        final List<String> command = new ArrayList<>(where);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                RoutedPeer.class.getName(),
                provider,
                setup.name(),
                what));
        final RoutedPeer peer = new RoutedPeer(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        peer.answer();
        return peer;
    }

    static String at(final String address) {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + PORT;
    }

    /** What the path is given now, in bytes of IP. */
    int mtu() throws IOException {
        return Integer.parseInt(ask("mtu"));
    }

    /** The addresses at which its own peer is. */
    Set<InetAddress> peerAddresses() throws IOException {
        return addresses(ask("peer").split(" "));
    }

    static Set<InetAddress> addresses(final String... written) throws IOException {
        final Set<InetAddress> addresses = new HashSet<>();
        for (final String address : written) {
            addresses.add(InetAddress.getByName(address));
        }
        return addresses;
    }

    /** Sends a message and waits until it came back. */
    void exchange(final int bytes) throws IOException {
        ask("exchange " + bytes);
    }

    private String ask(final String command) throws IOException {
        commands.println(command);
        return answer();
    }

    private String answer() throws IOException {
        final String line = answers.readLine();
        if (line == null || line.startsWith("failed")) {
            throw new IOException("the peer: " + line);
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }

    // ---- In the process

    public static void main(final String[] arguments) throws IOException {
        final SctpProvider provider = SctpProvider.named(arguments[0]);
        final Setup setup = Setup.valueOf(arguments[1]);
        if (arguments[2].startsWith("listen")) {
            final SctpServerChannel listener = provider.openServerChannel(null);
            prepare(listener, setup);
            listener.bind(local(arguments[2]));
            follow(listener, setup);
            System.out.println("listens");
            final SctpChannel channel = listener.accept(LIMIT);
            final Thread echo = new Thread(() -> echo(channel));
            echo.setDaemon(true);
            echo.start();
            serve(channel);
        } else {
            final SctpChannel channel = provider.openChannel(null);
            prepare(channel, setup);
            channel.bind(null);
            follow(channel, setup);
            channel.connect(SctpAddress.parse(arguments[2]), LIMIT);
            System.out.println("connected");
            serve(channel);
        }
    }

    /** All of the host's addresses, or those that are named. */
    private static SctpAddress local(final String listen) throws IOException {
        final List<InetAddress> named = new ArrayList<>();
        for (final String address : List.of(listen.split(" "))) {
            if (!address.equals("listen")) {
                named.add(InetAddress.getByName(address));
            }
        }
        return named.isEmpty() ? SctpAddress.wildcard(PORT) : SctpAddress.of(PORT, named);
    }

    private static void prepare(final SctpEndpoint endpoint, final Setup setup) throws IOException {
        endpoint.setOption(SctpOptions.NODELAY, true);
        if (setup == Setup.FOLLOW) {
            endpoint.setOption(SctpOptions.AUTH_SUPPORTED, true);
            endpoint.setOption(SctpOptions.ASCONF_SUPPORTED, true);
        } else {
            final Duration interval = setup == Setup.PROBE ? PROBE_INTERVAL : Duration.ZERO;
            endpoint.setOption(
                    SctpOptions.PLPMTUD_PROBE_INTERVAL, interval, new OptionTarget(OptionTarget.FUTURE, null, 0));
        }
    }

    private static void follow(final SctpEndpoint endpoint, final Setup setup) throws IOException {
        if (setup == Setup.FOLLOW) {
            endpoint.setOption(SctpOptions.AUTO_ASCONF, true);
        }
    }

    private static void echo(final SctpChannel channel) {
        try {
            final ByteBuffer buffer = ByteBuffer.allocateDirect(MOST);
            while (receive(channel, buffer) >= 0) {
                buffer.flip();
                channel.send(buffer, new SendInfo(), LIMIT);
            }
        } catch (final IOException e) {
            System.err.println("echo ended: " + e);
        }
    }

    private static int receive(final SctpChannel channel, final ByteBuffer buffer) throws IOException {
        final ReceiveInfo info = new ReceiveInfo();
        buffer.clear();
        do {
            if (channel.receive(buffer, info, LIMIT) < 0) {
                return -1;
            }
        } while (!info.complete());
        return buffer.position();
    }

    private static void serve(final SctpChannel channel) throws IOException {
        final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                System.out.println(answer(channel, line));
            } catch (final IOException | RuntimeException e) {
                System.out.println("failed: " + e);
            }
        }
    }

    private static String answer(final SctpChannel channel, final String command) throws IOException {
        return switch (command) {
            case "mtu" -> String.valueOf(mtu(channel));
            case "peer" ->
                channel.getRemoteAddress().addresses().stream()
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(" "));
            default -> String.valueOf(exchange(channel, Integer.parseInt(command.substring("exchange ".length()))));
        };
    }

    private static int mtu(final SctpChannel channel) throws IOException {
        return channel.association().paths().get(0).mtu();
    }

    private static int exchange(final SctpChannel channel, final int bytes) throws IOException {
        final ByteBuffer message = ByteBuffer.allocateDirect(bytes);
        for (int i = 0; i < bytes; i++) {
            message.put(i, (byte) (i * 31 + bytes));
        }
        channel.send(message, new SendInfo(), LIMIT);
        final ByteBuffer buffer = ByteBuffer.allocateDirect(MOST);
        if (receive(channel, buffer) != bytes || !buffer.flip().equals(message.rewind())) {
            throw new IOException("a message of " + bytes + " bytes came back as another");
        }
        return bytes;
    }
}

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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One end of an association, in a process of its own that may have another network: {@code PROVIDER INTERVAL_SECONDS
 * listen|ADDRESS:PORT}. It does what it is told on its standard input, a line each, and answers with a line.
 */
final class MtuPeer implements AutoCloseable {
    private static final int PORT = 7000;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MOST = 1 << 20;

    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    private MtuPeer(final Process process) {
        this.process = process;
        commands = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts one and waits until it listens, or is connected. */
    static MtuPeer start(final List<String> where, final String provider, final int seconds, final String what)
            throws IOException {
        final List<String> command = new ArrayList<>(where);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                MtuPeer.class.getName(),
                provider,
                String.valueOf(seconds),
                what));
        final MtuPeer peer = new MtuPeer(new ProcessBuilder(command)
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
        final Duration interval = Duration.ofSeconds(Long.parseLong(arguments[1]));
        if (arguments[2].equals("listen")) {
            final SctpServerChannel listener = provider.openServerChannel(null);
            prepare(listener, interval);
            listener.bind(SctpAddress.wildcard(PORT));
            System.out.println("listens");
            final SctpChannel channel = listener.accept(LIMIT);
            final Thread echo = new Thread(() -> echo(channel));
            echo.setDaemon(true);
            echo.start();
            serve(channel);
        } else {
            final SctpChannel channel = provider.openChannel(null);
            prepare(channel, interval);
            channel.connect(SctpAddress.parse(arguments[2]), LIMIT);
            System.out.println("connected");
            serve(channel);
        }
    }

    private static void prepare(final SctpEndpoint endpoint, final Duration interval) throws IOException {
        endpoint.setOption(SctpOptions.NODELAY, true);
        endpoint.setOption(
                SctpOptions.PLPMTUD_PROBE_INTERVAL, interval, new OptionTarget(OptionTarget.FUTURE, null, 0));
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
                final int bytes = line.equals("mtu") ? 0 : Integer.parseInt(line.substring("exchange ".length()));
                System.out.println(bytes == 0 ? mtu(channel) : exchange(channel, bytes));
            } catch (final IOException | RuntimeException e) {
                System.out.println("failed: " + e);
            }
        }
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

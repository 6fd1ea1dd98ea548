package io.sctp.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A program with a foreign peer, over UDP on loopback: it sends each message back on its stream. Its own thread does
 * all; others ask it to {@link #act}.
 */
public final class ForeignProgram implements AutoCloseable {
    private static final int LONGEST_PACKET = 65_535;
    private static final int MOST_WAIT_MILLIS = 5;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final ForeignPeer peer;
    private final SplittableRandom random = new SplittableRandom(1);
    private final double loss;
    private final ConcurrentLinkedQueue<Consumer<ForeignPeer>> wishes = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "foreign peer");
    private volatile InetSocketAddress other;
    private final AtomicInteger received = new AtomicInteger();
    private volatile String ended;
    private volatile boolean closed;
    private volatile boolean echoes = true;

    /**
     * Starts it.
     *
     * @param loss the share of packets, either way, that the network loses
     */
    public ForeignProgram(final Habits habits, final Oddities odd, final int sctpPort, final double loss)
            throws IOException {
        this.loss = loss;
        peer = new ForeignPeer(habits, odd, new SplittableRandom(2), sctpPort, new Echo());
        thread.start();
    }

    public int udpPort() {
        return socket.getLocalPort();
    }

    /** Only counts messages from now on. */
    public void echoNothing() {
        echoes = false;
    }

    /** Accepts associations. */
    public void listen() {
        act(ForeignPeer::listen);
    }

    /** Sets an association up. */
    public void connect(final int udpPort, final int sctpPort) {
        other = new InetSocketAddress(InetAddress.getLoopbackAddress(), udpPort);
        act(any -> any.connect(System.nanoTime(), sctpPort));
    }

    /** Has its thread do something with the peer. */
    public void act(final Consumer<ForeignPeer> wish) {
        wishes.add(wish);
    }

    /** Returns how many messages have come. */
    public int received() {
        return received.get();
    }

    /** Returns why the last association ended; null while none has. */
    public String ended() {
        return ended;
    }

    private void run() {
        final DatagramPacket datagram = new DatagramPacket(new byte[LONGEST_PACKET], LONGEST_PACKET);
        try {
            while (!closed) {
                for (Consumer<ForeignPeer> wish = wishes.poll(); wish != null; wish = wishes.poll()) {
                    wish.accept(peer);
                }
                if (receive(datagram) && random.nextDouble() >= loss) {
                    other = (InetSocketAddress) datagram.getSocketAddress();
                    peer.handle(System.nanoTime(), Arrays.copyOf(datagram.getData(), datagram.getLength()));
                }
                peer.onTime(System.nanoTime());
                for (byte[] packet = peer.poll(System.nanoTime());
                        packet != null;
                        packet = peer.poll(System.nanoTime())) {
                    if (random.nextDouble() >= loss) {
                        socket.send(new DatagramPacket(packet, packet.length, other));
                    }
                }
            }
        } catch (final IOException e) {
            if (!closed) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private boolean receive(final DatagramPacket datagram) throws IOException {
        final long waitMillis = (peer.nextTimeoutNs() - System.nanoTime()) / NANOS_PER_MILLI;
        socket.setSoTimeout((int) Math.max(1, Math.min(MOST_WAIT_MILLIS, waitMillis)));
        datagram.setLength(LONGEST_PACKET);
        try {
            socket.receive(datagram);
            return true;
        } catch (final SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt(); // it ends all the same
        }
    }

    private final class Echo implements ForeignPeer.User {
        @Override
        public void onUp(final boolean anew) {
            // It waits for messages.
        }

        @Override
        public void onMessage(final int stream, final boolean unordered, final int ppid, final byte[] content) {
            received.incrementAndGet();
            if (echoes && peer.isUp()) {
                peer.send(stream, unordered, ppid, content, true);
            }
        }

        @Override
        public void onDown(final String why) {
            ended = why;
        }
    }
}

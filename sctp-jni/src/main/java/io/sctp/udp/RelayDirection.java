package io.sctp.udp;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** One direction of a {@link UdpRelay}. Used by its thread alone, but for the counts. */
final class RelayDirection {
    private static final int LONGEST = 65_535;
    private static final int AT_ONCE = 64;

    private final UdpRelay.Observer observer;
    private final boolean isFromClient;
    private final DatagramChannel from;
    private final DatagramChannel to;
    private final Bottleneck bottleneck;
    private final FlightBuffer flying;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(LONGEST);
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong forwarded = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong strange = new AtomicLong();

    /** Whose datagrams are taken; null for anybody's. */
    private SocketAddress source;

    private RelayDirection opposite;

    RelayDirection(
            final boolean isFromClient,
            final DatagramChannel from,
            final DatagramChannel to,
            final RelayedPath path,
            final SplittableRandom random,
            final UdpRelay.Observer observer) {
        this.isFromClient = isFromClient;
        this.from = from;
        this.to = to;
        this.observer = observer;
        bottleneck =
                new Bottleneck(path.nanosPerByte(), path.delay().toNanos(), path.queueBytes(), path.loss(), random);
        flying = new FlightBuffer(path.memoryBytes());
    }

    void opposite(final RelayDirection other) {
        opposite = other;
    }

    void takeOnlyFrom(final SocketAddress address) {
        source = address;
    }

    SocketAddress source() {
        return source;
    }

    /** Returns when the next datagram is due; {@link Long#MAX_VALUE} if there is none. */
    long nextNs() {
        return flying.firstDueNs();
    }

    /** Takes some datagrams that have arrived; returns whether there were any. */
    boolean receive(final long originNs) throws IOException {
        for (int i = 0; i < AT_ONCE; i++) {
            scratch.clear();
            final SocketAddress sender;
            try {
                sender = from.receive(scratch);
            } catch (final PortUnreachableException e) {
                opposite.refused.incrementAndGet(); // the answer to one that was sent there
                continue;
            }
            if (sender == null) {
                return i > 0;
            }
            if (source == null) {
                source = sender;
            }
            if (sender.equals(source)) {
                take(System.nanoTime() - originNs);
            } else {
                strange.incrementAndGet();
            }
        }
        return true;
    }

    private void take(final long nowNs) {
        scratch.flip();
        received.incrementAndGet();
        observer.onDatagram(isFromClient, scratch.slice());
        final long arrivalNs = bottleneck.arrivalNs(nowNs, scratch.remaining());
        if (arrivalNs == Bottleneck.LOST) {
            lost.incrementAndGet();
        } else if (arrivalNs == Bottleneck.QUEUE_FULL || !flying.add(scratch, arrivalNs)) {
            dropped.incrementAndGet();
        }
    }

    /** Sends some datagrams that are due; returns whether there were any. */
    boolean deliver(final long nowNs, final SocketAddress target) throws IOException {
        for (int i = 0; i < AT_ONCE; i++) {
            if (flying.firstDueNs() > nowNs) {
                return i > 0;
            }
            final ByteBuffer payload = flying.first();
            final int length = payload.remaining();
            try {
                if (target == null) {
                    refused.incrementAndGet(); // the server was first, and nobody knows the client
                } else if (to.send(payload, target) < length) {
                    return false; // the socket's buffer is full
                } else {
                    forwarded.incrementAndGet();
                }
            } catch (final ClosedChannelException e) {
                throw e;
            } catch (final IOException e) {
                refused.incrementAndGet(); // nobody is there, or it is too long: a network tells its sender nothing
            }
            flying.remove();
        }
        return true;
    }

    UdpRelay.Counts counts() {
        return new UdpRelay.Counts(
                received.get(), forwarded.get(), lost.get(), dropped.get(), refused.get(), strange.get());
    }
}

package io.sctp.bench.paths;

import io.sctp.udp.Bottleneck;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/** One direction of a path: a queue, a bottleneck with a bandwidth, random loss, and a delay. */
final class Link {
    /** IPv4 and UDP headers. */
    static final int OVERHEAD = Bottleneck.OVERHEAD;

    private final Bottleneck bottleneck;
    private final ArrayDeque<Packet> flying = new ArrayDeque<>();
    private final ArrayDeque<Packet> free = new ArrayDeque<>();

    /** A packet in flight. */
    static final class Packet {
        final byte[] bytes = new byte[1 << 14];
        int length;
        int flow;
        long arrivalNs;
    }

    Link(
            final double nanosPerByte,
            final long delayNs,
            final long queueBytes,
            final double loss,
            final RandomGenerator random) {
        bottleneck = new Bottleneck(nanosPerByte, delayNs, queueBytes, loss, random);
    }

    /** Sends a packet of one of the flows: it is dropped where the queue is full, or lost behind it. */
    void send(final long nowNs, final int flow, final ByteBuffer buffer, final int offset, final int length) {
        final long arrivalNs = bottleneck.arrivalNs(nowNs, length);
        if (arrivalNs < 0) {
            return;
        }
        final Packet packet = free.isEmpty() ? new Packet() : free.poll();
        buffer.get(offset, packet.bytes, 0, length);
        packet.length = length;
        packet.flow = flow;
        packet.arrivalNs = arrivalNs;
        flying.add(packet);
    }

    /** Returns when the next packet arrives; {@link Long#MAX_VALUE} if none is on its way. */
    long nextArrivalNs() {
        return flying.isEmpty() ? Long.MAX_VALUE : flying.peek().arrivalNs;
    }

    /** Returns the flow of the packet that arrives next. */
    int nextFlow() {
        return flying.element().flow;
    }

    /** Copies the packet that arrives next into a buffer; returns its length. */
    int receive(final ByteBuffer buffer) {
        final Packet packet = flying.remove();
        buffer.put(0, packet.bytes, 0, packet.length);
        free.push(packet);
        return packet.length;
    }
}

package io.sctp.bench.paths;

import io.sctp.engine.Association;
import io.sctp.engine.EngineHandler;
import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.SendOptions;
import io.sctp.engine.SendResult;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** Two engines, a path between them, and a clock that jumps from one event to the next. */
final class PathRun {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int PORT = 5000;
    private static final int UDP_PORT = 9899;
    private static final IpAddress CLIENT = IpAddress.ofIpv4(0x0A000001);
    private static final IpAddress SERVER = IpAddress.ofIpv4(0x0A000002);

    private static final int SCTP_HEADER = 12;
    private static final int DATA_HEADER = 16;

    /** An upper bound of all latencies here, in microseconds. */
    private static final long MAX_LATENCY_US = 1_000_000_000;

    private static final int MIN_BUFFER = 1 << 20;
    private static final int MAX_BUFFER = 1 << 29;

    private final PathCell cell;
    private final SctpEngine client;
    private final SctpEngine server;
    private final Link out;
    private final Link back;
    private final ByteBuffer wire = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer message;
    private final Transmit transmit = new Transmit();
    private final ReceiveInfo info = new ReceiveInfo();
    private final SendOptions options = new SendOptions().unordered(false);
    private final Histogram latencies = new Histogram(MAX_LATENCY_US, 3);
    private final EngineHandler ignored = new EngineHandler() {};
    private final EngineHandler accepting = new EngineHandler() {
        @Override
        public void onEstablished(final Association association) {
            receiver = association;
        }
    };

    private final Association sender;
    private Association receiver;
    private long nowNs;
    private long nextMessageNs;
    private long receivedBytes;
    private boolean isMeasuring;

    PathRun(final PathCell cell, final long seed) {
        this.cell = cell;
        final SplittableRandom random = new SplittableRandom(seed);
        message = ByteBuffer.allocateDirect(Math.max(cell.size(), Long.BYTES));
        final EngineConfig config = EngineConfig.of(config(cell));
        client = new SctpEngine(config, random.split(), 0);
        server = new SctpEngine(config, random.split(), 0);
        server.listen(PORT);
        final long oneWayNs = cell.rttNs() / 2;
        out = new Link(cell.nanosPerByte(), oneWayNs, cell.queueBytes(), cell.loss(), random.split());
        back = new Link(
                cell.nanosPerByte(), oneWayNs, cell.queueBytes(), cell.loseSacks() ? cell.loss() : 0, random.split());
        sender = client.connect(0, PORT, PORT, List.of(SERVER), UDP_PORT, 0);
    }

    /** Buffers twice as large as the path and its queue. */
    private static AssociationConfig config(final PathCell cell) {
        final int buffer =
                (int) Math.min(MAX_BUFFER, Math.max(MIN_BUFFER, 2 * (cell.bandwidthDelayBytes() + cell.queueBytes())));
        return AssociationConfig.builder()
                .congestionControl(cell.controller())
                .maxPacketSize(cell.mtu() - Link.OVERHEAD)
                .sendBufferBytes(buffer)
                .receiveWindowBytes(buffer)
                .build();
    }

    /** Runs until the path is in its steady state, and measures from then on. */
    PathResult run() {
        final long warmUpNs = 25 * cell.rttNs() + NANOS_PER_SECOND;
        final long measuredNs = Math.max(10 * NANOS_PER_SECOND, 50 * cell.rttNs());
        poll(client, out);
        runUntil(warmUpNs);
        isMeasuring = true;
        final long before = receivedBytes;
        final long sentBefore = chunksSent();
        final long againBefore = sender.counters().retransmittedChunks();
        runUntil(warmUpNs + measuredNs);
        final double wanted = cell.rate() == 0
                ? measuredNs / cell.nanosPerByte() * userShare(cell)
                : (double) cell.rate() * measuredNs / NANOS_PER_SECOND * cell.size();
        return new PathResult(
                cell,
                (receivedBytes - before) / wanted,
                latencies.getValueAtPercentile(99) * 1e3 / NANOS_PER_MILLI,
                (sender.counters().retransmittedChunks() - againBefore)
                        / (double) Math.max(1, chunksSent() - sentBefore));
    }

    /** Returns the share of user data in a full packet. */
    private static double userShare(final PathCell cell) {
        final int chunk = DATA_HEADER + (cell.size() + 3 & ~3);
        final int count = Math.max(1, (cell.mtu() - Link.OVERHEAD - SCTP_HEADER) / chunk);
        return (double) count * cell.size() / (Link.OVERHEAD + SCTP_HEADER + count * chunk);
    }

    private long chunksSent() {
        return sender.counters().orderedChunksSent();
    }

    private void runUntil(final long endNs) {
        while (true) {
            long next = Math.min(out.nextArrivalNs(), back.nextArrivalNs());
            next = Math.min(next, Math.min(client.nextTimeoutNs(), server.nextTimeoutNs()));
            if (cell.rate() != 0 && receiver != null) {
                next = Math.min(next, nextMessageNs);
            }
            if (next > endNs) {
                nowNs = endNs;
                return;
            }
            nowNs = Math.max(nowNs, next);
            step();
        }
    }

    private void step() {
        if (client.nextTimeoutNs() <= nowNs) {
            client.handleTimeout(nowNs);
        }
        if (server.nextTimeoutNs() <= nowNs) {
            server.handleTimeout(nowNs);
        }
        if (out.nextArrivalNs() <= nowNs) {
            server.handlePacket(nowNs, wire, 0, out.receive(wire), CLIENT.high(), CLIENT.low(), UDP_PORT, 0);
            server.pollEvents(accepting, Integer.MAX_VALUE);
            takeMessages();
        }
        if (back.nextArrivalNs() <= nowNs) {
            client.handlePacket(nowNs, wire, 0, back.receive(wire), SERVER.high(), SERVER.low(), UDP_PORT, 0);
        }
        giveMessages();
        poll(server, back);
        poll(client, out);
        client.pollEvents(ignored, Integer.MAX_VALUE);
    }

    private void giveMessages() {
        if (receiver == null) {
            return;
        }
        client.advanceTo(nowNs);
        if (cell.rate() == 0) {
            do {
                message.putLong(0, nowNs);
            } while (sender.send(message, 0, cell.size(), options) == SendResult.QUEUED);
            return;
        }
        nextMessageNs = nextMessageNs == 0 ? nowNs : nextMessageNs;
        while (nextMessageNs <= nowNs) {
            message.putLong(0, nextMessageNs);
            sender.send(message, 0, cell.size(), options);
            nextMessageNs += NANOS_PER_SECOND / cell.rate();
        }
    }

    private void takeMessages() {
        if (receiver == null) {
            return;
        }
        for (int length = receiver.receive(message, 0, message.capacity(), info);
                length >= 0;
                length = receiver.receive(message, 0, message.capacity(), info)) {
            receivedBytes += length;
            if (isMeasuring) {
                latencies.recordValue(Math.min(MAX_LATENCY_US, (nowNs - message.getLong(0)) / 1000));
            }
        }
    }

    private void poll(final SctpEngine engine, final Link link) {
        for (int length = engine.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
                length > 0;
                length = engine.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit)) {
            for (int at = 0; at < length; at += transmit.segmentLength()) {
                link.send(nowNs, wire, at, Math.min(transmit.segmentLength(), length - at));
            }
        }
    }
}

package io.sctp.bench.paths;

import io.sctp.engine.Association;
import io.sctp.engine.EngineHandler;
import io.sctp.engine.Policy;
import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.SendOptions;
import io.sctp.engine.SendResult;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.CongestionControl;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One association over a path: an engine at each end, and the messages between them. */
final class Flow {
    private static final int PORT = 5000;
    private static final int UDP_PORT = 9899;
    private static final IpAddress CLIENT = IpAddress.ofIpv4(0x0A000001);
    private static final IpAddress SERVER = IpAddress.ofIpv4(0x0A000002);

    /** An upper bound of all latencies here, in microseconds. */
    private static final long MAX_LATENCY_US = 1_000_000_000;

    private static final double MICROS_PER_MILLI = 1e3;
    private static final int MAX_BUFFER = 1 << 29;

    private final int index;
    private final PathLoad load;
    private final SctpEngine client;
    private final SctpEngine server;
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
    private long nextMessageNs;
    private long receivedBytes;
    private boolean isMeasuring;

    /** The counters when the measurement began. */
    private long receivedBytesBefore;

    private long sentBefore;
    private long againBefore;

    Flow(
            final int index,
            final CongestionControl controller,
            final SimulatedPath path,
            final PathLoad load,
            final SplittableRandom random) {
        this.index = index;
        this.load = load;
        message = ByteBuffer.allocateDirect(Math.max(load.size(), Long.BYTES));
        final EngineConfig config = EngineConfig.of(config(controller, path));
        client = new SctpEngine(config, random.split(), 0);
        server = new SctpEngine(config, random.split(), 0);
        server.listen(PORT);
        sender = client.connect(0, PORT, PORT, List.of(SERVER), UDP_PORT, 0);
        if (load.lifetimeMs() > 0) {
            options.policy(Policy.LIFETIME, TimeUnit.MILLISECONDS.toNanos(load.lifetimeMs()));
        }
    }

    /** The usual buffers, which grow to what the path wants. */
    private static AssociationConfig config(final CongestionControl controller, final SimulatedPath path) {
        return AssociationConfig.builder()
                .congestionControl(controller)
                .maxPacketSize(path.mtu() - Link.OVERHEAD)
                .maxSendBufferBytes(MAX_BUFFER)
                .maxReceiveWindowBytes(MAX_BUFFER)
                .build();
    }

    /** Returns when a timer of an end or the next message is due. */
    long nextNs() {
        final long timer = Math.min(client.nextTimeoutNs(), server.nextTimeoutNs());
        return load.rate() == 0 || receiver == null ? timer : Math.min(timer, nextMessageNs);
    }

    void handleTimeouts(final long nowNs) {
        if (client.nextTimeoutNs() <= nowNs) {
            client.handleTimeout(nowNs);
        }
        if (server.nextTimeoutNs() <= nowNs) {
            server.handleTimeout(nowNs);
        }
    }

    /** Takes a packet that has arrived at the receiver. */
    void arrive(final long nowNs, final Link out) {
        final int length = out.receive(wire);
        server.handlePacket(nowNs, wire, 0, length, CLIENT.high(), CLIENT.low(), UDP_PORT, 0);
        server.pollEvents(accepting, Integer.MAX_VALUE);
        takeMessages(nowNs);
    }

    /** Takes a packet that has come back to the sender. */
    void comeBack(final long nowNs, final Link back) {
        final int length = back.receive(wire);
        client.handlePacket(nowNs, wire, 0, length, SERVER.high(), SERVER.low(), UDP_PORT, 0);
    }

    /** Gives the sender its messages, and the path all packets that may go now. */
    void transmit(final long nowNs, final Link out, final Link back) {
        giveMessages(nowNs);
        poll(nowNs, server, back);
        poll(nowNs, client, out);
        client.pollEvents(ignored, Integer.MAX_VALUE);
    }

    private void giveMessages(final long nowNs) {
        if (receiver == null) {
            return;
        }
        client.advanceTo(nowNs);
        if (load.rate() == 0) {
            do {
                message.putLong(0, nowNs);
            } while (sender.send(message, 0, load.size(), options) == SendResult.QUEUED);
            return;
        }
        nextMessageNs = nextMessageNs == 0 ? nowNs : nextMessageNs;
        while (nextMessageNs <= nowNs) {
            message.putLong(0, nextMessageNs);
            sender.send(message, 0, load.size(), options);
            nextMessageNs += TimeUnit.SECONDS.toNanos(1) / load.rate();
        }
    }

    private void takeMessages(final long nowNs) {
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

    private void poll(final long nowNs, final SctpEngine engine, final Link link) {
        for (int length = engine.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
                length > 0;
                length = engine.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit)) {
            for (int at = 0; at < length; at += transmit.segmentLength()) {
                link.send(nowNs, index, wire, at, Math.min(transmit.segmentLength(), length - at));
            }
        }
    }

    // ---- Measuring

    void measureFromNowOn() {
        isMeasuring = true;
        receivedBytesBefore = receivedBytes;
        sentBefore = sender.counters().orderedChunksSent();
        againBefore = sender.counters().retransmittedChunks();
    }

    long measuredBytes() {
        return receivedBytes - receivedBytesBefore;
    }

    double p99Ms() {
        return latencies.getValueAtPercentile(99) / MICROS_PER_MILLI;
    }

    /** Returns the share of chunks that were retransmitted. */
    double retransmitted() {
        final long sent = sender.counters().orderedChunksSent() - sentBefore;
        return (sender.counters().retransmittedChunks() - againBefore) / (double) Math.max(1, sent);
    }
}

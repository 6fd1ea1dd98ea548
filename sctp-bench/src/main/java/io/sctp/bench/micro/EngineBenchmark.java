package io.sctp.bench.micro;

import io.sctp.engine.Association;
import io.sctp.engine.CloseReason;
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
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of the userspace provider's engine alone: two engines in memory on one thread, without I/O, with a sender
 * that always has data, a window of 128 KiB, and packets of 1,452 bytes. The time is per message, for both ends
 * together.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class EngineBenchmark {
    private static final int MESSAGES = 1000;
    private static final int WINDOW = 128 * 1024;
    private static final int WIRE_BYTES = 1 << 16;
    private static final int PORT = 5000;
    private static final int UDP_PORT = 9899;
    private static final int EVENTS_AT_ONCE = 16;
    private static final long STEP_NS = 1000;
    private static final IpAddress CLIENT_ADDRESS = IpAddress.ofIpv4(0x0A000001);
    private static final IpAddress SERVER_ADDRESS = IpAddress.ofIpv4(0x0A000002);

    /** Bytes of a message. */
    @Param({"100", "1400", "8000"})
    public int size;

    /** Whether messages go as I-DATA (RFC 8260). */
    @Param({"false"})
    public boolean interleaved;

    private final Accepted clientEvents = new Accepted();
    private final Accepted serverEvents = new Accepted();
    private final Transmit transmit = new Transmit();
    private final ReceiveInfo info = new ReceiveInfo();
    private final SendOptions options = new SendOptions();
    private final ByteBuffer wire = ByteBuffer.allocateDirect(WIRE_BYTES);
    private SctpEngine client;
    private SctpEngine server;
    private Association sending;
    private Association receiving;
    private ByteBuffer message;
    private ByteBuffer received;
    private long nowNs;
    private long wanted;
    private long arrived;

    /** Sets an association up. */
    @Setup
    public void connect() {
        final EngineConfig config = EngineConfig.of(AssociationConfig.builder()
                .receiveWindowBytes(WINDOW)
                .sendBufferBytes(2 * WINDOW)
                .interleavingSupported(interleaved)
                .build());
        client = new SctpEngine(config, new SplittableRandom(1), 0);
        server = new SctpEngine(config, new SplittableRandom(2), 0);
        server.listen(PORT);
        sending = client.connect(nowNs, PORT, PORT, List.of(SERVER_ADDRESS), UDP_PORT, 0);
        while (serverEvents.association == null || clientEvents.association == null) {
            carry(client, server, CLIENT_ADDRESS);
            server.pollEvents(serverEvents, EVENTS_AT_ONCE);
            carry(server, client, SERVER_ADDRESS);
            client.pollEvents(clientEvents, EVENTS_AT_ONCE);
        }
        receiving = serverEvents.association;
        message = ByteBuffer.allocateDirect(size);
        received = ByteBuffer.allocateDirect(size);
    }

    /** Fills the send buffer, transfers the packets, receives the messages, and transfers the acknowledgements. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void message() {
        wanted += MESSAGES;
        while (arrived < wanted) { // what arrived beyond that counts for the next call
            while (sending.send(message, 0, size, options) == SendResult.QUEUED) {
                // Fills the send buffer.
            }
            carry(client, server, CLIENT_ADDRESS);
            server.pollEvents(serverEvents, EVENTS_AT_ONCE);
            while (receiving.receive(received, 0, size, info) >= 0) {
                arrived++;
            }
            carry(server, client, SERVER_ADDRESS);
            client.pollEvents(clientEvents, EVENTS_AT_ONCE);
            nowNs += STEP_NS;
        }
    }

    /** The same on each of two threads, which share nothing: on two processors it takes as long as on one. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    @Threads(2)
    public void messageOfEachOfTwo() {
        message();
    }

    private void carry(final SctpEngine from, final SctpEngine to, final IpAddress source) {
        int length = from.pollTransmit(nowNs, wire, 0, WIRE_BYTES, transmit);
        while (length > 0) {
            for (int at = 0; at < length; at += transmit.segmentLength()) {
                final int packet = Math.min(transmit.segmentLength(), length - at);
                to.handlePacket(nowNs, wire, at, packet, source.high(), source.low(), UDP_PORT, 0);
            }
            length = from.pollTransmit(nowNs, wire, 0, WIRE_BYTES, transmit);
        }
    }

    /** Stores the association when it is established. */
    private static final class Accepted implements EngineHandler {
        private Association association;

        @Override
        public void onEstablished(final Association up) {
            association = up;
        }

        @Override
        public void onClosed(final Association closed, final CloseReason reason, final int causeCode) {
            throw new IllegalStateException("the association ended: " + reason);
        }
    }
}

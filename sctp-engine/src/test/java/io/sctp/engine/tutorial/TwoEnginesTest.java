package io.sctp.engine.tutorial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.Association;
import io.sctp.engine.EngineHandler;
import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.SendOptions;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** How a program uses the engine: two of them, joined by two queues, in sixty lines. */
final class TwoEnginesTest {
    private static final int PORT = 5000; // SCTP's
    private static final int UDP_PORT = 9899; // means nothing here: no packet leaves this test
    private static final IpAddress CLIENT = IpAddress.ofIpv4(0x0A000001);
    private static final IpAddress SERVER = IpAddress.ofIpv4(0x0A000002);

    private final SctpEngine client =
            new SctpEngine(EngineConfig.of(AssociationConfig.builder().build()), new SecureRandom(), 0);
    private final SctpEngine server =
            new SctpEngine(EngineConfig.of(AssociationConfig.builder().build()), new SecureRandom(), 0);
    private final Queue<ByteBuffer> toServer = new ArrayDeque<>();
    private final Queue<ByteBuffer> toClient = new ArrayDeque<>();
    private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();
    private final StringBuilder heard = new StringBuilder();
    private long nowNs; // any clock; this one stands still but where a timer is to expire

    @Test
    void shouldExchangeAMessageAndShutDown() {
        server.listen(PORT);
        final Association association = client.connect(nowNs, PORT, PORT, List.of(SERVER), UDP_PORT, 0);
        final byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
        final ByteBuffer message = ByteBuffer.allocateDirect(hello.length).put(hello);
        association.send(message, 0, hello.length, new SendOptions().stream(3).ppid(46));
        run();
        association.shutdown();
        run();
        assertTrue(heard.indexOf("hello on stream 3, ppid 46") >= 0, heard::toString);
        assertEquals(0, client.associationCount());
    }

    /** What a driver does: hands packets and time over, sends what is polled, and asks what happened. */
    private void run() {
        boolean isBusy = true;
        while (isBusy) {
            isBusy = send(client, toServer);
            isBusy |= send(server, toClient);
            isBusy |= take(server, toServer, CLIENT);
            isBusy |= take(client, toClient, SERVER);
            isBusy |= server.pollEvents(new Listener(), Integer.MAX_VALUE) > 0;
            isBusy |= client.pollEvents(new EngineHandler() {}, Integer.MAX_VALUE) > 0;
            final long nextNs = Math.min(client.nextTimeoutNs(), server.nextTimeoutNs());
            if (!isBusy && nextNs < nowNs + 1_000_000_000L) { // heartbeats are further off
                nowNs = Math.max(nowNs, nextNs);
                isBusy = client.handleTimeout(nowNs) + server.handleTimeout(nowNs) > 0;
            }
        }
    }

    private boolean send(final SctpEngine from, final Queue<ByteBuffer> wire) {
        final int length = from.pollTransmit(nowNs, out, 0, out.capacity(), transmit);
        for (int at = 0;
                at < length;
                at += transmit.segmentLength()) { // several packets of one length, but for the last
            final int packetLength = Math.min(transmit.segmentLength(), length - at);
            wire.add(ByteBuffer.allocateDirect(packetLength).put(0, out, at, packetLength));
        }
        return length > 0;
    }

    private boolean take(final SctpEngine engine, final Queue<ByteBuffer> wire, final IpAddress source) {
        final ByteBuffer packet = wire.poll();
        if (packet == null) {
            return false;
        }
        engine.handlePacket(nowNs, packet, 0, packet.capacity(), source.high(), source.low(), UDP_PORT, 0);
        return true;
    }

    private final class Listener implements EngineHandler {
        private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
        private final ReceiveInfo info = new ReceiveInfo();

        @Override
        public void onReadable(final Association association) {
            final int length = association.receive(in, 0, in.capacity(), info);
            final byte[] text = new byte[length];
            in.get(0, text);
            heard.append(new String(text, StandardCharsets.UTF_8))
                    .append(" on stream " + info.stream() + ", ppid " + info.ppid());
        }
    }
}

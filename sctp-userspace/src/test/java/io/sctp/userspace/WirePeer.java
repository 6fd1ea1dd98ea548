package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpEndpoint;
import io.sctp.engine.Association;
import io.sctp.engine.AssociationState;
import io.sctp.engine.RecordingHandler;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.SendResult;
import io.sctp.engine.Sends;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpSocket;
import io.sctp.userspace.address.Addresses;
import io.sctp.userspace.channel.UserspaceEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** An engine that sends over a socket of the test's, and forgets all it knows when it is thrown away. */
public final class WirePeer {
    private static final int PACKET = 2000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private final UdpSocket wire;
    private final int serversUdpPort;
    private final SctpEngine engine;
    private final Association association;
    private final RecordingHandler events = new RecordingHandler();
    private final DatagramBatch in = new DatagramBatch(8, 65_535);
    private final DatagramBatch out = new DatagramBatch(1, 2 * PACKET);
    private final Transmit transmit = new Transmit();
    private final IpAddress address = Addresses.of(InetAddress.getLoopbackAddress());
    private int portsInFront;

    /** One that sends from an SCTP port of its own to a server's. */
    public WirePeer(final UdpSocket wire, final SctpEndpoint server, final int port, final int seed)
            throws IOException {
        this.wire = wire;
        wire.prepareToSend(out);
        serversUdpPort = ((UserspaceEndpoint) server).driver().udpPort();
        engine = new SctpEngine(EngineConfig.builder().build(), new SplittableRandom(seed), System.nanoTime());
        association = engine.connect(
                System.nanoTime(), port, server.getLocalAddress().port(), List.of(address), serversUdpPort, 0);
    }

    /** From now on each packet is joined to another one with these ports, as a network card may join them. */
    public void joinTo(final int ports) {
        portsInFront = ports;
    }

    /** Sends an INIT, and waits until something is there to be received. */
    public void begin() throws IOException {
        carry();
        wire.await(false, (int) TimeUnit.NANOSECONDS.toMillis(PATIENCE_NS));
    }

    /** Sends messages, the first ones beside the COOKIE ECHO, until all are acknowledged. */
    public void send(final String... messages) throws IOException {
        for (final String message : messages) {
            final byte[] content = message.getBytes(StandardCharsets.UTF_8);
            final ByteBuffer source = ByteBuffer.allocateDirect(content.length).put(content);
            assertEquals(SendResult.QUEUED, Sends.send(association, source, 0, content.length, 0, 0, 0, 0));
        }
        final long beginNs = System.nanoTime();
        while (events.association == null || association.bufferedBytes() > 0) {
            assertTrue(
                    System.nanoTime() - beginNs < PATIENCE_NS && association.state() != AssociationState.CLOSED,
                    () -> "not all is acknowledged in state " + association.state() + "; " + events.events);
            carry();
            wire.await(false, 1);
        }
    }

    private void carry() throws IOException {
        final long nowNs = System.nanoTime();
        while (wire.receive(in) > 0) {
            for (int slot = 0; slot < in.size(); slot++) {
                for (int at = 0; at < in.length(slot); at += in.segment(slot)) {
                    engine.handlePacket(
                            nowNs,
                            in.payload(),
                            in.offset(slot) + at,
                            Math.min(in.segment(slot), in.length(slot) - at),
                            address.high(),
                            address.low(),
                            serversUdpPort,
                            0);
                }
            }
        }
        engine.handleTimeout(nowNs);
        int length = engine.pollTransmit(nowNs, out.payload(), PACKET, PACKET, transmit);
        while (length > 0) {
            send(length);
            length = engine.pollTransmit(nowNs, out.payload(), PACKET, PACKET, transmit);
        }
        engine.pollEvents(events, Integer.MAX_VALUE);
    }

    /** Sends what was written at PACKET. */
    private void send(final int length) throws IOException {
        final int total = portsInFront == 0 ? length : 2 * length;
        final byte[] packet = new byte[length];
        out.payload().get(PACKET, packet);
        out.payload().put(total - length, packet);
        if (portsInFront != 0) {
            out.payload().putInt(0, portsInFront); // the rest is of the packet behind it; no checksum is right
        }
        out.add(total, length, address.high(), address.low(), serversUdpPort, 0, 0, 0);
        wire.send(out);
        out.clear();
    }
}

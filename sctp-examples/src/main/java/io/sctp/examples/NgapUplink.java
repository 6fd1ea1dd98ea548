package io.sctp.examples;

import io.sctp.Association;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.option.InitParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;

/**
 * An NGAP-like exchange (3GPP TS 38.412). Stream 0 carries signalling that concerns no subscriber, every subscriber has
 * one of the other streams, and all messages have NGAP's payload protocol identifier. The core serves all base stations
 * on one channel.
 */
public final class NgapUplink {
    /** The payload protocol identifier of NGAP. */
    public static final int PPID = 60;

    private static final int STREAMS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private NgapUplink() {}

    /** Opens the core's channel. */
    static SctpMultiChannel openCore(final SctpAddress local) throws IOException {
        final SctpMultiChannel core = SctpMultiChannel.open();
        core.setOption(SctpOptions.INITMSG, InitParameters.streams(STREAMS, STREAMS));
        return core.bind(local);
    }

    /** Opens a base station's channel, with its association to the core. */
    static SctpMultiChannel openBaseStation(final SctpAddress core) throws IOException {
        final SctpMultiChannel station = SctpMultiChannel.open();
        station.setOption(SctpOptions.INITMSG, InitParameters.streams(STREAMS, STREAMS));
        final Association association = station.connect(core, PATIENCE);
        if (association.status().outboundStreams() < STREAMS) {
            throw new IOException("the core grants " + association.status().outboundStreams() + " streams only");
        }
        return station;
    }

    /**
     * The stream of a subscriber: never stream 0, and always the same, so that the subscriber's messages stay in order.
     */
    static int streamOf(final int subscriber) {
        return 1 + Math.floorMod(subscriber, STREAMS - 1);
    }

    /** Sends one message per subscriber. */
    static void sendUplink(final SctpMultiChannel station, final int subscribers) throws IOException {
        final SendInfo info =
                new SendInfo().association(station.associations().get(0).id()).ppid(PPID);
        final ByteBuffer message = ByteBuffer.allocateDirect(Integer.BYTES);
        for (int subscriber = 0; subscriber < subscribers; subscriber++) {
            message.clear().putInt(subscriber).flip();
            station.send(message, info.stream(streamOf(subscriber)), PATIENCE);
        }
    }

    /** Receives this many messages and returns their subscribers; fails if one arrives on a wrong stream. */
    static BitSet receiveUplink(final SctpMultiChannel core, final int messages) throws IOException {
        final BitSet subscribers = new BitSet();
        final ByteBuffer message = ByteBuffer.allocateDirect(1024);
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < messages; i++) {
            final int received = core.receive(message.clear(), info, PATIENCE);
            if (received == SctpMessageChannel.NOTIFICATION) {
                continue;
            }
            final int subscriber = message.flip().getInt();
            if (info.ppid() != PPID || info.stream() != streamOf(subscriber)) {
                throw new IOException("subscriber " + subscriber + " came as " + info);
            }
            subscribers.set(subscriber);
        }
        return subscribers;
    }
}

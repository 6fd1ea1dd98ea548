package io.sctp.engine;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/** Two engines joined by a perfect wire without delay, and a clock that the test moves. */
public final class EnginePair {
    public static final IpAddress CLIENT_ADDRESS = IpAddress.ofIpv4(0x0A000001);
    public static final IpAddress SERVER_ADDRESS = IpAddress.ofIpv4(0x0A000002);
    public static final int PORT = 5000;
    public static final int UDP_PORT = 9899;

    private static final int BUFFER_LENGTH = 1 << 16;
    private static final long SERVER_SEED = 2;

    /** Sees each packet; says whether it goes on. */
    public interface Tap {
        boolean passes(boolean fromClient, ByteBuffer buffer, int offset, int length);
    }

    public SctpEngine client;
    public final SctpEngine server;
    public final RecordingHandler clientEvents = new RecordingHandler();
    public final RecordingHandler serverEvents = new RecordingHandler();
    public Association clientSide;
    public Association serverSide;
    public long nowNs;
    public Tap tap = (fromClient, buffer, offset, length) -> true;

    /**
     * The longest packet that the wire carries whole, either way; longer ones are lost unless they may be fragmented.
     */
    public int carries = BUFFER_LENGTH;

    /** Packets that the wire had to fragment. */
    public int fragmented;

    private final ByteBuffer wire = ByteBuffer.allocateDirect(BUFFER_LENGTH);
    private final Transmit transmit = new Transmit();

    public EnginePair(final AssociationConfig clientConfig, final AssociationConfig serverConfig) {
        this(EngineConfig.of(clientConfig), EngineConfig.of(serverConfig));
    }

    public EnginePair(final EngineConfig clientConfig, final EngineConfig serverConfig) {
        client = new SctpEngine(clientConfig, new SplittableRandom(1), 0);
        server = new SctpEngine(serverConfig, new SplittableRandom(SERVER_SEED), 0);
        server.listen(PORT);
    }

    public static EnginePair withDefaults() {
        return new EnginePair(
                AssociationConfig.builder().build(), AssociationConfig.builder().build());
    }

    /** As above, but both ends draw the same tag: they have the same random numbers. */
    public static EnginePair withTheSameTag() {
        final EnginePair pair = withDefaults();
        pair.client = new SctpEngine(EngineConfig.builder().build(), new SplittableRandom(SERVER_SEED), 0);
        return pair;
    }

    /** Replaces the client by one that knows nothing, as when its program was started again. */
    public void forgetClient() {
        client = new SctpEngine(EngineConfig.builder().build(), new SplittableRandom(3), nowNs);
        clientEvents.events.clear();
        clientEvents.association = null;
    }

    /** Has the client begin to set an association up; its INIT waits to be carried. */
    public void beginToConnect() {
        clientSide = client.connect(nowNs, PORT, PORT, List.of(SERVER_ADDRESS), UDP_PORT, 0);
    }

    /** Sets an association up, and fails if that does not work. */
    public EnginePair connect() {
        beginToConnect();
        run();
        if (clientEvents.association == null || serverEvents.association == null) {
            throw new AssertionError("not established: " + clientEvents.events + " / " + serverEvents.events);
        }
        serverSide = serverEvents.association;
        return this;
    }

    /** Carries packets and events until both engines are silent. */
    public void run() {
        boolean busy = true;
        while (busy) {
            busy = carry(true);
            busy |= carry(false);
        }
        client.pollEvents(clientEvents, Integer.MAX_VALUE);
        server.pollEvents(serverEvents, Integer.MAX_VALUE);
    }

    /** Moves the clock to the next timer of either engine, and runs. */
    public void expireNext() {
        final long next = Math.min(client.nextTimeoutNs(), server.nextTimeoutNs());
        if (next == SctpEngine.NO_TIMEOUT) {
            throw new AssertionError("no timer runs");
        }
        advanceTo(Math.max(nowNs, next));
    }

    public void advanceTo(final long timeNs) {
        nowNs = timeNs;
        client.handleTimeout(nowNs);
        server.handleTimeout(nowNs);
        run();
    }

    /** Moves the clock by a span, stopping at each timer on the way. */
    public void pass(final long spanNs) {
        final long end = nowNs + spanNs;
        while (Math.min(client.nextTimeoutNs(), server.nextTimeoutNs()) <= end) {
            expireNext();
        }
        advanceTo(end);
    }

    private boolean fits(final int length) {
        if (length > carries && transmit.mayBeFragmented()) {
            fragmented++;
            return true;
        }
        return length <= carries;
    }

    /** Carries what one engine has to send; returns whether there was anything. */
    public boolean carry(final boolean fromClient) {
        final SctpEngine sender = fromClient ? client : server;
        final SctpEngine receiver = fromClient ? server : client;
        final IpAddress source = fromClient ? CLIENT_ADDRESS : SERVER_ADDRESS;
        boolean any = false;
        int length = sender.pollTransmit(nowNs, wire, 0, BUFFER_LENGTH, transmit);
        while (length > 0) {
            any = true;
            for (int at = 0; at < length; at += transmit.segmentLength()) {
                final int packet = Math.min(transmit.segmentLength(), length - at);
                if (fits(packet) && tap.passes(fromClient, wire, at, packet)) {
                    receiver.handlePacket(nowNs, wire, at, packet, source.high(), source.low(), UDP_PORT, 0);
                }
            }
            length = sender.pollTransmit(nowNs, wire, 0, BUFFER_LENGTH, transmit);
        }
        return any;
    }
}

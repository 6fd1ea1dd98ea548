package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Any number of engines at IP addresses and UDP ports, on a network where sources may be forged; and a clock. */
final class StrayWire {
    private record Place(IpAddress address, int udpPort) {}

    /** A packet as it was sent. */
    record Sent(SctpEngine from, IpAddress to, int udpPort, long timeNs, int length, List<Integer> types) {
        boolean has(final int type) {
            return types.contains(type);
        }
    }

    /** Says where a packet seems to come from. */
    interface Disguise {
        IpAddress source(Sent sent, IpAddress source);
    }

    /** An engine, where it is, and what it tells its user. */
    private static final class Host {
        final List<Place> places = new ArrayList<>();
        final Events events = new Events();
    }

    /** As {@link RecordingHandler}, but of several associations. */
    static final class Events implements io.sctp.engine.EngineHandler {
        final List<Association> associations = new ArrayList<>();
        Association association;

        @Override
        public void onEstablished(final Association up) {
            association = up;
            associations.add(up);
        }

        @Override
        public void onRestarted(final Association restarted) {
            association = restarted;
        }
    }

    final List<Sent> sent = new ArrayList<>();
    Disguise disguise = (packet, source) -> source;

    /** Behind which UDP port all but the servers seem to be, or 0. */
    int disguisedUdpPort;

    long nowNs;

    /** What happens before a packet is delivered. */
    Consumer<SctpEngine> beforeDelivery = to -> {};

    private final Map<SctpEngine, Host> hosts = new LinkedHashMap<>();
    private final Map<Place, SctpEngine> places = new HashMap<>();
    private final Map<Place, Integer> bytesFrom = new HashMap<>();
    private final Map<IpAddress, SctpEngine> spies = new HashMap<>();
    private Predicate<Sent> overheard = packet -> true;
    private int droppedType = -1;
    private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();

    SctpEngine add(final IpAddress address, final int udpPort, final SctpEngine engine) {
        places.put(new Place(address, udpPort), engine);
        final Host host = hosts.computeIfAbsent(engine, any -> new Host());
        host.places.add(new Place(address, udpPort));
        return engine;
    }

    /** The engine is at one more address. */
    void alias(final IpAddress address, final int udpPort, final SctpEngine engine) {
        add(address, udpPort, engine);
    }

    void remove(final IpAddress address, final int udpPort) {
        final Place place = new Place(address, udpPort);
        final SctpEngine engine = places.remove(place);
        hosts.get(engine).places.remove(place);
    }

    /** What goes to an address at which nobody is, an engine hears, too. */
    void overhears(final IpAddress address, final SctpEngine spy, final Predicate<Sent> which) {
        spies.put(address, spy);
        overheard = which;
    }

    /** Packets with such a chunk are lost. */
    void dropsChunk(final int type) {
        droppedType = type;
    }

    Events events(final SctpEngine engine) {
        return hosts.get(engine).events;
    }

    /** Carries packets and events until all are silent. */
    void run() {
        boolean busy = true;
        while (busy) {
            busy = false;
            for (final SctpEngine engine : List.copyOf(hosts.keySet())) {
                busy |= carry(engine);
            }
        }
        hosts.forEach((engine, host) -> engine.pollEvents(host.events, Integer.MAX_VALUE));
    }

    /** Moves the clock, stopping at each timer on the way. */
    void pass(final long spanNs) {
        run();
        final long end = nowNs + spanNs;
        while (true) {
            long next = end;
            for (final SctpEngine engine : hosts.keySet()) {
                next = Math.min(next, engine.nextTimeoutNs());
            }
            nowNs = Math.max(nowNs, next);
            hosts.keySet().forEach(engine -> engine.handleTimeout(nowNs));
            run();
            if (next == end) {
                return;
            }
        }
    }

    private boolean carry(final SctpEngine engine) {
        boolean any = false;
        int length = engine.pollTransmit(nowNs, out, 0, out.capacity(), transmit);
        while (length > 0) {
            any = true;
            final byte[] polled = new byte[length];
            out.get(0, polled);
            final int segment = transmit.segmentLength();
            final Place to =
                    new Place(new IpAddress(transmit.addressHigh(), transmit.addressLow()), transmit.udpPort());
            final List<Place> from = hosts.get(engine).places;
            final Place source = from.isEmpty() ? null : from.get(Math.min(transmit.localId(), from.size() - 1));
            for (int at = 0; at < length; at += segment) {
                send(
                        engine,
                        source,
                        to,
                        ByteBuffer.wrap(polled, at, Math.min(segment, length - at))
                                .slice());
            }
            length = engine.pollTransmit(nowNs, out, 0, out.capacity(), transmit);
        }
        return any;
    }

    private void send(final SctpEngine engine, final Place source, final Place to, final ByteBuffer packet) {
        final Sent note = new Sent(engine, to.address, to.udpPort, nowNs, packet.capacity(), types(packet));
        sent.add(note);
        if (source == null || note.has(droppedType)) {
            return;
        }
        final boolean isServer = source.address.equals(EnginePair.SERVER_ADDRESS);
        final IpAddress seen = disguise.source(note, source.address);
        final int port = disguisedUdpPort == 0 || isServer ? source.udpPort : disguisedUdpPort;
        final SctpEngine spy = spies.get(to.address);
        final SctpEngine receiver = spy != null && overheard.test(note) ? spy : places.get(to);
        if (receiver != null) {
            beforeDelivery.accept(receiver);
            bytesFrom.merge(new Place(seen, port), packet.capacity(), Integer::sum);
            deliver(receiver, packet, seen, port);
        }
    }

    private void deliver(final SctpEngine receiver, final ByteBuffer packet, final IpAddress source, final int port) {
        final ByteBuffer direct = ByteBuffer.allocateDirect(packet.capacity());
        direct.put(0, packet, 0, packet.capacity());
        receiver.handlePacket(nowNs, direct, 0, direct.capacity(), source.high(), source.low(), port, 0);
        pollIfLow(receiver);
    }

    /** As a driver does. */
    void pollIfLow(final SctpEngine engine) {
        if (engine.isReplyRoomLow()) {
            carry(engine);
        }
    }

    /** A packet with one chunk that nobody sent. */
    void forge(final SctpEngine to, final IpAddress source, final int udpPort, final int tag, final int type) {
        final ByteBuffer packet = ByteBuffer.allocateDirect(PacketHeader.LENGTH + 20);
        PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, tag);
        Chunk.write(packet, PacketHeader.LENGTH, type, 0, 20);
        new Checksum().write(packet, 0, packet.capacity());
        deliver(to, packet, source, udpPort);
        run();
    }

    private static List<Integer> types(final ByteBuffer packet) {
        final List<Integer> types = new ArrayList<>();
        for (int at = PacketHeader.LENGTH; at < packet.capacity(); at += Chunk.padded(Chunk.length(packet, at))) {
            types.add(Chunk.type(packet, at));
        }
        return types;
    }

    List<Sent> sentTo(final SctpEngine from, final IpAddress address) {
        return sent.stream()
                .filter(packet -> packet.from == from && packet.to.equals(address))
                .toList();
    }

    int bytesFrom(final IpAddress address, final int udpPort) {
        return bytesFrom.getOrDefault(new Place(address, udpPort), 0);
    }

    int bytesTo(final IpAddress address, final int udpPort) {
        return sent.stream()
                .filter(packet -> packet.to.equals(address) && packet.udpPort == udpPort)
                .mapToInt(Sent::length)
                .sum();
    }

    /** What went to an address that never answered: so many packets with a HEARTBEAT, else three bytes for one. */
    void assertOnlyProbes(final SctpEngine from, final IpAddress address, final int most) {
        final List<Sent> packets = sentTo(from, address);
        int heartbeats = 0;
        int rest = 0;
        for (final Sent packet : packets) {
            for (final int type : packet.types) {
                assertTrue(
                        type == ChunkType.HEARTBEAT
                                || type == ChunkType.HEARTBEAT_ACK
                                || type == ChunkType.COOKIE_ACK
                                || type == ChunkType.COOKIE_ECHO,
                        () -> "sent " + packet);
            }
            assertTrue(packet.has(ChunkType.HEARTBEAT) || packet.has(ChunkType.HEARTBEAT_ACK), () -> "sent " + packet);
            if (packet.has(ChunkType.HEARTBEAT) && heartbeats < most) {
                heartbeats++;
            } else {
                rest += packet.length;
            }
        }
        final int came = places.keySet().stream()
                .mapToInt(place -> bytesFrom(address, place.udpPort))
                .max()
                .orElse(0);
        assertTrue(rest <= 3 * came, rest + " bytes for " + came + " beside heartbeats: " + packets);
    }
}

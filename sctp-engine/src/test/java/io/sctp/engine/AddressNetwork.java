package io.sctp.engine;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Two engines on a network without loss or delay in which each may have several addresses: packets leave from the
 * address that the engine chose, and all of them can be seen, held back and made up.
 */
public final class AddressNetwork {
    public static final int PORT = 5000;
    public static final int UDP_PORT = 9899;
    public static final long SECOND = 1_000_000_000L;

    private static final int MAX_ROUNDS = 10_000;
    private static final int CLIENT = 1;
    private static final int SERVER = 2;

    /** A packet on its way. */
    public record Packet(IpAddress source, IpAddress destination, ByteBuffer bytes) {
        /** Says whether one of its chunks is of this type. */
        public boolean has(final int type) {
            return chunk(type) != null;
        }

        /** The first chunk of a type; null if there is none. */
        public ByteBuffer chunk(final int type) {
            for (int at = PacketHeader.LENGTH; at < bytes.capacity(); at += Chunk.padded(Chunk.length(bytes, at))) {
                if (Chunk.type(bytes, at) == type) {
                    return bytes.slice(at, Chunk.length(bytes, at));
                }
            }
            return null;
        }

        /** A chunk after its serial number, in hexadecimal. */
        public String body(final int type) {
            final ByteBuffer chunk = chunk(type);
            final byte[] body = new byte[chunk.capacity() - 8];
            chunk.get(8, body);
            return HexFormat.of().formatHex(body);
        }
    }

    /** Says whether a packet arrives. */
    public interface Filter {
        boolean passes(Packet packet);
    }

    public SctpEngine client;
    public final SctpEngine server;
    public final RecordingHandler clientEvents = new RecordingHandler();
    public final RecordingHandler serverEvents = new RecordingHandler();
    public final List<Packet> seen = new ArrayList<>();
    public Association clientSide;
    public Association serverSide;
    public Filter filter = packet -> true;
    public long nowNs;

    private final ByteBuffer wire = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();
    private final Checksum checksum = new Checksum();
    private PacketSigner signer;
    private int firstSerial;

    public AddressNetwork(final AssociationConfig clientConfig, final AssociationConfig serverConfig) {
        this(EngineConfig.of(clientConfig), EngineConfig.of(serverConfig));
    }

    public AddressNetwork(final EngineConfig clientConfig, final EngineConfig serverConfig) {
        client = new SctpEngine(clientConfig, new SplittableRandom(1), 0);
        server = new SctpEngine(serverConfig, new SplittableRandom(2), 0);
        server.listen(PORT);
    }

    /** The client and the server each begin with so many of their addresses. */
    public static AddressNetwork of(final int clientAddresses, final int serverAddresses) {
        return new AddressNetwork(
                config(CLIENT, clientAddresses).build(),
                config(SERVER, serverAddresses).build());
    }

    public static AssociationConfigBuilder clientConfig(final int addresses) {
        return config(CLIENT, addresses);
    }

    public static AssociationConfigBuilder serverConfig(final int addresses) {
        return config(SERVER, addresses);
    }

    private static AssociationConfigBuilder config(final int host, final int addresses) {
        return AssociationConfig.builder()
                .authenticationSupported(true)
                .addressReconfigurationSupported(true)
                .heartbeatIntervalNs(5 * SECOND)
                .localAddresses(
                        IntStream.range(0, addresses)
                                .mapToObj(place -> address(place, host))
                                .toList(),
                        IntStream.range(0, addresses).boxed().toList());
    }

    public static IpAddress client(final int place) {
        return address(place, CLIENT);
    }

    public static IpAddress server(final int place) {
        return address(place, SERVER);
    }

    private static IpAddress address(final int place, final int host) {
        return IpAddress.ofIpv4(0x0A000000 | place << 16 | host);
    }

    public AddressNetwork connect() {
        clientSide = client.connect(nowNs, PORT, PORT, List.of(server(0)), UDP_PORT, 0);
        run();
        serverSide = serverEvents.association;
        signer = new PacketSigner(parameters(ChunkType.INIT), parameters(ChunkType.INIT_ACK));
        firstSerial = clientSide.nextTsn();
        seen.clear();
        clientEvents.events.clear();
        serverEvents.events.clear();
        return this;
    }

    /** Replaces the client by one that knows nothing. */
    public SctpEngine rebootClient() {
        client = new SctpEngine(EngineConfig.of(clientConfig(1).build()), new SplittableRandom(3), nowNs);
        return client;
    }

    /** The client asks for a change of one of its addresses; nothing is carried yet. */
    public AddressRequest ask(final AddressChange change, final int place) {
        return clientSide.changeAddress(change, client(place), place);
    }

    /** As above, and all that comes of it is done. */
    public void change(final AddressChange change, final int place) {
        final AddressRequest request = ask(change, place);
        if (request != AddressRequest.BEGUN) {
            throw new AssertionError(change + " of " + place + ": " + request);
        }
        run();
    }

    public void run() {
        boolean busy = true;
        for (int rounds = 0; busy; rounds++) {
            busy = carry(true);
            busy |= carry(false);
            if (rounds == MAX_ROUNDS) {
                throw new AssertionError("the two ends never fall silent");
            }
        }
        client.pollEvents(clientEvents, Integer.MAX_VALUE);
        server.pollEvents(serverEvents, Integer.MAX_VALUE);
        // Whoever signs first is heard of for the first time.
        clientEvents.events.remove("authentication NEW_KEY 0");
        serverEvents.events.remove("authentication NEW_KEY 0");
    }

    public void pass(final long spanNs) {
        final long end = nowNs + spanNs;
        while (Math.min(client.nextTimeoutNs(), server.nextTimeoutNs()) <= end) {
            nowNs = Math.max(nowNs, Math.min(client.nextTimeoutNs(), server.nextTimeoutNs()));
            client.handleTimeout(nowNs);
            server.handleTimeout(nowNs);
            run();
        }
        nowNs = end;
        client.advanceTo(nowNs);
        server.advanceTo(nowNs);
    }

    private boolean carry(final boolean fromClient) {
        final SctpEngine sender = fromClient ? client : server;
        boolean any = false;
        int length = sender.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
        while (length > 0) {
            any = true;
            for (int at = 0; at < length; at += transmit.segmentLength()) {
                final ByteBuffer bytes = copy(wire, at, Math.min(transmit.segmentLength(), length - at));
                final Packet packet = new Packet(
                        address(transmit.localId(), fromClient ? CLIENT : SERVER),
                        new IpAddress(transmit.addressHigh(), transmit.addressLow()),
                        bytes);
                seen.add(packet);
                if (filter.passes(packet)) {
                    deliver(packet);
                }
            }
            length = sender.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
        }
        return any;
    }

    /** Hands a packet to the engine whose address it is for. */
    public void deliver(final Packet packet) {
        final int host = (int) packet.destination().low() & 0xFFFF;
        final int place = (int) (packet.destination().low() >> 16) & 0xFF;
        final ByteBuffer in = copy(packet.bytes(), 0, packet.bytes().capacity());
        (host == CLIENT ? client : server)
                .handlePacket(
                        nowNs,
                        in,
                        0,
                        in.capacity(),
                        packet.source().high(),
                        packet.source().low(),
                        UDP_PORT,
                        place);
    }

    private ByteBuffer parameters(final int type) {
        final ByteBuffer chunk = seen(type).get(0).chunk(type);
        return chunk.slice(InitChunk.FIXED_LENGTH, chunk.capacity() - InitChunk.FIXED_LENGTH);
    }

    /** Chunks from the client, or somebody who has its tag but no keys. */
    public void giveUnsigned(final IpAddress source, final byte[] chunks) {
        give(source, chunks);
        run();
    }

    /** Chunks behind an AUTH that is right, as if the client had sent them from some address. */
    public void give(final IpAddress source, final String chunk) {
        give(source, signer.sign(HexFormat.of().parseHex(chunk)));
        run();
    }

    /** As above, and nobody hears what comes of it for now. */
    public void giveSilently(final IpAddress source, final String chunk) {
        give(source, signer.sign(HexFormat.of().parseHex(chunk)));
    }

    /** Another client, that has the same port at another address, sets an association up. */
    Packet initFrom(final IpAddress source) {
        final SctpEngine other =
                new SctpEngine(EngineConfig.of(clientConfig(1).build()), new SplittableRandom(4), nowNs);
        other.connect(nowNs, PORT, PORT, List.of(server(0)), UDP_PORT, 0);
        Packet packet = null;
        for (int i = 0; i < 2; i++) {
            final int length = other.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
            packet = new Packet(source, server(0), copy(wire, 0, length));
            deliver(packet);
            final int answer = server.pollTransmit(nowNs, wire, 0, wire.capacity(), transmit);
            other.handlePacket(
                    nowNs, wire, 0, answer, server(0).high(), server(0).low(), UDP_PORT, 0);
        }
        return packet;
    }

    private void give(final IpAddress source, final byte[] chunks) {
        final ByteBuffer packet = ByteBuffer.allocateDirect(PacketHeader.LENGTH + Chunk.padded(chunks.length));
        PacketHeader.write(packet, 0, PORT, PORT, serverSide.localTag());
        packet.put(PacketHeader.LENGTH, chunks);
        checksum.write(packet, 0, packet.capacity());
        deliver(new Packet(source, server(0), packet));
    }

    private static ByteBuffer copy(final ByteBuffer from, final int offset, final int length) {
        return ByteBuffer.allocateDirect(length).put(0, from, offset, length);
    }

    /** An ASCONF of the client's that follows so many others, in hexadecimal; its parameters, too. */
    public String asconf(final int others, final IpAddress lookUp, final String... parameters) {
        final String body = address(lookUp) + String.join("", parameters);
        return "c100%04x%08x%s".formatted(8 + body.length() / 2, firstSerial + others, body);
    }

    public static String parameter(final int type, final int correlation, final IpAddress address) {
        return "%04x%04x%08x%s".formatted(type, address.isIpv4() ? 16 : 28, correlation, address(address));
    }

    public static String address(final IpAddress address) {
        return address.isIpv4()
                ? "00050008%08x".formatted((int) address.low())
                : "00060014%016x%016x".formatted(address.high(), address.low());
    }

    public List<Packet> seen(final int type) {
        return seen.stream().filter(packet -> packet.has(type)).toList();
    }

    /** The answers that the server gave, each in hexadecimal after its serial number. */
    public List<String> answers() {
        return seen(ChunkType.ASCONF_ACK).stream()
                .filter(packet -> ((int) packet.source().low() & 0xFFFF) == SERVER)
                .map(packet -> packet.body(ChunkType.ASCONF_ACK))
                .toList();
    }
}

package io.sctp.engine.fuzz;

import io.sctp.engine.AddressChange;
import io.sctp.engine.AddressNetwork;
import io.sctp.engine.Association;
import io.sctp.engine.AssociationState;
import io.sctp.engine.Sends;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.AsconfChunk;
import io.sctp.engine.packet.ChunkType;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * An association whose addresses change (RFC 5061), and a peer that has its keys and means ill: the input is a script
 * of what the users change and what the peer says behind an AUTH that is right.
 *
 * <p>Nothing may be thrown, an association always has a path and no more of them than it may, no answer is much longer
 * than what it answers, the two ends fall silent, and in the end nothing is left in memory.
 */
public final class AddressesFuzz {
    private static final int MAX_STEPS = 60;
    private static final int ADDRESSES = 4;
    private static final int MAX_PATHS = 3;
    private static final int ERROR_HEADERS = 12;
    /** What the honest client asks: an address to add or delete, with its headers. */
    private static final int ADDRESS_PARAMETER = 16;

    private final Input input;
    private final ByteBuffer message = ByteBuffer.allocateDirect(1000);
    private final AddressNetwork network = new AddressNetwork(
            EngineConfig.of(AddressNetwork.clientConfig(2).build()),
            EngineConfig.builder()
                    .associations(AddressNetwork.serverConfig(2).build())
                    .maxPaths(MAX_PATHS)
                    .build());
    private int answered;
    private int longestAsked;

    private AddressesFuzz(final byte[] bytes) {
        input = new Input(bytes);
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(final byte[] bytes) {
        new AddressesFuzz(bytes).run();
    }

    private void run() {
        // The honest client has not asked what is asked in its name, and would end the association.
        network.filter = packet -> !packet.has(ChunkType.ASCONF_ACK);
        network.connect();
        for (int i = 0; i < MAX_STEPS && !input.isEmpty(); i++) {
            step(input.next());
            check();
        }
        network.filter = packet -> true;
        for (final Association end : new Association[] {network.clientSide, network.serverSide}) {
            end.abort();
        }
        network.run();
        release(network.clientSide, true);
        release(network.serverSide, false);
    }

    private void step(final int code) {
        final int place = code >> 4 & ADDRESSES - 1;
        switch (code & 0x0F) {
            case 0, 1, 2 -> ask(place, input.take(input.next()));
            case 3 -> signed(place, input.take(input.next()));
            case 4 -> {
                longestAsked = Math.max(longestAsked, ADDRESS_PARAMETER);
                change(network.clientSide, AddressNetwork.client(place), place, input.next());
            }
            case 5, 6 -> change(network.serverSide, AddressNetwork.server(place), place, input.next());
            case 7 -> answer(input.take(input.next()));
            case 8 -> network.pass(input.next() * AddressNetwork.SECOND / 4);
            case 9 -> network.filter = packet -> !packet.has(ChunkType.HEARTBEAT_ACK);
            case 10 -> network.filter = packet -> !packet.has(ChunkType.ASCONF_ACK);
            case 11 -> network.filter = packet -> !packet.destination().equals(AddressNetwork.client(place));
            case 12 -> network.filter = packet -> true;
            default -> {
                Sends.send(network.clientSide, message, 0, message.capacity(), 0, 0, 0, 0);
                Sends.send(network.serverSide, message, 0, message.capacity(), 0, 0, 0, 0);
                network.run();
            }
        }
    }

    private static void change(final Association end, final IpAddress address, final int place, final int which) {
        final AddressChange[] all = AddressChange.values();
        end.changeAddress(all[which % all.length], address, place);
    }

    /** An ASCONF whose serial number is due. */
    private void ask(final int place, final byte[] parameters) {
        longestAsked = Math.max(longestAsked, parameters.length);
        network.give(
                AddressNetwork.client(place),
                network.asconf(
                        nextSerial(), AddressNetwork.client(0), HexFormat.of().formatHex(parameters)));
    }

    private int nextSerial() {
        answered = Math.max(answered, (int) network.seen(ChunkType.ASCONF_ACK).stream()
                .map(packet -> AsconfChunk.serial(packet.chunk(ChunkType.ASCONF_ACK), 0))
                .distinct()
                .count());
        return answered;
    }

    /** An answer to what the server asked last, if it did. */
    private void answer(final byte[] responses) {
        for (final AddressNetwork.Packet packet : network.seen(ChunkType.ASCONF)) {
            final String chunk = "8000%04x%08x%s"
                    .formatted(
                            8 + responses.length,
                            AsconfChunk.serial(packet.chunk(ChunkType.ASCONF), 0),
                            HexFormat.of().formatHex(responses));
            network.give(AddressNetwork.client(0), chunk);
        }
    }

    private void signed(final int place, final byte[] chunks) {
        longestAsked = Math.max(longestAsked, chunks.length);
        network.give(AddressNetwork.client(place), HexFormat.of().formatHex(chunks));
    }

    private void check() {
        network.run();
        for (final Association end : new Association[] {network.clientSide, network.serverSide}) {
            if (end.state() != AssociationState.CLOSED) {
                FuzzHost.require(end.pathCount() >= 1, "an association without a path");
                FuzzHost.require(end.primaryPath() != null, "an association without a primary path");
            }
        }
        FuzzHost.require(network.serverSide.pathCount() <= MAX_PATHS, "more paths than allowed");
        for (final String answer : network.answers()) {
            FuzzHost.require(
                    answer.length() / 2
                            <= longestAsked
                                    + AddressNetwork.address(AddressNetwork.client(0))
                                                    .length()
                                            / 2
                                    + ERROR_HEADERS,
                    "an answer of " + answer.length() / 2 + " bytes");
        }
    }

    private void release(final Association end, final boolean atClient) {
        final var engine = atClient ? network.client : network.server;
        engine.release(end);
        FuzzHost.require(engine.memoryBlocks() == 0, "leaks " + engine.memoryBlocks() + " blocks");
        FuzzHost.require(engine.associationCount() == 0, "an association is left");
    }
}

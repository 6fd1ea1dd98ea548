package io.sctp.engine;

import static io.sctp.engine.AddressNetwork.SECOND;
import static io.sctp.engine.AddressNetwork.client;
import static io.sctp.engine.AddressNetwork.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The end that asks for a change of its addresses (RFC 5061 sections 5.1 and 5.3), and what becomes of the paths. */
final class AsconfTest {
    private final ByteBuffer message = ByteBuffer.allocateDirect(1 << 16);
    private final ReceiveInfo info = new ReceiveInfo();

    // -- joining and leaving ----------------------------------------------------------------------------------------

    @Test
    void shouldTellThePeerOfAnAddressThatJoins() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.change(AddressChange.ADD, 1);
        assertEquals(List.of("ADD 1 done"), network.clientEvents.events);
        assertEquals(List.of("added path 1", "path 1 ACTIVE"), network.serverEvents.events);
        assertEquals(Set.of(client(0), client(1)), addresses(network.serverSide));
        assertEquals(List.of(""), network.answers(), "an answer without a response is complete success");
    }

    /** It begins with no list, and the peer knows it by where its packets come from. */
    @Test
    void shouldTellThePeerOfAddressesOnceItsOwnIsListed() {
        final AddressNetwork network = AddressNetwork.of(0, 1).connect();
        assertEquals(AddressRequest.INVALID, network.ask(AddressChange.ADD, 1), "its own is not known");
        network.clientSide.listAddress(client(0), 0);
        network.clientSide.listAddress(client(2), 2); // which it is not any more
        network.change(AddressChange.ADD, 1);
        assertEquals(Set.of(client(0), client(1)), addresses(network.serverSide));
        network.change(AddressChange.REMOVE, 0);
        assertEquals(Set.of(client(1)), addresses(network.serverSide));
        assertTrue(exchange(network));
    }

    /** Quick failover: alone it was tried by data, which goes to the other one now. */
    @Test
    void shouldTryAPathThatMayHaveFailedOnceAnotherJoins() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.filter =
                packet -> !packet.has(ChunkType.DATA) || !packet.destination().equals(client(0));
        Sends.send(network.serverSide, message, 0, 100, 0, 0, 0, 0);
        network.pass(2 * SECOND);
        assertEquals(PathState.POTENTIALLY_FAILED, network.serverSide.path(0).state());
        network.seen.clear();
        network.change(AddressChange.ADD, 1);
        assertTrue(network.seen(ChunkType.HEARTBEAT).stream()
                .anyMatch(packet -> packet.destination().equals(client(0))));
        assertEquals(PathState.ACTIVE, network.serverSide.path(0).state());
    }

    @Test
    void shouldTellThePeerOfAnAddressThatLeaves() {
        final AddressNetwork network = AddressNetwork.of(2, 1).connect();
        network.change(AddressChange.REMOVE, 0);
        assertEquals(List.of("REMOVE 0 done"), network.clientEvents.events);
        assertEquals(List.of("removed path 0", "primary path 1"), network.serverEvents.events);
        assertEquals(Set.of(client(1)), addresses(network.serverSide));
        assertTrue(exchange(network));
        network.serverSide.abort();
        network.run();
        assertEquals(AssociationState.CLOSED, network.clientSide.state());
    }

    @Test
    void shouldMoveFromOneAddressToAnother() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        assertEquals(AddressRequest.BEGUN, network.ask(AddressChange.ADD, 1));
        assertEquals(AddressRequest.BEGUN, network.ask(AddressChange.MAKE_PRIMARY, 1));
        assertEquals(AddressRequest.BEGUN, network.ask(AddressChange.REMOVE, 0));
        network.run();
        assertEquals(List.of("ADD 1 done", "MAKE_PRIMARY 1 done", "REMOVE 0 done"), network.clientEvents.events);
        assertEquals(Set.of(client(1)), addresses(network.serverSide));
        network.seen.clear();
        assertTrue(exchange(network));
        assertTrue(network.seen.stream()
                .noneMatch(packet -> packet.source().equals(client(0))
                        || packet.destination().equals(client(0))));
    }

    @Test
    void shouldSendFromAnAddressOnlyWhileThePeerKnowsIt() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.filter = packet -> !packet.has(ChunkType.ASCONF_ACK);
        network.change(AddressChange.ADD, 1);
        Sends.send(network.clientSide, message, 0, 100, 0, 0, 0, 0);
        network.pass(10 * SECOND);
        for (final AddressNetwork.Packet packet : network.seen) {
            assertTrue(
                    !packet.source().equals(client(1)) || packet.has(ChunkType.ASCONF) || isHeartbeatAck(packet),
                    "rule F1: nothing but the ASCONF leaves from an address that was not agreed on");
        }
        assertEquals(1, network.serverSide.readyMessages());
    }

    private static boolean isHeartbeatAck(final AddressNetwork.Packet packet) {
        return packet.has(ChunkType.HEARTBEAT_ACK);
    }

    @Test
    void shouldSendNothingFromAnAddressThatIsLeaving() {
        final AddressNetwork network = AddressNetwork.of(2, 2).connect();
        network.filter = packet -> !packet.has(ChunkType.ASCONF_ACK);
        network.change(AddressChange.REMOVE, 0);
        Sends.send(network.clientSide, message, 0, 100, 0, 0, 0, 0);
        network.pass(20 * SECOND);
        assertTrue(network.seen(ChunkType.ASCONF).size() > 1);
        assertTrue(network.seen.stream().noneMatch(packet -> packet.source().equals(client(0))), "rules F4 and F6");
    }

    @Test
    void shouldTakeAnAbortAtAnAddressThatIsLeavingForNothing() {
        final AddressNetwork network = AddressNetwork.of(2, 1).connect();
        network.filter = packet -> !packet.has(ChunkType.ASCONF_ACK);
        network.change(AddressChange.REMOVE, 0);
        network.filter = packet -> packet.has(ChunkType.ABORT);
        network.serverSide.abort();
        network.run();
        final AddressNetwork.Packet abort = network.seen(ChunkType.ABORT).get(0);
        assertEquals(client(1), abort.destination());
        assertEquals(AssociationState.CLOSED, network.clientSide.state());

        final AddressNetwork other = AddressNetwork.of(2, 1).connect();
        other.filter = packet -> !packet.has(ChunkType.ASCONF_ACK) && !packet.has(ChunkType.ABORT);
        other.change(AddressChange.REMOVE, 0);
        other.serverSide.abort();
        other.run();
        final ByteBuffer bytes = other.seen(ChunkType.ABORT).get(0).bytes();
        other.deliver(new AddressNetwork.Packet(server(0), client(0), bytes));
        assertEquals(AssociationState.ESTABLISHED, other.clientSide.state(), "section 5.3.1");
        other.deliver(new AddressNetwork.Packet(server(0), client(1), bytes));
        assertEquals(AssociationState.CLOSED, other.clientSide.state());
    }

    @Test
    void shouldMakeAnotherPathPrimaryForThePeer() {
        final AddressNetwork network = AddressNetwork.of(2, 1).connect();
        network.change(AddressChange.MAKE_PRIMARY, 1);
        assertEquals(List.of("primary path 1"), network.serverEvents.events);
        network.seen.clear();
        Sends.send(network.serverSide, message, 0, 100, 0, 0, 0, 0);
        network.run();
        assertEquals(client(1), network.seen(ChunkType.DATA).get(0).destination());
    }

    @Test
    void shouldMakeAnUnconfirmedPathPrimaryWhenItIsConfirmed() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.filter = packet -> !packet.has(ChunkType.HEARTBEAT_ACK);
        network.change(AddressChange.ADD, 1);
        network.change(AddressChange.MAKE_PRIMARY, 1);
        assertEquals(client(0), address(network.serverSide.primaryPath()));
        network.filter = packet -> true;
        network.pass(5 * SECOND);
        assertEquals(client(1), address(network.serverSide.primaryPath()));
        assertEquals(List.of("added path 1", "path 1 ACTIVE", "primary path 1"), network.serverEvents.events);
    }

    @Test
    void shouldChangeSeveralAddressesAtOnceInOrder() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.ask(AddressChange.ADD, 1);
        network.ask(AddressChange.ADD, 2);
        network.ask(AddressChange.MAKE_PRIMARY, 2);
        network.run();
        assertEquals(1, network.seen(ChunkType.ASCONF).size());
        assertEquals(Set.of(client(0), client(1), client(2)), addresses(network.serverSide));
        network.pass(2 * SECOND);
        assertEquals(client(2), address(network.serverSide.primaryPath()));
    }

    @Test
    void shouldWorkInBothDirectionsAtOnce() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.ask(AddressChange.ADD, 1);
        network.serverSide.changeAddress(AddressChange.ADD, server(1), 1);
        network.run();
        assertEquals(Set.of(client(0), client(1)), addresses(network.serverSide));
        assertEquals(Set.of(server(0), server(1)), addresses(network.clientSide));
        network.ask(AddressChange.REMOVE, 0);
        network.serverSide.changeAddress(AddressChange.REMOVE, server(0), 0);
        network.run();
        assertEquals(Set.of(client(1)), addresses(network.serverSide));
        assertEquals(Set.of(server(1)), addresses(network.clientSide));
        assertTrue(exchange(network));
    }

    // -- refused at once --------------------------------------------------------------------------------------------

    @Test
    void shouldRefuseWhatCannotBe() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        assertEquals(AddressRequest.INVALID, network.ask(AddressChange.ADD, 0), "it is there already");
        assertEquals(AddressRequest.INVALID, network.ask(AddressChange.REMOVE, 1), "it is not there");
        assertEquals(AddressRequest.INVALID, network.ask(AddressChange.REMOVE, 0), "rule F5: it is the last one");
        assertEquals(AddressRequest.INVALID, network.ask(AddressChange.MAKE_PRIMARY, 1), "section 5.4");
        final IpAddress multicast = IpAddress.ofIpv4(0xE0000001);
        assertEquals(AddressRequest.INVALID, network.clientSide.changeAddress(AddressChange.ADD, multicast, 1));
        network.run();
        assertEquals(List.of(), network.seen);
    }

    @Test
    void shouldRefuseChangesBeforeItIsUpAndAfterIt() {
        final AddressNetwork network = AddressNetwork.of(1, 1);
        network.clientSide = network.client.connect(0, 5000, 5000, List.of(server(0)), 9899, 0);
        assertEquals(AddressRequest.NOT_ESTABLISHED, network.ask(AddressChange.ADD, 1));
        network.run();
        assertEquals(AddressRequest.BEGUN, network.ask(AddressChange.ADD, 1));
        network.clientSide.abort();
        network.run();
        assertEquals(AddressRequest.NOT_ESTABLISHED, network.ask(AddressChange.REMOVE, 1));
        assertTrue(network.clientEvents.events.contains("ADD 1 refused"), network.clientEvents.events::toString);
    }

    @Test
    void shouldLetOnlySoManyChangesWait() {
        final AddressNetwork network = AddressNetwork.of(2, 1).connect();
        network.filter = packet -> false;
        AddressRequest request = AddressRequest.BEGUN;
        int begun = 0;
        while (request == AddressRequest.BEGUN && begun < 1000) {
            request = network.ask(AddressChange.MAKE_PRIMARY, begun++ & 1);
        }
        assertEquals(AddressRequest.TOO_MANY, request);
        network.filter = packet -> true;
        network.pass(20 * SECOND);
        assertEquals(begun - 1, network.clientEvents.events.size());
    }

    // -- negotiation ------------------------------------------------------------------------------------------------

    @Test
    void shouldNeedBothEnds() {
        final AssociationConfig without = AddressNetwork.serverConfig(1)
                .addressReconfigurationSupported(false)
                .build();
        final AddressNetwork network =
                new AddressNetwork(AddressNetwork.clientConfig(1).build(), without).connect();
        assertFalse(network.clientSide.isAddressReconfigurable());
        assertFalse(network.serverSide.isAddressReconfigurable());
        assertEquals(AddressRequest.NOT_SUPPORTED, network.ask(AddressChange.ADD, 1));
        network.give(client(0), network.asconf(0, client(0), AddressNetwork.parameter(0xC001, 7, client(1))));
        assertEquals(Set.of(client(0)), addresses(network.serverSide));
        assertEquals(1, network.seen(ChunkType.ERROR).size(), "it is an unrecognized chunk");
    }

    @Test
    void shouldNotBeOfferedWithoutAuthentication() {
        final AssociationConfigBuilder without = AssociationConfig.builder().addressReconfigurationSupported(true);
        assertThrows(IllegalArgumentException.class, without::build);
    }

    @Test
    void shouldListWhatItKnowsAndWhatHasToBeSigned() {
        final AddressNetwork network = AddressNetwork.of(1, 1);
        network.clientSide = network.client.connect(0, 5000, 5000, List.of(server(0)), 9899, 0);
        network.run();
        for (final int type : new int[] {ChunkType.INIT, ChunkType.INIT_ACK}) {
            final String body = network.seen(type).get(0).body(type);
            assertTrue(body.contains("80080009" + "82c0c1800f"), "Supported Extensions in " + body);
            assertTrue(body.contains("80030006" + "c180"), "CHUNKS in " + body);
        }
    }

    // -- loss -------------------------------------------------------------------------------------------------------

    @Test
    void shouldSendAnAsconfAgainUnchangedOnAnotherPath() {
        final AddressNetwork network = AddressNetwork.of(2, 2).connect();
        network.filter = packet -> !packet.has(ChunkType.ASCONF) && !packet.has(ChunkType.HEARTBEAT_ACK);
        network.change(AddressChange.MAKE_PRIMARY, 1);
        network.pass(SECOND + 1);
        final List<AddressNetwork.Packet> sent = network.seen(ChunkType.ASCONF);
        assertEquals(2, sent.size());
        assertEquals(sent.get(0).chunk(ChunkType.ASCONF), sent.get(1).chunk(ChunkType.ASCONF));
        assertNotEquals(sent.get(0).destination(), sent.get(1).destination());
        assertEquals(1, network.clientSide.primaryPath().errorCount());
        network.filter = packet -> true;
        network.pass(10 * SECOND);
        assertTrue(network.clientEvents.events.contains("MAKE_PRIMARY 1 done"), network.clientEvents.events::toString);
        assertEquals(List.of("primary path 1"), network.serverEvents.events);
    }

    @Test
    void shouldAnswerAgainWhatWasAnsweredBefore() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.filter = packet -> !packet.has(ChunkType.ASCONF_ACK);
        network.change(AddressChange.ADD, 1);
        network.filter = packet -> true;
        network.pass(5 * SECOND);
        assertEquals(2, network.seen(ChunkType.ASCONF).size());
        assertEquals(List.of("", ""), network.answers());
        assertEquals(List.of("ADD 1 done"), network.clientEvents.events);
        assertEquals(2, network.serverSide.pathCount());
        assertEquals(
                1,
                network.serverEvents.events.stream()
                        .filter("added path 1"::equals)
                        .count());
    }

    @Test
    void shouldHaveOneAsconfOutstanding() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.filter = packet -> !packet.has(ChunkType.ASCONF);
        network.change(AddressChange.ADD, 1);
        network.change(AddressChange.ADD, 2);
        assertEquals(1, network.seen(ChunkType.ASCONF).size(), "section 5.1.1, rule C1");
        network.filter = packet -> true;
        network.pass(5 * SECOND);
        assertEquals(List.of("ADD 1 done", "ADD 2 done"), network.clientEvents.events);
    }

    @Test
    void shouldLoseThePeerThatNeverAnswers() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.filter = packet -> false;
        network.change(AddressChange.ADD, 1);
        network.pass(1000 * SECOND);
        assertTrue(network.clientEvents.events.contains("closed LOST 0"), network.clientEvents.events::toString);
        assertTrue(network.clientEvents.events.contains("ADD 1 refused"), network.clientEvents.events::toString);
    }

    /** Section 5.3.2: nothing passes between the old address and the peer any more. */
    @Test
    void shouldMoveEvenIfTheOldAddressIsGone() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.filter = packet ->
                !packet.source().equals(client(0)) && !packet.destination().equals(client(0));
        network.ask(AddressChange.ADD, 1);
        network.ask(AddressChange.REMOVE, 0);
        Sends.send(network.clientSide, message, 0, 100, 0, 0, 0, 0);
        network.pass(30 * SECOND);
        assertEquals(List.of("ADD 1 done", "REMOVE 0 done"), network.clientEvents.events.subList(0, 2));
        assertEquals(Set.of(client(1)), addresses(network.serverSide));
        assertEquals(1, network.serverSide.readyMessages());
    }

    // -- data -------------------------------------------------------------------------------------------------------

    @Test
    void shouldSendElsewhereWhatWasInFlightToAnAddressThatLeft() {
        final AddressNetwork network = AddressNetwork.of(2, 2).connect();
        network.filter = packet -> !packet.has(ChunkType.DATA);
        for (int i = 0; i < 10; i++) {
            assertEquals(SendResult.QUEUED, Sends.send(network.serverSide, message, 0, 1000, 0, 0, 0, 0));
        }
        network.run();
        assertTrue(network.serverSide.path(0).flightChunks() > 0);
        network.seen.clear();
        network.filter = packet -> true;
        network.change(AddressChange.REMOVE, 0);
        assertEquals(10, network.clientSide.readyMessages(), "at once, without waiting for T3-rtx");
        assertTrue(network.seen(ChunkType.DATA).stream()
                .allMatch(packet -> packet.destination().equals(client(1))));
        network.pass(SECOND / 5); // the SACK of a last single packet is delayed
        assertEquals(0, network.serverSide.bufferedBytes());
    }

    @Test
    void shouldSendAPacketAtOnceWhenAnAddressLeftThoughTheOthersWindowIsFull() {
        final AddressNetwork network = AddressNetwork.of(2, 2).connect();
        final Path full = network.serverSide.path(0);
        network.filter = packet -> !packet.has(ChunkType.DATA);
        for (int i = 0; i < 2; i++) {
            Sends.send(
                    network.serverSide, message, 0, 1000, 0, 0, 0, 0, Policy.RELIABLE, 0, network.serverSide.path(1));
        }
        network.run();
        while (((TransportPath) full).flight().hasRoom()) {
            Sends.send(network.serverSide, message, 0, 1000, 0, 0, 0, 0);
            network.run();
        }
        network.seen.clear();
        network.change(AddressChange.REMOVE, 1);
        assertFalse(((TransportPath) full).flight().hasRoom(), "the window of the path that is left is full");
        assertEquals(1, network.seen(ChunkType.DATA).size(), "packets that went at once");
        assertEquals(1, full.retransmitChunks(), "chunks that wait for the window");
    }

    @Test
    void shouldSendElsewhereWhatWasForAnAddressThatLeft() {
        final AddressNetwork network = AddressNetwork.of(2, 1).connect();
        final Path leaving = network.serverSide.path(1);
        network.filter = packet -> !packet.has(ChunkType.DATA) && !packet.has(ChunkType.SACK);
        for (int i = 0; i < 20; i++) {
            Sends.send(network.serverSide, message, 0, 1000, 0, 0, 0, 0, Policy.RELIABLE, 0, leaving);
        }
        network.run();
        network.filter = packet -> true;
        network.change(AddressChange.REMOVE, 1);
        assertEquals(20, network.clientSide.readyMessages());
        assertEquals(
                SendResult.QUEUED,
                Sends.send(network.serverSide, message, 0, 1000, 0, 0, 0, 0, Policy.RELIABLE, 0, leaving));
        network.run();
        assertEquals(21, network.clientSide.readyMessages(), "to a path that is gone, the usual way");
    }

    @Test
    void shouldSendNoDataToAnAddressThatIsNotConfirmed() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.filter = packet -> !packet.has(ChunkType.HEARTBEAT_ACK);
        network.change(AddressChange.ADD, 1);
        network.change(AddressChange.REMOVE, 0);
        assertEquals(Set.of(client(1)), addresses(network.serverSide));
        network.seen.clear();
        Sends.send(network.serverSide, message, 0, 100, 0, 0, 0, 0);
        Sends.send(network.clientSide, message, 0, 100, 0, 0, 0, 0);
        network.pass(3 * SECOND);
        assertTrue(network.seen.stream()
                .filter(packet -> packet.destination().equals(client(1)))
                .allMatch(packet -> packet.has(ChunkType.HEARTBEAT)));
        network.filter = packet -> true;
        network.pass(20 * SECOND);
        assertEquals(PathState.ACTIVE, network.serverSide.path(0).state());
        assertEquals(1, network.serverSide.readyMessages());
    }

    /** Otherwise a peer could have any address flooded. */
    @Test
    void shouldSendOneHeartbeatInAnRtoToAnAddressThatLeavesAndComesAgain() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.filter = packet -> !packet.has(ChunkType.HEARTBEAT_ACK);
        for (int i = 0; i < 10; i++) {
            network.change(AddressChange.ADD, 1);
            network.change(AddressChange.REMOVE, 1);
        }
        network.change(AddressChange.ADD, 1);
        assertEquals(
                1,
                network.seen.stream()
                        .filter(packet -> packet.destination().equals(client(1)))
                        .count());
        network.filter = packet -> true;
        network.pass(3 * SECOND);
        assertEquals(PathState.ACTIVE, network.serverSide.path(1).state());
    }

    /** RFC 9260 section 5.4: Path.Max.Retrans + 1 HEARTBEATs are the most that go to an address that never answers. */
    @Test
    void shouldSendNoMoreHeartbeatsToAnAddressThatLeavesAndComesAgainThanToOneThatStays() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.filter = packet -> !packet.has(ChunkType.HEARTBEAT_ACK);
        for (int i = 0; i < 20; i++) {
            network.change(AddressChange.ADD, 1);
            network.pass(2 * SECOND);
            network.change(AddressChange.REMOVE, 1);
        }
        network.change(AddressChange.ADD, 1);
        network.pass(300 * SECOND);
        assertEquals(
                AssociationConfig.builder().build().maxPathRetransmissions() + 1,
                network.seen.stream()
                        .filter(packet -> packet.destination().equals(client(1)))
                        .count());
    }

    /** What was sent in vain before is forgotten when it answers. */
    @Test
    void shouldTryAnAddressThatComesAgainOnceItHasAnswered() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        for (int i = 0; i < 20; i++) {
            network.change(AddressChange.ADD, 1);
            network.pass(2 * SECOND);
            assertEquals(PathState.ACTIVE, network.serverSide.path(1).state());
            network.change(AddressChange.REMOVE, 1);
        }
    }

    @Test
    void shouldGiveUpIfTheOnlyAddressLeftNeverAnswers() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.filter = packet -> !packet.has(ChunkType.HEARTBEAT_ACK);
        network.change(AddressChange.ADD, 1);
        network.change(AddressChange.REMOVE, 0);
        network.filter = packet -> false;
        network.pass(1000 * SECOND);
        assertTrue(network.serverEvents.events.contains("closed LOST 0"), network.serverEvents.events::toString);
    }

    @Test
    void shouldIgnoreAnswersForAPathThatIsGone() {
        final AddressNetwork network = AddressNetwork.of(2, 1).connect();
        network.change(AddressChange.REMOVE, 1);
        for (final int index : new int[] {1, 2, -1}) {
            network.giveUnsigned(
                    client(0),
                    HexFormat.of().parseHex("05000014" + "00010010" + "%08x".formatted(index) + "00".repeat(8)));
        }
        assertTrue(exchange(network));
    }

    @Test
    void shouldUseTheIndexOfAPathThatIsGoneAgain() {
        final AddressNetwork network = AddressNetwork.of(2, 1).connect();
        for (int round = 0; round < 5; round++) {
            network.change(AddressChange.REMOVE, 1);
            network.change(AddressChange.ADD, 2);
            assertTrue(exchange(network));
            network.change(AddressChange.REMOVE, 2);
            network.change(AddressChange.ADD, 1);
            assertTrue(exchange(network));
        }
        for (int i = 0; i < 2; i++) {
            assertEquals(i, network.serverSide.path(i).index());
            assertEquals(PathState.ACTIVE, network.serverSide.path(i).state());
        }
    }

    // -- the end and a new beginning --------------------------------------------------------------------------------

    @Test
    void shouldAskAgainWhenThePeerBeganAnew() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        assertEquals(Set.of(server(0), server(1)), addressesTold(network, AddressChange.ADD, 1));
    }

    /** It must hear of the address that stays, or else it knows nobody who sends from there. */
    @Test
    void shouldTellAPeerThatBeganAnewOfTheAddressThatStays() {
        final AddressNetwork network = AddressNetwork.of(1, 2).connect();
        assertEquals(Set.of(server(1)), addressesTold(network, AddressChange.REMOVE, 0));
    }

    /** What a client knows of the server that begins anew while the server wants a change. */
    private static Set<IpAddress> addressesTold(
            final AddressNetwork network, final AddressChange change, final int place) {
        network.filter = packet -> !packet.has(ChunkType.ASCONF);
        network.serverSide.changeAddress(change, server(place), place);
        network.run();
        network.filter = packet -> true;
        final SctpEngine reborn = network.rebootClient();
        final Association again = reborn.connect(network.nowNs, 5000, 5000, List.of(server(0)), 9899, 0);
        network.run();
        assertTrue(network.serverEvents.events.contains("restarted"), network.serverEvents.events::toString);
        assertTrue(
                network.serverEvents.events.contains(change + " " + place + " done"),
                network.serverEvents.events::toString);
        return addresses(again);
    }

    @Test
    void shouldShutDownWhileAnAsconfIsOutstanding() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.filter = packet -> !packet.has(ChunkType.ASCONF);
        network.change(AddressChange.ADD, 1);
        network.clientSide.shutdown();
        network.run();
        assertTrue(network.clientEvents.events.contains("closed SHUTDOWN 0"), network.clientEvents.events::toString);
        assertEquals(SctpEngine.NO_TIMEOUT, network.client.nextTimeoutNs());
    }

    private boolean exchange(final AddressNetwork network) {
        Sends.send(network.clientSide, message, 0, 100, 0, 0, 0, 0);
        Sends.send(network.serverSide, message, 0, 100, 0, 0, 0, 0);
        network.run();
        return network.clientSide.receive(message, 0, 1000, info) == 100
                && network.serverSide.receive(message, 0, 1000, info) == 100;
    }

    private static IpAddress address(final Path path) {
        return new IpAddress(path.addressHigh(), path.addressLow());
    }

    private static Set<IpAddress> addresses(final Association association) {
        return IntStream.range(0, association.pathCount())
                .mapToObj(i -> address(association.path(i)))
                .collect(Collectors.toSet());
    }
}

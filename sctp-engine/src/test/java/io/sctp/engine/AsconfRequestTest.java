package io.sctp.engine;

import static io.sctp.engine.AddressNetwork.address;
import static io.sctp.engine.AddressNetwork.client;
import static io.sctp.engine.AddressNetwork.parameter;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.ChunkType;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The end that is asked (RFC 5061 sections 5.2 and 5.3): what it does, what it refuses, and how it says so. */
final class AsconfRequestTest {
    private static final int ADD = 0xC001;
    private static final int DELETE = 0xC002;
    private static final int SET_PRIMARY = 0xC004;
    private static final String SUCCESS = "";
    private static final IpAddress ANY = IpAddress.ofIpv4(0);
    private static final IpAddress ANY_IPV6 = new IpAddress(0, 0);
    private static final IpAddress IPV6 = new IpAddress(0x20010DB8_00000000L, 1);

    private AddressNetwork network = begin(AddressNetwork.of(2, 1));
    private int asked;

    /** The client, which has asked for nothing, does not hear the answers to what the test asks in its name. */
    private static AddressNetwork begin(final AddressNetwork network) {
        network.filter = packet -> !packet.has(ChunkType.ASCONF_ACK);
        return network.connect();
    }

    /** Gives an ASCONF from an address; returns the answer to it after its serial number. */
    private String ask(final IpAddress source, final String... parameters) {
        network.seen.clear();
        network.give(source, network.asconf(asked++, client(0), parameters));
        final List<String> answers = network.answers();
        assertEquals(1, answers.size(), "answers");
        return answers.get(0);
    }

    private static String error(final int cause, final String parameter) {
        final int length = parameter.length() / 2;
        return "c003%04x%s%04x%04x%s".formatted(12 + length, parameter.substring(8, 16), cause, 4 + length, parameter);
    }

    private static String success(final int correlation) {
        return "c0050008%08x".formatted(correlation);
    }

    private Set<IpAddress> addresses() {
        return IntStream.range(0, network.serverSide.pathCount())
                .mapToObj(network.serverSide::path)
                .map(AsconfRequestTest::addressOf)
                .collect(Collectors.toSet());
    }

    private static IpAddress addressOf(final Path path) {
        return new IpAddress(path.addressHigh(), path.addressLow());
    }

    // -- what is done -----------------------------------------------------------------------------------------------

    @Test
    void shouldAddAndDeleteAddresses() {
        assertEquals(SUCCESS, ask(client(0), parameter(ADD, 1, client(2)), parameter(ADD, 2, IPV6)));
        assertEquals(Set.of(client(0), client(1), client(2), IPV6), addresses());
        assertEquals(SUCCESS, ask(client(0), parameter(DELETE, 1, client(1)), parameter(DELETE, 2, IPV6)));
        assertEquals(Set.of(client(0), client(2)), addresses());
    }

    @Test
    void shouldAddTheSourceAddressForTheWildcard() {
        assertEquals(SUCCESS, ask(client(2), parameter(ADD, 1, ANY)));
        assertEquals(SUCCESS, ask(client(3), parameter(ADD, 1, ANY_IPV6)));
        assertEquals(Set.of(client(0), client(1), client(2), client(3)), addresses());
    }

    @Test
    void shouldDeleteAllButTheSourceAddressForTheWildcard() {
        assertEquals(SUCCESS, ask(client(2), parameter(ADD, 1, client(2)), parameter(DELETE, 1, ANY)));
        assertEquals(Set.of(client(2)), addresses());
    }

    @Test
    void shouldPreferTheSourceAddressForTheWildcard() {
        assertEquals(SUCCESS, ask(client(1), parameter(SET_PRIMARY, 1, ANY)));
        assertEquals(client(1), addressOf(network.serverSide.primaryPath()));
    }

    @Test
    void shouldTakeWhatItHasAlreadyForDone() {
        assertEquals(SUCCESS, ask(client(0), parameter(ADD, 1, client(1))));
        assertEquals(2, network.serverSide.pathCount());
        assertFalse(network.serverEvents.events.contains("added path 2"));
    }

    /** Rule D2: the source address is not known, but the one in the chunk is. */
    @Test
    void shouldFindTheAssociationByTheAddressInTheChunk() {
        assertEquals(SUCCESS, ask(client(3), parameter(ADD, 1, client(3)), parameter(DELETE, 2, client(0))));
        assertEquals(Set.of(client(1), client(3)), addresses());
        assertEquals(client(3), network.seen(ChunkType.ASCONF_ACK).get(0).destination(), "section 5.3.2");
    }

    @Test
    void shouldAnswerWhereTheRequestCameFromEvenIfItRefuses() {
        final String wish = parameter(DELETE, 1, client(3));
        assertEquals(error(5, wish), ask(client(3), wish));
        assertEquals(client(3), network.seen(ChunkType.ASCONF_ACK).get(0).destination());
        assertEquals(Set.of(client(0), client(1)), addresses());
    }

    // -- what is refused --------------------------------------------------------------------------------------------

    @Test
    void shouldKeepTheLastAddress() {
        assertEquals(SUCCESS, ask(client(0), parameter(DELETE, 1, client(1))));
        final String wish = parameter(DELETE, 2, client(0));
        assertEquals(error(0xA0, wish), ask(client(0), wish), "rule F7");
        assertEquals(Set.of(client(0)), addresses());
    }

    @Test
    void shouldKeepTheSourceAddress() {
        final String wish = parameter(DELETE, 2, client(0));
        assertEquals(error(0xA2, wish), ask(client(0), wish), "rule F8");
        assertEquals(Set.of(client(0), client(1)), addresses());
    }

    @Test
    void shouldRefuseMoreAddressesThanItKeeps() {
        network = begin(new AddressNetwork(
                EngineConfig.of(AddressNetwork.clientConfig(1).build()),
                EngineConfig.builder()
                        .associations(AddressNetwork.serverConfig(1).build())
                        .maxPaths(2)
                        .build()));
        final String wish = parameter(ADD, 3, client(2));
        assertEquals(error(0xA1, wish), ask(client(0), parameter(ADD, 2, client(1)), wish), "rule F9");
        assertEquals(Set.of(client(0), client(1)), addresses());
    }

    /** Rule F11, and A7 for what has no response. */
    @Test
    void shouldFailAllFurtherChangesAfterOneThatFailed() {
        final String first = parameter(ADD, 1, IpAddress.ofIpv4(0xE0000001));
        final String second = parameter(DELETE, 2, client(1));
        final String third = parameter(SET_PRIMARY, 3, client(1));
        final String fourth = parameter(ADD, 4, client(2));
        final String answer = ask(client(0), first, second, third, fourth);
        assertTrue(answer.startsWith(error(5, first) + error(5, second)), answer);
        assertEquals(Set.of(client(0), client(1)), addresses());
    }

    @Test
    void shouldReportSuccessThatFollowsAFailure() {
        final String first = parameter(DELETE, 1, client(3));
        assertEquals(error(5, first) + success(2), ask(client(0), first, parameter(SET_PRIMARY, 2, client(1))));
        assertEquals(client(1), addressOf(network.serverSide.primaryPath()));
    }

    @Test
    void shouldNotPreferAnAddressThatIsNotThePeers() {
        final String wish = parameter(SET_PRIMARY, 1, client(3));
        assertEquals(error(5, wish), ask(client(0), wish), "section 5.4");
        assertEquals(client(0), addressOf(network.serverSide.primaryPath()));
    }

    @Test
    void shouldRefuseTheAddressOfAnotherAssociation() {
        final AddressNetwork.Packet init = network.initFrom(client(3));
        network.run();
        assertEquals(2, network.server.associationCount(), init::toString);
        final String wish = parameter(ADD, 1, client(3));
        assertEquals(error(0xA4, wish), ask(client(0), wish));
    }

    @Test
    void shouldReportParametersThatItDoesNotKnow() {
        final String reported = "c0ff000c0000000911223344";
        assertEquals(
                error(8, reported) + success(1),
                ask(client(0), "80fe0008000000aa", reported, parameter(ADD, 1, client(2))));
        assertEquals(Set.of(client(0), client(1), client(2)), addresses());
        final String stops = "40ff000c0000000911223344";
        assertEquals(error(8, stops), ask(client(0), stops, parameter(ADD, 1, client(3))));
        assertEquals(3, network.serverSide.pathCount(), "what follows is not read");
    }

    /** No answer is much longer than what it answers, whatever is wrong with that. */
    @Test
    void shouldNotAnswerAtLength() {
        final StringBuilder unknown = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            unknown.append("c0ff0004");
        }
        final String answer = ask(client(0), unknown.toString());
        assertTrue(answer.length() / 2 <= 8 + 800 + 12, answer.length() / 2 + " bytes answer 808");
        final String long1 = "c0ff0400" + "00000009" + "00".repeat(1016);
        assertEquals("c003000c00000009" + "00080004", ask(client(0), long1), "without what is too long");
    }

    // -- serial numbers ---------------------------------------------------------------------------------------------

    @Test
    void shouldAnswerTheLastRequestsAgainWithoutDoingThemAgain() {
        final String wish = parameter(DELETE, 2, client(3));
        final String answer = ask(client(0), wish);
        assertEquals(SUCCESS, ask(client(0), parameter(ADD, 1, client(3))));
        asked = 0;
        assertEquals(answer, ask(client(0), wish), "rule E2");
        assertEquals(Set.of(client(0), client(1), client(3)), addresses());
    }

    @Test
    void shouldIgnoreSerialNumbersThatAreNotDue() {
        for (int i = 0; i < 6; i++) {
            ask(client(0), parameter(SET_PRIMARY, 1, client(i & 1)));
        }
        for (final int serial : new int[] {0, 1, 7, 100, -1}) {
            network.seen.clear();
            network.give(client(0), network.asconf(serial, client(0), parameter(ADD, 1, client(2))));
            assertEquals(List.of(), network.answers(), "rule E5, serial " + serial);
        }
        assertEquals(2, network.serverSide.pathCount());
    }

    @Test
    void shouldTakeSeveralRequestsInOnePacket() {
        final String both = network.asconf(0, client(0), parameter(ADD, 1, client(2)))
                + network.asconf(1, client(0), parameter(ADD, 1, client(3)));
        network.give(client(0), both);
        assertEquals(List.of(SUCCESS, SUCCESS), network.answers());
        assertEquals(4, network.serverSide.pathCount());
    }

    // -- what is not an answer, or none that was awaited ------------------------------------------------------------

    @Test
    void shouldAbortOnAnAnswerThatNobodyAwaits() {
        network.give(client(0), "80000008%08x".formatted(network.serverSide.nextTsn() + 1));
        assertEquals(AssociationState.CLOSED, network.serverSide.state());
        assertTrue(
                network.serverEvents.events.contains("closed PEER_VIOLATION " + 0xA3),
                network.serverEvents.events::toString);
        assertEquals(
                0xA3,
                network.seen(ChunkType.ABORT).get(0).chunk(ChunkType.ABORT).getShort(4));
    }

    @Test
    void shouldIgnoreAnAnswerThatComesLate() {
        network.serverSide.changeAddress(AddressChange.ADD, AddressNetwork.server(1), 1);
        network.run();
        network.give(client(0), "80000008%08x".formatted(network.serverSide.nextTsn()));
        assertEquals(AssociationState.ESTABLISHED, network.serverSide.state());
    }

    @Test
    void shouldBelieveAnAnswerThatRefuses() {
        network.filter = packet -> !packet.has(ChunkType.ASCONF);
        for (final int place : new int[] {1, 2, 3}) {
            network.serverSide.changeAddress(AddressChange.ADD, AddressNetwork.server(place), place);
        }
        network.run();
        final String wish = parameter(ADD, 1, AddressNetwork.server(2));
        final String response = error(0xA1, wish);
        network.give(
                client(0),
                "8000%04x%08x%s".formatted(8 + response.length() / 2, network.serverSide.nextTsn(), response));
        assertEquals(List.of("ADD 1 done", "ADD 2 refused", "ADD 3 refused"), network.serverEvents.events, "rule A7");
    }

    @Test
    void shouldAskNoMoreWhatThePeerDoesNotKnow() {
        network.filter = packet -> !packet.has(ChunkType.ASCONF);
        network.serverSide.changeAddress(AddressChange.ADD, AddressNetwork.server(1), 1);
        network.run();
        final String response = error(8, parameter(ADD, 0, AddressNetwork.server(1)));
        network.give(
                client(0),
                "8000%04x%08x%s".formatted(8 + response.length() / 2, network.serverSide.nextTsn(), response));
        assertEquals(List.of("ADD 1 refused"), network.serverEvents.events);
        assertEquals(
                "NOT_SUPPORTED",
                network.serverSide
                        .changeAddress(AddressChange.ADD, AddressNetwork.server(1), 1)
                        .name(),
                "rule F3a");
        assertEquals(
                "BEGUN",
                network.serverSide
                        .changeAddress(AddressChange.MAKE_PRIMARY, AddressNetwork.server(0), 0)
                        .name());
    }

    @Test
    void shouldAskNothingOfAPeerThatDoesNotKnowTheChunk() {
        network.filter = packet -> !packet.has(ChunkType.ASCONF);
        network.serverSide.changeAddress(AddressChange.ADD, AddressNetwork.server(1), 1);
        network.run();
        network.giveUnsigned(client(0), HexFormat.of().parseHex("0900000c" + "00060008" + "c1000004"));
        assertTrue(network.serverEvents.events.contains("ADD 1 refused"), network.serverEvents.events::toString);
        assertEquals(
                "NOT_SUPPORTED",
                network.serverSide
                        .changeAddress(AddressChange.MAKE_PRIMARY, AddressNetwork.server(0), 0)
                        .name(),
                "rule A9");
    }

    // -- hostile ----------------------------------------------------------------------------------------------------

    @Test
    void shouldDiscardWhatIsNotSigned() {
        final String chunk = network.asconf(0, client(0), parameter(ADD, 1, client(2)));
        for (final IpAddress source : List.of(client(0), client(2))) {
            network.seen.clear();
            network.giveUnsigned(source, HexFormat.of().parseHex(chunk));
            network.giveUnsigned(source, HexFormat.of().parseHex("0f00002800000003" + "00".repeat(32) + chunk));
            network.giveUnsigned(source, HexFormat.of().parseHex("80000008%08x".formatted(-1)));
            assertEquals(List.of(), network.seen);
        }
        assertEquals(Set.of(client(0), client(1)), addresses());
        assertEquals(AssociationState.ESTABLISHED, network.serverSide.state());
    }

    @Test
    void shouldDiscardWhatComesFromElsewhereAndNamesNoAddressOfTheAssociation() {
        network.give(client(3), network.asconf(0, client(2), parameter(ADD, 1, client(3))));
        assertEquals(List.of(), network.seen);
        assertEquals(2, network.serverSide.pathCount());
    }

    @Test
    void shouldReadNothingElseFromAnAddressThatIsNotTheAssociations() {
        final String asconf = network.asconf(0, client(0), parameter(SET_PRIMARY, 1, client(1)));
        network.give(client(3), asconf + "06000008000c0004");
        assertEquals(AssociationState.ESTABLISHED, network.serverSide.state(), "the ABORT behind it is not read");
        network.give(client(3), network.asconf(1, client(0), parameter(ADD, 1, client(3))) + "06000008000c0004");
        assertEquals(AssociationState.CLOSED, network.serverSide.state(), "now it is its own");
    }

    @Test
    void shouldAbortOnParametersOfAWrongLength() {
        final String lookUp = address(client(0));
        final List<String> bodies = List.of(
                "00050007" + "01020304",
                "0005000c" + "0102030405060708",
                lookUp + "c0010003",
                lookUp + "c0010040" + "00000001",
                lookUp + "c0010008" + "00000001",
                lookUp + "c001000c" + "00000001" + "00050008",
                lookUp + "c0020014" + "00000001" + "000500080a000001" + "00000000",
                lookUp + "c0040010" + "00000001" + "000b0008" + "61626300");
        for (final String body : bodies) {
            network = begin(AddressNetwork.of(2, 1));
            network.give(
                    client(0),
                    "c100%04x%08x%s"
                            .formatted(8 + body.length() / 2, network.serverSide.nextTsn(), body)
                            .replaceFirst(
                                    "^(.{8}).{8}",
                                    "$1" + network.asconf(0, client(0)).substring(8, 16)));
            assertEquals(AssociationState.CLOSED, network.serverSide.state(), body);
        }
    }

    @Test
    void shouldAbortOnAnswersOfAWrongLength() {
        for (final String body : List.of("c0050004", "c005000c0000000000000000", "c003000800000000", "c0030002")) {
            network = begin(AddressNetwork.of(2, 1));
            network.serverSide.changeAddress(AddressChange.ADD, AddressNetwork.server(1), 1);
            network.filter = packet -> !packet.has(ChunkType.ASCONF);
            network.run();
            network.give(
                    client(0), "8000%04x%08x%s".formatted(8 + body.length() / 2, network.serverSide.nextTsn(), body));
            assertEquals(AssociationState.CLOSED, network.serverSide.state(), body);
        }
    }

    /** Whoever cannot hear what is told of him is not answered for ever. */
    @Test
    void shouldNotCollectEventsWithoutEnd() {
        for (int i = 0; i < 1000; i++) {
            final int type = (i & 1) == 0 ? ADD : DELETE;
            network.giveSilently(client(0), network.asconf(asked++, client(0), parameter(type, 1, client(2))));
        }
        network.run();
        assertTrue(network.serverEvents.events.size() < 200, network.serverEvents.events.size() + " events");
        assertEquals(AssociationState.ESTABLISHED, network.serverSide.state());
    }
}

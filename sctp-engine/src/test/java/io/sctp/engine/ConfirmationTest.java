package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.StrayWire.Sent;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.ChunkType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing that a peer says of its addresses is believed before they answered (RFC 9260 section 5.4, RFC 5062), at both
 * ends of a set-up, and the UDP port of the set-up is part of an address (RFC 6951).
 */
final class ConfirmationTest {
    private static final IpAddress ATTACKER = IpAddress.ofIpv4(0x0A000A01);
    private static final IpAddress VICTIM = IpAddress.ofIpv4(0x0A000B01);
    private static final IpAddress VICTIM6 = new IpAddress(0x2001_0DB8_0000_0000L, 0xB01);
    private static final IpAddress SERVER = EnginePair.SERVER_ADDRESS;
    private static final int UDP = EnginePair.UDP_PORT;
    private static final int OTHER_UDP = 40_000;
    private static final long SECOND = 1_000_000_000L;
    private static final int MOST_PROBES = 6;

    private final StrayWire wire = new StrayWire();

    private static AssociationConfigBuilder config() {
        return AssociationConfig.builder();
    }

    private SctpEngine listener(final AssociationConfigBuilder config) {
        final SctpEngine engine =
                wire.add(SERVER, UDP, new SctpEngine(EngineConfig.of(config.build()), new SplittableRandom(2), 0));
        engine.listen(EnginePair.PORT);
        return engine;
    }

    private SctpEngine client(final IpAddress address, final int udpPort, final long seed, final IpAddress... listed) {
        final AssociationConfigBuilder config = config();
        if (listed.length > 0) {
            config.localAddresses(List.of(listed));
        }
        return wire.add(
                address, udpPort, new SctpEngine(EngineConfig.of(config.build()), new SplittableRandom(seed), 0));
    }

    private Association connect(final SctpEngine from, final IpAddress to) {
        return from.connect(wire.nowNs, EnginePair.PORT, EnginePair.PORT, List.of(to), UDP, 0);
    }

    // -- the responder ----------------------------------------------------------------------------------------------

    /** RFC 5062 section 5: the cookie comes, and SACKs do, from where the attacker never was. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotFloodWhereACookieSeemedToComeFrom(final boolean isListed) {
        final SctpEngine server = listener(config());
        final SctpEngine attacker = isListed ? client(ATTACKER, UDP, 1, ATTACKER, VICTIM) : client(ATTACKER, UDP, 1);
        wire.disguise = (sent, source) -> sent.has(ChunkType.COOKIE_ECHO) || sent.has(ChunkType.SACK) ? VICTIM : source;
        connect(attacker, SERVER);
        wire.run();
        final Association side = wire.events(server).association;
        assertEquals(AssociationState.ESTABLISHED, side.state());
        assertTrue(side.primaryPath().hasAddress(ATTACKER.high(), ATTACKER.low()), "the INIT ACK went there");
        assertEquals(PathState.ACTIVE, side.primaryPath().state());
        // RFC 9260 section 5.1.2, rule A: where the INIT listed no address, its source is the only one.
        assertEquals(isListed ? 2 : 1, side.pathCount());
        assertTrue(!isListed || side.path(1).state() == PathState.UNCONFIRMED, "believed");
        send(side, 200);
        for (int i = 0; i < 100; i++) {
            wire.pass(SECOND);
        }
        wire.assertOnlyProbes(server, VICTIM, MOST_PROBES);
    }

    /** Addresses that are only listed: some heartbeats each, never two in one RTO, and nothing else. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTryAListedAddressOnlySoOften(final boolean isIpv6) {
        final IpAddress victim = isIpv6 ? VICTIM6 : VICTIM;
        final SctpEngine server = listener(config());
        final SctpEngine attacker = client(ATTACKER, UDP, 1, ATTACKER, victim);
        connect(attacker, SERVER);
        wire.run();
        send(wire.events(server).association, 100);
        wire.pass(600 * SECOND);
        final List<Sent> probes = wire.sentTo(server, victim);
        assertEquals(MOST_PROBES, probes.size());
        for (int i = 1; i < probes.size(); i++) {
            assertTrue(probes.get(i).timeNs() - probes.get(i - 1).timeNs() >= SECOND, "one in each RTO");
        }
        wire.assertOnlyProbes(server, victim, MOST_PROBES);
    }

    /** All associations of an engine together. */
    @Test
    void shouldNotSumUpTheProbesOfManyAssociations() {
        final SctpEngine server = listener(config());
        for (int i = 0; i < 50; i++) {
            final SctpEngine attacker = client(IpAddress.ofIpv4(0x0A000C00 + i), UDP, 100 + i);
            final AssociationConfig listing = config().localAddresses(List.of(IpAddress.ofIpv4(0x0A000C00 + i), VICTIM))
                    .build();
            attacker.connect(0, listing, EnginePair.PORT, EnginePair.PORT, List.of(SERVER), UDP, 0);
        }
        wire.run();
        assertEquals(50, server.associationCount());
        wire.pass(10 * SECOND);
        final int sent = wire.sentTo(server, VICTIM).size();
        assertTrue(sent >= 1 && sent <= MOST_PROBES + 11, sent + " heartbeats of 50 associations in 10 s");
    }

    /** What is at the address answers: all associations that name it confirm it. */
    @Test
    void shouldConfirmAnAddressThatAnswersForManyAssociations() {
        final SctpEngine server = listener(config());
        final IpAddress first = IpAddress.ofIpv4(0x0A000D01);
        final IpAddress second = IpAddress.ofIpv4(0x0A000D02);
        final SctpEngine many = client(first, UDP, 7, first, second);
        wire.alias(second, UDP, many);
        for (int i = 0; i < 40; i++) {
            many.connect(0, 7000 + i, EnginePair.PORT, List.of(SERVER), UDP, 0);
        }
        wire.run();
        wire.pass(5 * SECOND);
        for (final Association association : wire.events(server).associations) {
            assertEquals(PathState.ACTIVE, association.path(1).state());
        }
        assertEquals(40, wire.events(server).associations.size());
    }

    // -- the initiator ----------------------------------------------------------------------------------------------

    /** The peer lists somebody else, and pretends to answer from there. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotBelieveWhatAnInitAckListsOrSeemsToComeFrom(final boolean isListed) {
        final SctpEngine evil = wire.add(
                SERVER,
                UDP,
                new SctpEngine(
                        EngineConfig.of(
                                (isListed ? config().localAddresses(List.of(SERVER, VICTIM)) : config()).build()),
                        new SplittableRandom(2),
                        0));
        evil.listen(EnginePair.PORT);
        final SctpEngine client = client(ATTACKER, UDP, 1);
        wire.disguise = (sent, source) -> source.equals(SERVER) ? VICTIM : source;
        // Whatever the client sends to the victim, the peer hears as if it were there: but not the heartbeats.
        wire.overhears(VICTIM, evil, sent -> !sent.has(ChunkType.HEARTBEAT) || sent.has(ChunkType.COOKIE_ECHO));
        wire.dropsChunk(ChunkType.HEARTBEAT_ACK);
        final Association side = connect(client, SERVER);
        send(side, 50);
        wire.run();
        wire.pass(100 * SECOND);
        wire.assertOnlyProbes(client, VICTIM, MOST_PROBES + 1);
    }

    @Test
    void shouldConfirmTheAddressesThatTheProgramNamed() {
        final IpAddress second = IpAddress.ofIpv4(0x0A000002 | 1 << 16);
        final SctpEngine server = wire.add(
                SERVER,
                UDP,
                new SctpEngine(
                        EngineConfig.of(config().localAddresses(List.of(SERVER, second, VICTIM))
                                .build()),
                        new SplittableRandom(2),
                        0));
        server.listen(EnginePair.PORT);
        final SctpEngine client = client(ATTACKER, UDP, 1);
        final Association side = client.connect(0, EnginePair.PORT, EnginePair.PORT, List.of(SERVER, second), UDP, 0);
        wire.run();
        assertEquals(AssociationState.ESTABLISHED, side.state());
        assertEquals(PathState.ACTIVE, side.path(0).state());
        assertEquals(PathState.ACTIVE, side.path(1).state(), "named, though it has not answered");
        assertEquals(PathState.UNCONFIRMED, side.path(2).state(), "only listed");
    }

    // -- collisions with addresses of others -------------------------------------------------------------------------

    /** RFC 5062 section 2: the attacker comes first, and stays. */
    @Test
    void shouldAcceptAPeerWhoseAddressAnotherHasListed() {
        final SctpEngine server = listener(config());
        connect(client(ATTACKER, UDP, 1, ATTACKER, VICTIM), SERVER);
        wire.run();
        final Association attackers = wire.events(server).association;
        final SctpEngine victim = client(VICTIM, UDP, 3);
        final Association side = connect(victim, SERVER);
        wire.run();
        assertEquals(AssociationState.ESTABLISHED, side.state());
        assertEquals(2, server.associationCount());
        assertNotSame(attackers, wire.events(server).association);
        wire.pass(100 * SECOND);
        assertTalks(side, wire.events(server).association);
    }

    /** The other order: the attacker is refused, and the peer does not notice. */
    @Test
    void shouldNotDisturbAPeerWhoseAddressAnotherLists() {
        final SctpEngine server = listener(config());
        final Association side = connect(client(VICTIM, UDP, 3), SERVER);
        wire.run();
        final Association before = wire.events(server).association;
        final Association attackers = connect(client(ATTACKER, UDP, 1, ATTACKER, VICTIM), SERVER);
        wire.run();
        assertEquals(AssociationState.CLOSED, attackers.state());
        assertEquals(1, server.associationCount());
        assertTalks(side, before);
    }

    /** Both at the initiator: servers that list addresses of each other. */
    @Test
    void shouldConnectToAnAddressThatAnotherServerHasListed() {
        final SctpEngine liar = wire.add(
                ATTACKER,
                UDP,
                new SctpEngine(
                        EngineConfig.of(config().localAddresses(List.of(ATTACKER, VICTIM))
                                .build()),
                        new SplittableRandom(2),
                        0));
        liar.listen(EnginePair.PORT);
        final SctpEngine honest =
                wire.add(VICTIM, UDP, new SctpEngine(EngineConfig.of(config().build()), new SplittableRandom(3), 0));
        honest.listen(EnginePair.PORT);
        final SctpEngine client = client(SERVER, UDP, 1);
        connect(client, ATTACKER);
        wire.run();
        final Association side = connect(client, VICTIM);
        wire.run();
        assertEquals(AssociationState.ESTABLISHED, side.state());
        wire.pass(30 * SECOND);
        assertTalks(side, wire.events(honest).association);
    }

    /** Many may list the same address; then its owner comes, and restarts. */
    @Test
    void shouldFindTheOwnerOfAnAddressThatManyHaveListed() {
        final SctpEngine server = listener(config());
        for (int i = 0; i < 20; i++) {
            final IpAddress own = IpAddress.ofIpv4(0x0A000C00 + i);
            connect(client(own, UDP, 100 + i, own, VICTIM), SERVER);
        }
        wire.run();
        final Association first = connect(client(VICTIM, UDP, 3), SERVER);
        wire.run();
        assertEquals(AssociationState.ESTABLISHED, first.state());
        final Association before = wire.events(server).association;
        final Association again = connect(client(VICTIM, UDP, 4), SERVER);
        wire.run();
        assertEquals(AssociationState.ESTABLISHED, again.state());
        assertEquals(21, server.associationCount());
        assertTalks(again, before);
    }

    /** Who is at an address that the peer only listed does not get the peer's association by an INIT that names it. */
    @Test
    void shouldRefuseARestartFromAnAddressThatWasOnlyListed() {
        final SctpEngine server = listener(config());
        final Association side = connect(client(ATTACKER, UDP, 1, ATTACKER, VICTIM), SERVER);
        wire.run();
        final Association before = wire.events(server).association;
        final Association other = connect(client(VICTIM, UDP, 3, VICTIM, ATTACKER), SERVER);
        wire.run();
        assertEquals(AssociationState.CLOSED, other.state());
        assertEquals(1, server.associationCount());
        assertTalks(side, before);
    }

    /** RFC 9260 section 5.2.1: nobody learns the tag of an INIT that was not sent to him. */
    @Test
    void shouldNotTellAStrangerTheTagOfAnAssociationThatIsSetUp() {
        final SctpEngine server = listener(config());
        final Association pending = connect(server, VICTIM);
        wire.run();
        assertEquals(AssociationState.COOKIE_WAIT, pending.state());
        connect(client(ATTACKER, UDP, 1, ATTACKER, VICTIM), SERVER);
        wire.run();
        assertFalse(
                wire.sentTo(server, ATTACKER).stream().anyMatch(sent -> sent.has(ChunkType.INIT_ACK)),
                "an INIT ACK to somebody else");
        assertEquals(AssociationState.COOKIE_WAIT, pending.state());
    }

    // -- UDP ports --------------------------------------------------------------------------------------------------

    /** Two hosts behind one NAT, with the same SCTP ports. */
    @Test
    void shouldTakeTwoPeersBehindOneNatForTwo() {
        final SctpEngine server = listener(config());
        final Association one = connect(client(VICTIM, UDP, 1), SERVER);
        wire.run();
        final Association ours = wire.events(server).association;
        final Association two = connect(client(VICTIM, OTHER_UDP, 3), SERVER);
        wire.run();
        final Association theirs = wire.events(server).association;
        assertNotSame(ours, theirs);
        assertEquals(2, server.associationCount());
        wire.pass(100 * SECOND);
        assertTalks(one, ours);
        assertTalks(two, theirs);
    }

    /** A peer that restarts behind another port is a new one; the old one ends by its heartbeats. */
    @Test
    void shouldNotHurtAPeerByAnInitFromAnotherUdpPort() {
        final SctpEngine server = listener(config());
        final Association side = connect(client(VICTIM, UDP, 1), SERVER);
        wire.run();
        final Association before = wire.events(server).association;
        wire.remove(VICTIM, UDP);
        final Association again = connect(client(VICTIM, OTHER_UDP, 3), SERVER);
        wire.run();
        assertEquals(AssociationState.ESTABLISHED, again.state());
        assertEquals(AssociationState.ESTABLISHED, before.state());
        assertEquals(AssociationState.ESTABLISHED, side.state());
        wire.pass(2000 * SECOND);
        assertEquals(AssociationState.CLOSED, before.state());
        assertEquals(1, server.associationCount());
    }

    /** A restart behind the same port is one, beside a neighbour that is none. */
    @Test
    void shouldRestartTheRightOneOfTwoBehindOneNat() {
        final SctpEngine server = listener(config());
        connect(client(VICTIM, UDP, 1), SERVER);
        wire.run();
        final Association ours = wire.events(server).association;
        final Association two = connect(client(VICTIM, OTHER_UDP, 3), SERVER);
        wire.run();
        final Association theirs = wire.events(server).association;
        final Association again = connect(client(VICTIM, UDP, 4), SERVER);
        wire.run();
        assertSame(ours, wire.events(server).association);
        assertEquals(2, server.associationCount());
        assertTalks(again, ours);
        assertTalks(two, theirs);
    }

    /** RFC 6951 section 5.4: a NAT forgets, and gives another port; the association goes on. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFollowAPeerToAnotherUdpPort(final boolean sendsFromServer) {
        final SctpEngine server = listener(config());
        final SctpEngine client = client(VICTIM, UDP, 1);
        final Association side = connect(client, SERVER);
        wire.run();
        final Association other = wire.events(server).association;
        wire.remove(VICTIM, UDP);
        wire.add(VICTIM, OTHER_UDP, client);
        if (sendsFromServer) {
            send(other, 20);
        }
        send(side, 1);
        wire.run();
        assertEquals(OTHER_UDP, other.primaryPath().udpPort());
        wire.pass(10 * SECOND);
        assertEquals(0, side.bufferedBytes());
        assertEquals(0, other.bufferedBytes());
        assertTalks(side, other);
    }

    /** The peer itself may lie about its port: then no more goes there than came from it. */
    @Test
    void shouldNotFloodAUdpPortThatThePeerOnlyPretendsToHave() {
        final SctpEngine server = listener(config());
        final SctpEngine attacker = client(ATTACKER, UDP, 1);
        final Association side = connect(attacker, SERVER);
        wire.run();
        final Association other = wire.events(server).association;
        wire.disguisedUdpPort = OTHER_UDP;
        send(other, 100);
        for (int i = 0; i < 20; i++) {
            attacker.advanceTo(wire.nowNs);
            side.requestHeartbeat(side.primaryPath());
            wire.run();
            wire.pass(SECOND);
        }
        final int came = wire.bytesFrom(ATTACKER, OTHER_UDP);
        final int went = wire.bytesTo(ATTACKER, OTHER_UDP);
        assertTrue(came > 0 && went <= 3 * came, went + " bytes for " + came);
        assertFalse(
                wire.sent.stream().anyMatch(sent -> sent.udpPort() == OTHER_UDP && sent.has(ChunkType.DATA)),
                "DATA to where nothing answered");
    }

    /** Without the tag nobody moves anything. */
    @Test
    void shouldNotFollowAStrangerToAnotherUdpPort() {
        final SctpEngine server = listener(config());
        final Association side = connect(client(VICTIM, UDP, 1), SERVER);
        wire.run();
        final Association other = wire.events(server).association;
        for (final int type :
                new int[] {ChunkType.DATA, ChunkType.HEARTBEAT, ChunkType.ABORT, ChunkType.SHUTDOWN_ACK}) {
            wire.forge(server, VICTIM, OTHER_UDP, other.localTag() + 1, type);
            wire.forge(server, VICTIM, OTHER_UDP, other.peerTag() + 1, type);
        }
        assertEquals(UDP, other.primaryPath().udpPort());
        assertTalks(side, other);
    }

    // -- helpers ----------------------------------------------------------------------------------------------------

    private static void send(final Association association, final int messages) {
        final ByteBuffer message = ByteBuffer.allocateDirect(1000);
        for (int i = 0; i < messages; i++) {
            Sends.send(association, message, 0, 1000, 0, 0, 0, 0);
        }
    }

    private void assertTalks(final Association one, final Association other) {
        final List<AssociationState> states = new ArrayList<>(List.of(one.state(), other.state()));
        assertEquals(List.of(AssociationState.ESTABLISHED, AssociationState.ESTABLISHED), states);
        assertEquals(one.localTag(), other.peerTag());
        final int before = other.readyMessages();
        send(one, 1);
        wire.pass(SECOND);
        assertEquals(before + 1, other.readyMessages());
        final int beforeBack = one.readyMessages();
        send(other, 1);
        wire.pass(SECOND);
        assertEquals(beforeBack + 1, one.readyMessages());
    }
}

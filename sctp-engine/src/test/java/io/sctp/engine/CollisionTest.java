package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.IpAddressParameter;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * INIT and COOKIE ECHO where there is an association already (RFC 9260 section 5.2). What a peer without memory does is
 * {@link ReturningPeerTest}'s: there, action A of the table in section 5.2.4.
 */
final class CollisionTest {
    private static final int TAG = 77;
    private static final IpAddress NEW_ADDRESS = IpAddress.ofIpv4(0x0A000063);

    private final EnginePair pair = EnginePair.withDefaults();
    private final RawPeer peer = new RawPeer(pair);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(100);

    /** What the tap held back, in the order in which it was sent. */
    private final List<ByteBuffer> held = new ArrayList<>();

    // -- INIT -------------------------------------------------------------------------------------------------------

    /** Section 5.2.1: the answer has the tag and the TSN of this end's own INIT. */
    @Test
    void shouldAnswerAnInitThatCrossesItsOwnWithTheSameTag() {
        hold(ChunkType.INIT);
        connectFromServer();
        final ByteBuffer ownInit = held.get(0);
        final ByteBuffer initAck = onlyOne(peer.giveInit(peer.init(TAG, 10_000, 1, 1)), ChunkType.INIT_ACK);
        assertEquals(InitChunk.initiateTag(ownInit, PacketHeader.LENGTH), InitChunk.initiateTag(initAck, 0));
        assertEquals(InitChunk.initialTsn(ownInit, PacketHeader.LENGTH), InitChunk.initialTsn(initAck, 0));
        assertEquals(AssociationState.COOKIE_WAIT, pair.serverSide.state());
    }

    /** Section 5.2.1. */
    @Test
    void shouldAnswerAnInitWithTheSameTagWhenItsCookieIsUnderWay() {
        bringServerToCookieEchoed();
        final ByteBuffer initAck = onlyOne(peer.giveInit(peer.init(TAG, 10_000, 1, 1)), ChunkType.INIT_ACK);
        assertEquals(pair.serverSide.localTag(), InitChunk.initiateTag(initAck, 0));
        assertEquals(AssociationState.COOKIE_ECHOED, pair.serverSide.state());
    }

    /** Section 5.2.1: with an address that the association does not have it is refused, and changes nothing. */
    @Test
    void shouldRefuseAnInitWithANewAddressWhenItsCookieIsUnderWay() {
        bringServerToCookieEchoed();
        assertRefusesANewAddress();
        assertEquals(AssociationState.COOKIE_ECHOED, pair.serverSide.state());
    }

    /** Section 5.2.2: the answer has another tag, and nothing changes until its cookie comes back. */
    @Test
    void shouldAnswerAnInitWithAnotherTagWhenTheAssociationIsUp() {
        pair.connect();
        final int before = pair.serverSide.localTag();
        final ByteBuffer initAck = onlyOne(peer.giveInit(peer.init(TAG, 10_000, 1, 1)), ChunkType.INIT_ACK);
        assertNotEquals(before, InitChunk.initiateTag(initAck, 0));
        assertEquals(before, pair.serverSide.localTag());
        assertBothTalk(pair.clientSide, pair.serverSide);
    }

    /** Section 5.2.2. */
    @Test
    void shouldRefuseAnInitWithANewAddressWhenTheAssociationIsUp() {
        pair.connect();
        assertRefusesANewAddress();
        assertBothTalk(pair.clientSide, pair.serverSide);
    }

    // -- COOKIE ECHO (section 5.2.4) --------------------------------------------------------------------------------

    /** Action B: this end's tag is the association's, the peer's is not known yet. */
    @Test
    void shouldTakeTheCookieOfAPeerWhoseInitCrossedItsOwn() {
        hold(ChunkType.INIT);
        connectFromServer();
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.clientSide = connect(pair.client, EnginePair.SERVER_ADDRESS);
        pair.run();
        assertEquals(1, pair.server.associationCount());
        assertEquals(List.of("established"), pair.serverEvents.events);
        assertBothTalk(pair.clientSide, pair.serverSide);
    }

    /** Action C: the cookie of an INIT from before this end's own, which made the association, is discarded. */
    @Test
    void shouldDiscardACookieThatItsOwnInitOvertook() {
        hold(ChunkType.COOKIE_ECHO);
        pair.clientSide = connect(pair.client, EnginePair.SERVER_ADDRESS);
        pair.run();
        final ByteBuffer late = held.get(0);
        pair.tap = (fromClient, packet, offset, length) -> type(packet, offset) != ChunkType.COOKIE_ECHO || !fromClient;
        connectFromServer();
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
        final int tag = pair.serverSide.localTag();
        assertNotEquals(PacketHeader.verificationTag(late, 0), tag);
        pair.tap = (fromClient, packet, offset, length) -> true;
        peer.packet.put(0, late, 0, late.capacity());
        assertEquals(List.of(), peer.give(late.capacity()), "answers to the late cookie");
        assertEquals(tag, pair.serverSide.localTag());
        assertEquals(1, pair.server.associationCount());
        assertEquals(List.of("established"), pair.serverEvents.events);
        assertBothTalk(pair.clientSide, pair.serverSide);
    }

    /** Action D: the acknowledgement was lost; it is sent again, and nobody is told twice. */
    @Test
    void shouldAcknowledgeACookieThatComesAgain() {
        hold(ChunkType.COOKIE_ACK);
        pair.clientSide = connect(pair.client, EnginePair.SERVER_ADDRESS);
        pair.run();
        assertEquals(AssociationState.COOKIE_ECHOED, pair.clientSide.state());
        pair.serverSide = pair.serverEvents.association;
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.expireNext();
        assertEquals(List.of("established"), pair.serverEvents.events);
        assertBothTalk(pair.clientSide, pair.serverSide);
    }

    /** Action D: who waits for an acknowledgement and gets the peer's cookie is up, too. */
    @Test
    void shouldBeUpWhenThePeersCookieComesInsteadOfTheAcknowledgement() {
        hold(ChunkType.COOKIE_ECHO);
        pair.clientSide = connect(pair.client, EnginePair.SERVER_ADDRESS);
        connectFromServer();
        assertEquals(AssociationState.COOKIE_ECHOED, pair.clientSide.state());
        assertEquals(AssociationState.COOKIE_ECHOED, pair.serverSide.state());
        // Who hears the other's cookie needs to send its own no more.
        pair.tap = (fromClient, packet, offset, length) -> fromClient;
        pair.expireNext();
        assertEquals(List.of("established"), pair.serverEvents.events);
        assertEquals(List.of(), pair.clientEvents.events);
        pair.tap = (fromClient, packet, offset, length) -> type(packet, offset) != ChunkType.COOKIE_ECHO || fromClient;
        pair.expireNext();
        assertEquals(List.of("established"), pair.clientEvents.events);
        assertBothTalk(pair.clientSide, pair.serverSide);
    }

    // -- helpers ----------------------------------------------------------------------------------------------------

    /** From now on, chunks of this type do not arrive. */
    private void hold(final int wanted) {
        pair.tap = (fromClient, packet, offset, length) -> {
            if (type(packet, offset) != wanted) {
                return true;
            }
            final ByteBuffer copy = ByteBuffer.allocate(length);
            copy.put(0, packet, offset, length);
            held.add(copy);
            return false;
        };
    }

    private void bringServerToCookieEchoed() {
        pair.client.listen(EnginePair.PORT);
        hold(ChunkType.COOKIE_ECHO);
        connectFromServer();
        assertEquals(AssociationState.COOKIE_ECHOED, pair.serverSide.state());
    }

    private void connectFromServer() {
        pair.serverSide = connect(pair.server, EnginePair.CLIENT_ADDRESS);
        pair.run();
    }

    private Association connect(final SctpEngine from, final IpAddress to) {
        return from.connect(pair.nowNs, EnginePair.PORT, EnginePair.PORT, List.of(to), EnginePair.UDP_PORT, 0);
    }

    private void assertRefusesANewAddress() {
        final int parameter = peer.init(TAG, 10_000, 1, 1);
        final int length = IpAddressParameter.write(peer.packet, parameter, NEW_ADDRESS.high(), NEW_ADDRESS.low());
        final ByteBuffer abort = onlyOne(peer.giveInit(parameter + length), ChunkType.ABORT);
        assertEquals(CauseCode.RESTART_WITH_NEW_ADDRESSES, Parameter.type(abort, Chunk.HEADER_LENGTH));
        final int named = Chunk.HEADER_LENGTH + Parameter.HEADER_LENGTH;
        assertEquals(NEW_ADDRESS.high(), IpAddressParameter.high(abort, named));
        assertEquals(NEW_ADDRESS.low(), IpAddressParameter.low(abort, named));
    }

    private static ByteBuffer onlyOne(final List<RawPeer.Answer> answers, final int type) {
        assertEquals(1, answers.size(), answers::toString);
        assertEquals(TAG, answers.get(0).tag());
        assertEquals(type, answers.get(0).type());
        return answers.get(0).bytes();
    }

    private static int type(final ByteBuffer packet, final int offset) {
        return Chunk.type(packet, offset + PacketHeader.LENGTH);
    }

    private void assertBothTalk(final Association client, final Association server) {
        assertEquals(AssociationState.ESTABLISHED, client.state());
        assertEquals(AssociationState.ESTABLISHED, server.state());
        assertEquals(client.localTag(), server.peerTag());
        assertEquals(server.localTag(), client.peerTag());
        final ReceiveInfo info = new ReceiveInfo();
        Sends.send(client, buffer, 0, 7, 0, 0, 0, 0);
        Sends.send(server, buffer, 0, 9, 0, 0, 0, 0);
        pair.run();
        assertEquals(7, server.receive(buffer, 0, buffer.capacity(), info));
        assertEquals(9, client.receive(buffer, 0, buffer.capacity(), info));
    }
}

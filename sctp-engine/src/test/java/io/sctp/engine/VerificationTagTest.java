package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets of no association, or under the wrong tag (RFC 9260 sections 5.2.3, 5.2.5, 8.4 and 8.5). */
final class VerificationTagTest {
    private static final int NOBODYS_TAG = 99;
    private static final int NO_FLAGS = 0;

    private final EnginePair pair = EnginePair.withDefaults();
    private final RawPeer peer = new RawPeer(pair);

    @BeforeEach
    void connect() {
        pair.connect();
        peer.source = IpAddress.ofIpv4(0x0A000063);
    }

    // -- out of the blue (section 8.4) ------------------------------------------------------------------------------

    /** Rules 2, 6 and 7. */
    @ParameterizedTest
    @ValueSource(ints = {ChunkType.ABORT, ChunkType.SHUTDOWN_COMPLETE, ChunkType.COOKIE_ACK})
    void shouldNotAnswerTheLastWordOfAnAssociation(final int type) {
        assertEquals(List.of(), peer.giveChunk(NOBODYS_TAG, type, NO_FLAGS));
        assertEquals(1, pair.server.counters().outOfTheBlue());
    }

    /** Rule 7. */
    @Test
    void shouldNotAnswerThatACookieIsStale() {
        assertEquals(
                List.of(),
                peer.giveChunk(NOBODYS_TAG, ChunkType.ERROR, NO_FLAGS, CauseCode.STALE_COOKIE << 16 | 8, 1_000));
    }

    /** Rule 5: with the tag that came, and the T bit that says so. */
    @Test
    void shouldAnswerShutdownAckByShutdownComplete() {
        final RawPeer.Answer answer = onlyOne(peer.giveChunk(NOBODYS_TAG, ChunkType.SHUTDOWN_ACK, NO_FLAGS));
        assertEquals(ChunkType.SHUTDOWN_COMPLETE, answer.type());
        assertEquals(Chunk.FLAG_T, Chunk.flags(answer.bytes(), 0));
        assertEquals(NOBODYS_TAG, answer.tag());
    }

    /** Rule 8. */
    @ParameterizedTest
    @ValueSource(ints = {ChunkType.DATA, ChunkType.SACK, ChunkType.HEARTBEAT, ChunkType.SHUTDOWN})
    void shouldAnswerAnythingElseByAbort(final int type) {
        final RawPeer.Answer answer = onlyOne(peer.giveChunk(NOBODYS_TAG, type, NO_FLAGS, 1, 2, 3, 4));
        assertEquals(ChunkType.ABORT, answer.type());
        assertEquals(Chunk.FLAG_T, Chunk.flags(answer.bytes(), 0));
        assertEquals(NOBODYS_TAG, answer.tag());
    }

    /** Section 6.8. */
    @Test
    void shouldDropAPacketWithAWrongChecksum() {
        PacketHeader.write(peer.packet, 0, EnginePair.PORT, EnginePair.PORT, pair.serverSide.localTag());
        Chunk.write(peer.packet, RawPeer.FIRST, ChunkType.ABORT, NO_FLAGS, Chunk.HEADER_LENGTH);
        pair.server.handlePacket(
                0,
                peer.packet,
                0,
                RawPeer.FIRST + Chunk.HEADER_LENGTH,
                EnginePair.CLIENT_ADDRESS.high(),
                EnginePair.CLIENT_ADDRESS.low(),
                EnginePair.UDP_PORT,
                0);
        assertEquals(1, pair.server.counters().badChecksums());
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
    }

    // -- tags (section 8.5) -----------------------------------------------------------------------------------------

    /** The right tag from an address that is not the peer's. */
    @Test
    void shouldNotTakeTheRightTagFromAStranger() {
        assertEquals(List.of(), peer.giveChunk(pair.serverSide.localTag(), ChunkType.ABORT, NO_FLAGS));
        assertEquals(1, pair.server.counters().wrongTags());
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
    }

    /** Section 8.5.1, rule A. */
    @Test
    void shouldDropAnInitWithATag() {
        final int end = peer.init(77, 10_000, 1, 1);
        peer.packet.putInt(PacketHeader.VERIFICATION_TAG_OFFSET, NOBODYS_TAG);
        assertEquals(List.of(), peer.giveInit(end));
        assertEquals(1, pair.server.counters().wrongTags());
    }

    /** Section 8.5.1, rule B: its own tag and no T bit, or the peer's with it. */
    @ParameterizedTest
    @CsvSource({"true, 0, true", "false, 1, true", "true, 1, false", "false, 0, false"})
    void shouldTakeAnAbortWhoseTagAndFlagBelongTogether(
            final boolean isOwnTag, final int flags, final boolean isTaken) {
        peer.source = EnginePair.CLIENT_ADDRESS;
        final int tag = isOwnTag ? pair.serverSide.localTag() : pair.serverSide.peerTag();
        assertEquals(List.of(), peer.giveChunk(tag, ChunkType.ABORT, flags));
        assertEquals(isTaken ? CloseReason.PEER_ABORTED : null, pair.serverSide.closeReason());
    }

    /** Section 8.5.1, rule C: likewise, and only when it is waited for. */
    @ParameterizedTest
    @CsvSource({"true, 0, true", "false, 1, true", "true, 1, false", "false, 0, false"})
    void shouldTakeAShutdownCompleteWhoseTagAndFlagBelongTogether(
            final boolean isOwnTag, final int flags, final boolean isTaken) {
        peer.source = EnginePair.CLIENT_ADDRESS;
        final int tag = isOwnTag ? pair.serverSide.localTag() : pair.serverSide.peerTag();
        peer.giveChunk(tag, ChunkType.SHUTDOWN_COMPLETE, flags);
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state(), "nobody waits for it yet");
        pair.tap = (fromClient, packet, offset, length) -> fromClient;
        pair.clientSide.shutdown();
        pair.run();
        assertEquals(AssociationState.SHUTDOWN_ACK_SENT, pair.serverSide.state());
        peer.giveChunk(tag, ChunkType.SHUTDOWN_COMPLETE, flags);
        assertEquals(isTaken ? CloseReason.SHUTDOWN : null, pair.serverSide.closeReason());
    }

    /** Rules B and C: then the tag says nothing of who reflected it, and either flag is right. */
    @ParameterizedTest
    @CsvSource({"false, 0", "false, 1", "true, 0", "true, 1"})
    void shouldTakeEitherFlagWhereBothEndsHaveTheSameTag(final boolean isShutDown, final int flags) {
        final EnginePair same = EnginePair.withTheSameTag().connect();
        assertEquals(same.clientSide.localTag(), same.serverSide.localTag());
        if (isShutDown) {
            same.tap = (fromClient, packet, offset, length) -> fromClient;
            same.clientSide.shutdown();
            same.run();
            assertEquals(AssociationState.SHUTDOWN_ACK_SENT, same.serverSide.state());
        }
        new RawPeer(same)
                .giveChunk(
                        same.serverSide.localTag(), isShutDown ? ChunkType.SHUTDOWN_COMPLETE : ChunkType.ABORT, flags);
        assertEquals(isShutDown ? CloseReason.SHUTDOWN : CloseReason.PEER_ABORTED, same.serverSide.closeReason());
    }

    // -- a wrong tag from a known peer (sections 8.5 and 8.5.1) -----------------------------------------------------

    /** Whatever it says: only who is unknown is told so. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                ChunkType.DATA,
                ChunkType.I_DATA,
                ChunkType.SACK,
                ChunkType.HEARTBEAT,
                ChunkType.HEARTBEAT_ACK,
                ChunkType.SHUTDOWN,
                ChunkType.SHUTDOWN_ACK,
                ChunkType.SHUTDOWN_COMPLETE,
                ChunkType.ERROR,
                ChunkType.ABORT,
                ChunkType.COOKIE_ACK,
                ChunkType.INIT_ACK,
                ChunkType.FORWARD_TSN,
                ChunkType.RE_CONFIG,
                ChunkType.ASCONF,
                ChunkType.AUTH,
                0x3F,
                0xFF
            })
    void shouldDiscardAWrongTagFromAKnownPeerInSilence(final int type) {
        peer.source = EnginePair.CLIENT_ADDRESS;
        for (int flags = 0; flags <= 1; flags++) {
            assertEquals(List.of(), peer.giveChunk(NOBODYS_TAG, type, flags, 1, 2, 3, 4));
        }
        assertEquals(2, pair.server.counters().wrongTags());
        assertEquals(0, pair.server.counters().outOfTheBlue());
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
    }

    /** Rule A: with tag 0 there is nothing but an INIT, from whomever. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                ChunkType.DATA,
                ChunkType.SHUTDOWN_ACK,
                ChunkType.ABORT,
                ChunkType.HEARTBEAT,
                ChunkType.INIT_ACK,
                ChunkType.COOKIE_ECHO
            })
    void shouldDiscardTagZeroInSilence(final int type) {
        assertEquals(List.of(), peer.giveChunk(0, type, NO_FLAGS, 1, 2, 3, 4));
        peer.source = EnginePair.CLIENT_ADDRESS;
        assertEquals(List.of(), peer.giveChunk(0, type, Chunk.FLAG_T, 1, 2, 3, 4));
        assertEquals(2, pair.server.counters().wrongTags());
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
    }

    /** Rules B, C and E in COOKIE-WAIT: the peer has given no tag that could be reflected. */
    @ParameterizedTest
    @CsvSource({"6, 0", "6, 1", "6, 99", "14, 0", "14, 99", "0, 99", "3, 99", "5, 99", "9, 99"})
    void shouldGoOnConnectingWhateverCarriesAWrongTag(final int type, final int tag) {
        final EnginePair waiting = EnginePair.withDefaults();
        final RawPeer forger = new RawPeer(waiting);
        beginFromServer(waiting);
        for (int flags = 0; flags <= 1; flags++) {
            assertEquals(List.of(), forger.giveChunk(tag, type, flags));
        }
        assertEquals(AssociationState.COOKIE_WAIT, waiting.serverSide.state());
        waiting.client.listen(EnginePair.PORT);
        waiting.tap = (fromClient, packet, offset, length) -> true;
        waiting.pass(10_000_000_000L);
        assertEquals(AssociationState.ESTABLISHED, waiting.serverSide.state());
    }

    /** Rule E: as if it had come out of the blue. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAnswerShutdownAckWhileAnAssociationIsSetUp(final boolean isCookieEchoed) {
        final EnginePair waiting = EnginePair.withDefaults();
        final RawPeer forgetful = new RawPeer(waiting);
        if (isCookieEchoed) {
            waiting.client.listen(EnginePair.PORT);
        }
        beginFromServer(waiting);
        assertEquals(
                isCookieEchoed ? AssociationState.COOKIE_ECHOED : AssociationState.COOKIE_WAIT,
                waiting.serverSide.state());
        final RawPeer.Answer answer = onlyOne(forgetful.giveChunk(NOBODYS_TAG, ChunkType.SHUTDOWN_ACK, NO_FLAGS));
        assertEquals(ChunkType.SHUTDOWN_COMPLETE, answer.type());
        assertEquals(Chunk.FLAG_T, Chunk.flags(answer.bytes(), 0));
        assertEquals(NOBODYS_TAG, answer.tag());
    }

    /** The old association's DATA is under a tag that the new one does not have. */
    @Test
    void shouldRestartWhileDataOfTheOldAssociationCrossesItsInit() {
        pair.forgetClient();
        pair.beginToConnect();
        final ByteBuffer message = ByteBuffer.allocateDirect(10);
        Sends.send(pair.serverSide, message, 0, 10, 0, 0, 0, 0);
        pair.carry(false);
        assertEquals(AssociationState.COOKIE_WAIT, pair.clientSide.state());
        pair.run();
        assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state());
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
        assertEquals(
                List.of("established", "restarted"),
                pair.serverEvents.events.stream()
                        .filter(event -> event.startsWith("established") || event.startsWith("restarted"))
                        .toList());
    }

    /** Section 3.1: nobody has port 0, so that nothing is answered and nothing looked up. */
    @ParameterizedTest
    @CsvSource({"0, 5000", "5000, 0", "0, 0"})
    void shouldDiscardWhatHasPortZero(final int source, final int destination) {
        for (final int type : new int[] {ChunkType.DATA, ChunkType.SHUTDOWN_ACK, ChunkType.HEARTBEAT}) {
            PacketHeader.write(peer.packet, 0, source, destination, NOBODYS_TAG);
            Chunk.write(peer.packet, RawPeer.FIRST, type, NO_FLAGS, Chunk.HEADER_LENGTH);
            assertEquals(List.of(), peer.give(RawPeer.FIRST + Chunk.HEADER_LENGTH));
        }
        pair.server.listen(0);
        final int end = peer.init(77, 10_000, 1, 1);
        PacketHeader.write(peer.packet, 0, source, destination, 0);
        assertEquals(List.of(), peer.giveInit(end));
        assertEquals(4, pair.server.counters().malformedPackets());
    }

    /** Section 8.4, rule 1: the answer would go to many. */
    @Test
    void shouldNotAnswerASourceThatIsNobody() {
        for (final int address : new int[] {0, -1, 0xE0000001}) {
            peer.source = IpAddress.ofIpv4(address);
            assertEquals(List.of(), peer.giveChunk(NOBODYS_TAG, ChunkType.DATA, NO_FLAGS, 1, 2, 3, 4));
            assertEquals(List.of(), peer.giveInit(peer.init(77, 10_000, 1, 1)));
        }
        peer.source = new IpAddress(0xFF02_0000_0000_0000L, 1);
        assertEquals(List.of(), peer.giveInit(peer.init(77, 10_000, 1, 1)));
    }

    private static void beginFromServer(final EnginePair waiting) {
        waiting.tap = (fromClient, packet, offset, length) -> {
            final int type = Chunk.type(packet, offset + PacketHeader.LENGTH);
            return type == ChunkType.INIT || type == ChunkType.INIT_ACK;
        };
        waiting.serverSide = waiting.server.connect(
                0, EnginePair.PORT, EnginePair.PORT, List.of(EnginePair.CLIENT_ADDRESS), EnginePair.UDP_PORT, 0);
        waiting.run();
        if (waiting.serverSide.state() == AssociationState.CLOSED) {
            throw new AssertionError("refused");
        }
    }

    // -- in a state that does not wait for them ---------------------------------------------------------------------

    /** Section 5.2.3. */
    @Test
    void shouldDiscardAnInitAckThatNobodyWaitsFor() {
        peer.source = EnginePair.CLIENT_ADDRESS;
        final int tag = pair.serverSide.localTag();
        PacketHeader.write(peer.packet, 0, EnginePair.PORT, EnginePair.PORT, tag);
        InitChunk.writeFixed(peer.packet, RawPeer.FIRST, 77, 10_000, 1, 1, 1);
        Chunk.write(peer.packet, RawPeer.FIRST, ChunkType.INIT_ACK, NO_FLAGS, InitChunk.FIXED_LENGTH);
        assertEquals(List.of(), peer.give(RawPeer.FIRST + InitChunk.FIXED_LENGTH));
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
        assertEquals(pair.clientSide.localTag(), pair.serverSide.peerTag());
    }

    /** Section 5.2.5. */
    @Test
    void shouldDiscardACookieAckThatNobodyWaitsFor() {
        peer.source = EnginePair.CLIENT_ADDRESS;
        assertEquals(List.of(), peer.giveChunk(pair.serverSide.localTag(), ChunkType.COOKIE_ACK, NO_FLAGS));
        pair.server.pollEvents(pair.serverEvents, Integer.MAX_VALUE);
        assertEquals(List.of("established"), pair.serverEvents.events);
    }

    private static RawPeer.Answer onlyOne(final List<RawPeer.Answer> answers) {
        assertEquals(1, answers.size(), answers::toString);
        return answers.get(0);
    }
}

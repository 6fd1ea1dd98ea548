package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A set-up ends, whatever the server answers: with an association, or with a reason (RFC 9260 sections 5.1 and 5.2).
 */
final class SetUpEndTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int SERVER_TAG = 4711;
    private static final int RETRIES = 4;

    private final EnginePair pair = new EnginePair(
            AssociationConfig.builder().maxInitRetransmissions(RETRIES).build(),
            AssociationConfig.builder().build());
    private final RawPeer server = RawPeer.asServer(pair);
    private int initsSeen;
    private int echoesSeen;

    /** What the server says to a COOKIE ECHO. */
    private interface EchoAnswer {
        List<RawPeer.Answer> give();
    }

    /** RFC 9260 section 5.2.6 leaves the choice to try again; Max.Init.Retransmits ends it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20_000, -1})
    void shouldGiveUpWhenEveryCookieIsFoundStale(final int staleMicros) {
        run(() -> server.giveChunk(clientTag(), ChunkType.ERROR, 0, CauseCode.STALE_COOKIE << 16 | 8, staleMicros));
        assertEquals(CloseReason.SETUP_FAILED, pair.clientSide.closeReason());
        assertEquals(CauseCode.STALE_COOKIE, pair.clientSide.closeCause());
        assertEquals(1 + RETRIES, initsSeen);
        assertEquals(1 + RETRIES, echoesSeen);
        assertEquals(0, pair.client.memoryBlocks());
    }

    /** The same with loss: T1-init and T1-cookie count, too, and the set-up still ends. */
    @Test
    void shouldGiveUpWhenStaleCookiesAndLossTakeTurns() {
        final int[] heard = {0};
        run(() -> ++heard[0] % 3 != 0
                ? List.of()
                : server.giveChunk(clientTag(), ChunkType.ERROR, 0, CauseCode.STALE_COOKIE << 16 | 8, 1));
        assertEquals(CloseReason.SETUP_FAILED, pair.clientSide.closeReason());
        assertTrue(initsSeen <= 1 + RETRIES, () -> initsSeen + " INITs");
        assertTrue(echoesSeen <= (1 + RETRIES) * (1 + RETRIES), () -> echoesSeen + " COOKIE ECHOs");
    }

    /** Whatever comes back that is no COOKIE ACK, T1-cookie ends it. */
    @ParameterizedTest
    @ValueSource(ints = {CauseCode.UNRECOGNIZED_PARAMETERS, CauseCode.UNRECOGNIZED_CHUNK, CauseCode.OUT_OF_RESOURCE})
    void shouldGiveUpWhenTheCookieIsRefusedWithoutAnAbort(final int cause) {
        run(() -> server.giveChunk(clientTag(), ChunkType.ERROR, 0, cause << 16 | 4));
        assertEquals(CloseReason.SETUP_FAILED, pair.clientSide.closeReason());
        assertEquals(1, initsSeen);
        assertEquals(1 + RETRIES, echoesSeen);
    }

    /** RFC 9260 section 5.2.3: an INIT ACK in COOKIE-ECHOED is discarded. */
    @Test
    void shouldGiveUpWhenEveryCookieIsAnsweredWithAnotherInitAck() {
        run(() -> server.give(writeInitAck(100)));
        assertEquals(CloseReason.SETUP_FAILED, pair.clientSide.closeReason());
        assertEquals(1 + RETRIES, echoesSeen);
    }

    /** INITs that cross again and again change nothing, either. */
    @Test
    void shouldGiveUpWhenEveryCookieIsAnsweredWithAnInit() {
        run(() -> {
            final int end = server.init(SERVER_TAG, 10_000, 1, 1);
            return server.giveInit(end).stream()
                    .filter(answer -> answer.type() != ChunkType.INIT_ACK)
                    .toList();
        });
        assertEquals(CloseReason.SETUP_FAILED, pair.clientSide.closeReason());
        assertEquals(1 + RETRIES, echoesSeen);
    }

    /** The addresses of the next INIT ACK may be others, and their paths have other indexes. */
    @Test
    void shouldGiveUpWhatWaitsForAnAddressWhenItsSetUpBeginsAnew() {
        pair.beginToConnect();
        note(server.answers());
        note(server.give(writeInitAck(100)));
        server.giveChunk(clientTag(), ChunkType.HEARTBEAT, 0, 1 << 16 | 12, 1, 2);
        note(server.giveChunk(clientTag(), ChunkType.ERROR, 0, CauseCode.STALE_COOKIE << 16 | 8, 1));
        final List<RawPeer.Answer> echo = server.give(writeInitAck(100));
        assertEquals(
                List.of(ChunkType.COOKIE_ECHO),
                echo.stream().map(RawPeer.Answer::type).toList());
        assertEquals(List.of(), server.giveChunk(clientTag(), ChunkType.COOKIE_ACK, 0));
        assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state());
        assertEquals(0, pair.client.memoryBlocks());
    }

    /** An empty cookie is a cookie: other stacks send back what they were given. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void shouldEchoACookieOfAnyLength(final int cookieLength) {
        pair.beginToConnect();
        note(server.answers());
        final List<RawPeer.Answer> echo = server.give(writeInitAck(cookieLength));
        assertEquals(ChunkType.COOKIE_ECHO, echo.get(0).type());
        assertEquals(Chunk.HEADER_LENGTH + cookieLength, echo.get(0).bytes().capacity());
        assertEquals(SERVER_TAG, echo.get(0).tag());
        server.giveChunk(clientTag(), ChunkType.COOKIE_ACK, 0);
        assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state());
        assertEquals(0, pair.client.memoryBlocks());
    }

    @Test
    void shouldEchoAnEmptyCookieAgainUntilItIsAnswered() {
        pair.beginToConnect();
        note(server.answers());
        server.give(writeInitAck(0));
        pair.nowNs += 5 * SECOND;
        pair.client.handleTimeout(pair.nowNs);
        final List<RawPeer.Answer> echo = server.answers();
        assertEquals(1, echo.size());
        assertEquals(ChunkType.COOKIE_ECHO, echo.get(0).type());
    }

    /**
     * A cookie that no path carries whole goes in a packet that IP fragments; one that no buffer holds ends the set-up.
     */
    @ParameterizedTest
    @CsvSource({"1400, 1500, true", "3000, 1500, false", "3000, 4000, true", "60000, 65536, true", "60000, 60000, false"
    })
    void shouldSayWhyACookieIsTooLong(final int cookieLength, final int capacity, final boolean fits) {
        pair.beginToConnect();
        note(server.answers());
        server.hand(writeInitAck(cookieLength));
        final ByteBuffer out = ByteBuffer.allocateDirect(capacity);
        final Transmit transmit = new Transmit();
        final int length = pair.client.pollTransmit(pair.nowNs, out, 0, capacity, transmit);
        if (fits) {
            assertEquals(PacketHeader.LENGTH + Chunk.HEADER_LENGTH + Chunk.padded(cookieLength), length);
            assertEquals(length > 1480, transmit.mayBeFragmented());
            assertEquals(AssociationState.COOKIE_ECHOED, pair.clientSide.state());
        } else {
            assertEquals(CloseReason.SETUP_FAILED, pair.clientSide.closeReason());
            assertEquals(CauseCode.OUT_OF_RESOURCE, pair.clientSide.closeCause());
            assertEquals(0, pair.client.associationCount());
            // The peer hears of it.
            assertTrue(length > 0);
            assertEquals(ChunkType.ABORT, Chunk.type(out, PacketHeader.LENGTH));
            assertEquals(0, pair.client.pollTransmit(pair.nowNs, out, 0, capacity, transmit));
        }
    }

    /** T1-cookie may expire between two polls in which the answer comes. */
    @ParameterizedTest
    @ValueSource(ints = {ChunkType.COOKIE_ACK, ChunkType.ERROR, ChunkType.ABORT})
    void shouldNotSendACookieAgainThatWasAnsweredMeanwhile(final int type) {
        pair.beginToConnect();
        note(server.answers());
        server.give(writeInitAck(100));
        pair.nowNs += 5 * SECOND;
        pair.client.handleTimeout(pair.nowNs);
        final List<RawPeer.Answer> answers = server.giveChunk(
                clientTag(),
                type,
                0,
                type == ChunkType.ERROR ? new int[] {CauseCode.STALE_COOKIE << 16 | 8, 1} : new int[0]);
        assertTrue(answers.stream().noneMatch(answer -> answer.type() == ChunkType.COOKIE_ECHO), answers::toString);
    }

    // -- the server -------------------------------------------------------------------------------------------------

    /** Answers INITs with INIT ACKs and COOKIE ECHOs as the test wants, until the client gives up. */
    private void run(final EchoAnswer echoAnswer) {
        pair.beginToConnect();
        List<RawPeer.Answer> heard = server.answers();
        for (int rounds = 0; pair.clientSide.closeReason() == null; rounds++) {
            assertTrue(rounds < 1000, "it never ends");
            note(heard);
            if (heard.isEmpty()) {
                pair.nowNs = Math.max(pair.nowNs, pair.client.nextTimeoutNs());
                pair.client.handleTimeout(pair.nowNs);
                heard = server.answers();
            } else if (heard.get(0).type() == ChunkType.INIT) {
                heard = server.give(writeInitAck(100));
            } else {
                heard = echoAnswer.give();
            }
        }
    }

    private int clientTag() {
        return pair.clientSide.localTag();
    }

    private void note(final List<RawPeer.Answer> heard) {
        for (final RawPeer.Answer answer : heard) {
            initsSeen += answer.type() == ChunkType.INIT ? 1 : 0;
            echoesSeen += answer.type() == ChunkType.COOKIE_ECHO ? 1 : 0;
        }
    }

    private int writeInitAck(final int cookieLength) {
        final ByteBuffer packet = server.packet;
        PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, clientTag());
        InitChunk.writeFixed(packet, RawPeer.FIRST, SERVER_TAG, 100_000, 10, 10, 1);
        final int cookie = RawPeer.FIRST + InitChunk.FIXED_LENGTH;
        final int end = cookie + Parameter.HEADER_LENGTH + cookieLength;
        Parameter.write(packet, cookie, ParameterType.STATE_COOKIE, Parameter.HEADER_LENGTH + cookieLength);
        Chunk.write(packet, RawPeer.FIRST, ChunkType.INIT_ACK, 0, end - RawPeer.FIRST);
        return RawPeer.FIRST + Chunk.padded(end - RawPeer.FIRST);
    }
}

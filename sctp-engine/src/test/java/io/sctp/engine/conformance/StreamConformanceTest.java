package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.ScriptedPeer.PEER_TSN;
import static io.sctp.engine.conformance.ScriptedPeer.WINDOW;
import static io.sctp.engine.conformance.ScriptedPeer.chunks;
import static io.sctp.engine.conformance.WireBytes.BEGIN;
import static io.sctp.engine.conformance.WireBytes.END;
import static io.sctp.engine.conformance.WireBytes.UNORDERED;
import static io.sctp.engine.conformance.WireBytes.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.AssociationState;
import io.sctp.engine.SendResult;
import io.sctp.engine.Sends;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.conformance.WireBytes.Chunk;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 9260 sections 6.5 and 6.6: streams and their order. */
final class StreamConformanceTest {
    private final ScriptedPeer peer = ScriptedPeer.withDefaults();

    private int ssn(final int stream, final int flags) {
        final List<Chunk> data = chunks(peer.send(100, stream, flags), WireBytes.DATA);
        assertEquals(1, data.size());
        assertEquals(stream, data.get(0).stream());
        assertEquals(flags != 0, (data.get(0).flags() & UNORDERED) != 0);
        peer.give(WireBytes.sack(data.get(0).tsn(), WINDOW));
        return data.get(0).ssn();
    }

    @Test
    @Conforms("6.5#1")
    void shouldUseOnlyStreamsThatThePeerTakes() {
        peer.accepted(3, WINDOW);
        assertEquals(0, ssn(2, 0));
        final ByteBuffer message = ByteBuffer.allocateDirect(100);
        for (final int stream : new int[] {3, 63, 65535, -1}) {
            assertEquals(SendResult.INVALID_STREAM, Sends.send(peer.association, message, 0, 100, stream, 0, 0, 0));
        }
        assertEquals(List.of(), peer.poll());
    }

    /** Messages for streams that the peer does not take when it answers. */
    @Test
    @Conforms("6.5#1")
    void shouldNotSendWhatWasQueuedForStreamsThatThePeerDoesNotTake() {
        peer.connecting();
        peer.queue(100, 5, 0);
        peer.queue(100, 1, 0);
        final List<Chunk> data = chunks(peer.cookieEchoed(3, WINDOW), WireBytes.DATA);
        data.forEach(chunk -> assertEquals(1, chunk.stream()));
        chunks(peer.give(WireBytes.chunk(WireBytes.COOKIE_ACK, 0)), WireBytes.DATA)
                .forEach(chunk -> assertEquals(1, chunk.stream()));
        assertTrue(
                peer.events.events.stream().anyMatch(event -> event.contains("NO_SUCH_STREAM stream 5")),
                peer.events.events::toString);
    }

    /** The peer has begun anew, with another tag; so do the numbers. */
    @Test
    @Conforms("6.5#2")
    void shouldBeginWithZeroAgainWhereThePeerRestarts() {
        peer.accepted();
        assertEquals(0, ssn(3, 0));
        assertEquals(1, ssn(3, 0));
        final Chunk initAck = ScriptedPeer.onlyChunk(
                peer.giveUnder(0, WireBytes.init(WireBytes.INIT, ScriptedPeer.PEER_TAG + 1, WINDOW, 10, PEER_TSN)));
        peer.giveUnder(initAck.int32(4), WireBytes.chunkOf(WireBytes.COOKIE_ECHO, 0, ScriptedPeer.cookie(initAck)));
        assertTrue(
                peer.events.events.stream().anyMatch(event -> event.startsWith("restarted")),
                peer.events.events::toString);
        assertEquals(0, ssn(3, 0));
    }

    @Test
    @Conforms({"6.5#2", "6.5#3", "6.5#5"})
    void shouldNumberTheOrderedMessagesOfEachStream() {
        peer.accepted();
        assertEquals(0, ssn(0, 0));
        assertEquals(1, ssn(0, 0));
        assertEquals(0, ssn(7, 0));
        assertEquals(0, ssn(9, 0));
        ssn(0, Sends.UNORDERED);
        ssn(7, Sends.UNORDERED);
        assertEquals(2, ssn(0, 0));
        assertEquals(1, ssn(7, 0));
        peer.send(4000, 0, 0);
        peer.give(WireBytes.sack(peer.association.nextTsn() - 1, WINDOW));
        peer.poll();
        assertEquals(4, ssn(0, 0), "a fragmented message counts once");
    }

    @Test
    @Conforms({"6.5#2", "6.5#3"})
    void shouldBeginWithZeroWhereTheEngineOpensTheAssociation() {
        peer.connected();
        assertEquals(0, ssn(1, 0));
        assertEquals(1, ssn(1, 0));
    }

    @Test
    @Conforms("6.5#4")
    void shouldGoOnWithZeroAfterTheLastNumber() {
        peer.accepted();
        int expected = 0;
        for (int i = 0; i < 1100; i++) {
            for (int k = 0; k < 60; k++) {
                peer.queue(1, 2, 0);
            }
            final List<Chunk> data = chunks(peer.poll(), WireBytes.DATA);
            assertEquals(60, data.size());
            for (final Chunk chunk : data) {
                assertEquals(expected++ & 0xFFFF, chunk.ssn());
            }
            peer.give(WireBytes.sack(data.get(59).tsn(), WINDOW));
        }
        assertTrue(expected > 1 << 16);
    }

    @Test
    @Conforms({"6.6#1", "6.6#2"})
    void shouldDeliverTheMessagesOfAStreamInOrder() {
        peer.accepted();
        peer.give(WireBytes.data(PEER_TSN + 3, 4, 2, WHOLE, 3, 'c'));
        peer.give(WireBytes.data(PEER_TSN + 1, 4, 1, WHOLE, 2, 'b'));
        peer.give(WireBytes.data(PEER_TSN + 2, 5, 0, WHOLE, 9, 'x'));
        assertEquals(List.of("5:9:x"), peer.readAll(), "another stream does not wait");
        peer.give(WireBytes.data(PEER_TSN, 4, 0, WHOLE, 1, 'a'));
        assertEquals(List.of("4:1:a", "4:2:b", "4:3:c"), peer.readAll());
    }

    /** Then it is the number that counts, not the TSN. */
    @Test
    @Conforms({"6.6#1", "6.6#2"})
    void shouldDeliverInOrderOfTheNumbersThoughTheTsnsAreInOrder() {
        peer.accepted();
        peer.give(WireBytes.data(PEER_TSN, 4, 1, WHOLE, 2, 'b'));
        assertEquals(List.of(), peer.readAll());
        peer.give(WireBytes.data(PEER_TSN + 1, 4, 0, WHOLE, 1, 'a'));
        assertEquals(List.of("4:1:a", "4:2:b"), peer.readAll());
    }

    /** A message that is handed up in parts waits for its turn, too. */
    @Test
    @Conforms({"6.6#1", "6.6#2"})
    void shouldNotDeliverAPartOfAMessageBeforeItsTurn() {
        final ScriptedPeer taker = new ScriptedPeer(
                AssociationConfig.builder().partialDeliveryBytes(100).build());
        taker.accepted();
        taker.give(WireBytes.data(PEER_TSN + 1, 4, 1, BEGIN, 200, 'b'));
        assertEquals(List.of(), taker.readAll());
        taker.give(WireBytes.data(PEER_TSN, 4, 0, WHOLE, 1, 'a'));
        assertEquals(List.of("4:1:a", "4:200:b"), taker.readAll());
    }

    @Test
    @Conforms({"6.6#1", "6.6#2"})
    void shouldKeepTheOrderWhereTheNumbersBeginAgain() {
        final ScriptedPeer taker = ScriptedPeer.withDefaults().accepted();
        for (int number = 0; number < 65_535; number++) {
            taker.hand(WireBytes.packet(
                    ScriptedPeer.PORT,
                    ScriptedPeer.PORT,
                    taker.association.localTag(),
                    WireBytes.data(PEER_TSN + number, 4, number, WHOLE, 1, 'a')));
            taker.read();
        }
        taker.poll();
        taker.give(WireBytes.data(PEER_TSN + 65_536, 4, 0, WHOLE, 2, 'z'));
        assertEquals(List.of(), taker.readAll());
        taker.give(WireBytes.data(PEER_TSN + 65_535, 4, 65_535, WHOLE, 1, 'y'));
        assertEquals(List.of("4:1:y", "4:2:z"), taker.readAll());
    }

    @Test
    @Conforms("6.6#3")
    void shouldIgnoreTheNumberOfAnUnorderedMessage() {
        peer.accepted();
        peer.give(WireBytes.data(PEER_TSN, 4, 9, WHOLE | UNORDERED, 1, 'a'));
        peer.give(WireBytes.data(PEER_TSN + 1, 4, 9, WHOLE | UNORDERED, 2, 'b'));
        peer.give(WireBytes.data(PEER_TSN + 2, 4, 0, WHOLE | UNORDERED, 3, 'c'));
        peer.give(WireBytes.data(PEER_TSN + 3, 4, 0, WHOLE, 4, 'd'));
        peer.give(WireBytes.data(PEER_TSN + 4, 4, 0, WHOLE | UNORDERED, 5, 'e'));
        peer.give(WireBytes.data(PEER_TSN + 5, 4, 1, WHOLE, 6, 'f'));
        assertEquals(List.of("4:1:a", "4:2:b", "4:3:c", "4:4:d", "4:5:e", "4:6:f"), peer.readAll());
        assertEquals(AssociationState.ESTABLISHED, peer.association.state());
    }

    @Test
    @Conforms("6.6#3")
    void shouldIgnoreTheNumbersOfTheFragmentsOfAnUnorderedMessage() {
        peer.accepted();
        peer.give(WireBytes.data(PEER_TSN + 1, 4, 70, UNORDERED, 2, 'b'));
        peer.give(WireBytes.data(PEER_TSN, 4, 7, BEGIN | UNORDERED, 1, 'a'));
        peer.give(WireBytes.data(PEER_TSN + 2, 4, 700, END | UNORDERED, 3, 'c'));
        assertEquals(AssociationState.ESTABLISHED, peer.association.state());
        assertEquals(List.of("4:6:a"), peer.readAll());
    }

    /** The same for a message that is handed up in parts. */
    @Test
    @Conforms("6.6#3")
    void shouldIgnoreTheNumbersOfTheFragmentsOfAnUnorderedMessageInParts() {
        final ScriptedPeer taker = new ScriptedPeer(
                AssociationConfig.builder().partialDeliveryBytes(100).build());
        taker.accepted();
        taker.give(WireBytes.data(PEER_TSN, 4, 7, BEGIN | UNORDERED, 200, 'a'));
        assertEquals(List.of("4:200:a"), taker.readAll());
        taker.give(WireBytes.data(PEER_TSN + 1, 4, 70, END | UNORDERED, 2, 'b'));
        assertEquals(AssociationState.ESTABLISHED, taker.association.state());
        assertEquals(List.of("4:2:b"), taker.readAll());
    }
}

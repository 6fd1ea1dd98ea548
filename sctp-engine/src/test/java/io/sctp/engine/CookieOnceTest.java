package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cookie makes one association, however often it comes back, and whoever sends it. */
final class CookieOnceTest {
    private static final long SECOND = 1_000_000_000L;

    private final EnginePair pair = EnginePair.withDefaults();
    private ByteBuffer echo;

    private void keepCookies(final EnginePair kept) {
        kept.tap = (fromClient, packet, offset, length) -> {
            if (fromClient && Chunk.type(packet, offset + PacketHeader.LENGTH) == ChunkType.COOKIE_ECHO) {
                echo = ByteBuffer.allocate(length);
                echo.put(0, packet, offset, length);
            }
            return true;
        };
    }

    private List<RawPeer.Answer> replay(final EnginePair to) {
        final RawPeer peer = new RawPeer(to);
        peer.packet.put(0, echo, 0, echo.capacity());
        return peer.give(echo.capacity());
    }

    private static void assertStale(final List<RawPeer.Answer> answers) {
        assertEquals(1, answers.size(), answers::toString);
        assertEquals(ChunkType.ERROR, answers.get(0).type());
        assertEquals(CauseCode.STALE_COOKIE, answers.get(0).cause());
    }

    @Test
    void shouldMakeNoSecondAssociationOfACookie() {
        keepCookies(pair);
        pair.connect();
        pair.serverSide.abort();
        pair.run();
        for (int i = 0; i < 10; i++) {
            assertStale(replay(pair));
        }
        assertEquals(0, pair.server.associationCount());
        pair.server.pollEvents(pair.serverEvents, 100);
        assertEquals(
                1,
                pair.serverEvents.events.stream().filter("established"::equals).count());
    }

    /** Until it is stale anyway, for as long as a Cookie Preservative may make it live. */
    @Test
    void shouldRememberACookieForItsLife() {
        keepCookies(pair);
        pair.connect();
        pair.clientSide.shutdown();
        pair.run();
        for (int i = 0; i < 130; i++) {
            pair.advanceTo(pair.nowNs + SECOND);
            replay(pair);
            assertEquals(0, pair.server.associationCount(), "after " + i + " s");
        }
    }

    /** Also under the tag that it had before its peer restarted. */
    @Test
    void shouldMakeNoAssociationOfTheCookieOfAnEarlierIncarnation() {
        keepCookies(pair);
        pair.connect();
        final ByteBuffer first = echo;
        pair.forgetClient();
        pair.beginToConnect();
        pair.run();
        assertTrue(pair.serverEvents.events.contains("restarted"));
        final ByteBuffer second = echo;
        echo = first;
        replay(pair);
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
        pair.serverSide.abort();
        pair.run();
        for (final ByteBuffer each : List.of(first, second)) {
            echo = each;
            assertStale(replay(pair));
        }
        assertEquals(0, pair.server.associationCount());
    }

    /** The COOKIE ACK was lost, or is to be heard again: the association that is up stays what it is. */
    @Test
    void shouldAcknowledgeTheCookieOfAnAssociationThatIsUp() {
        keepCookies(pair);
        pair.connect();
        for (int i = 0; i < 3; i++) {
            final List<RawPeer.Answer> answers = replay(pair);
            assertEquals(ChunkType.COOKIE_ACK, answers.get(0).type());
        }
        assertEquals(1, pair.server.associationCount());
        assertEquals(List.of("established"), pair.serverEvents.events);
    }

    /** The peer whose cookie is stale begins anew. */
    @Test
    void shouldLetThePeerBeginAnewWhoseAssociationIsOver() {
        pair.tap = (fromClient, packet, offset, length) ->
                fromClient || Chunk.type(packet, offset + PacketHeader.LENGTH) == ChunkType.INIT_ACK;
        pair.beginToConnect();
        pair.run();
        assertEquals(AssociationState.COOKIE_ECHOED, pair.clientSide.state());
        pair.serverEvents.association.abort();
        pair.run();
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(10 * SECOND);
        assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state());
        assertEquals(AssociationState.ESTABLISHED, pair.serverEvents.association.state());
    }

    /** What is remembered is bounded: then cookies from before what was forgotten are stale, later ones are not. */
    @Test
    void shouldForgetTheOldestAndTakeOlderCookiesForStale() {
        final EnginePair small = new EnginePair(
                EngineConfig.builder().build(),
                EngineConfig.builder().maxAssociations(2).build());
        keepCookies(small);
        small.connect();
        final ByteBuffer first = echo;
        small.serverSide.abort();
        small.run();
        for (int i = 0; i < 3000; i++) {
            small.nowNs += 1_000_000;
            small.clientEvents.association = null;
            small.connect();
            small.serverSide.abort();
            small.run();
        }
        echo = first;
        assertStale(replay(small));
        assertStale(replay(small));
        assertEquals(0, small.server.associationCount());
        small.nowNs += 1_000_000;
        small.connect();
        assertEquals(1, small.server.associationCount());
    }
}

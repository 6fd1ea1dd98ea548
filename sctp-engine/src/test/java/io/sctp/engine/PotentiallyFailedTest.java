package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Quick failover (RFC 7829): paths that may have failed, and primary paths that are given up. */
final class PotentiallyFailedTest {
    private static final long SECOND = 1_000_000_000L;

    /** Nothing more happens on a path by itself in the time of a test. */
    private static AssociationConfigBuilder config() {
        return AssociationConfig.builder().heartbeatIntervalNs(3600 * SECOND);
    }

    private static MultihomedPair pair(final int nets) {
        return new MultihomedPair(nets, config()).connect();
    }

    private static PathState state(final MultihomedPair pair, final int path) {
        return pair.clientSide.path(path).state();
    }

    /** Section 3.2, rules 1 to 3: the first time-out is enough. */
    @Test
    void shouldSendToAnotherPathAsSoonAsOneMayHaveFailed() {
        final MultihomedPair pair = pair(2);
        pair.cut(0);
        assertEquals(0, pair.send());
        pair.pass(SECOND);
        assertEquals(PathState.POTENTIALLY_FAILED, state(pair, 0));
        assertEquals(List.of("path 0 POTENTIALLY_FAILED"), paths(pair));
        assertEquals(1, pair.serverEvents.association.readyMessages(), "what timed out went the other way");
        assertEquals(1, pair.send());
    }

    /** Rule 1: more time-outs than the threshold. */
    @Test
    void shouldStayOnAPathThatMissesNoMoreAnswersThanItMay() {
        final MultihomedPair pair = new MultihomedPair(2, config().potentiallyFailedRetransmissions(2)).connect();
        pair.cut(0);
        for (int errors = 1; errors <= 2; errors++) {
            assertEquals(0, pair.send());
            pair.pass(errors * SECOND);
            assertEquals(errors, pair.clientSide.path(0).errorCount());
            assertEquals(PathState.ACTIVE, state(pair, 0));
        }
        assertEquals(0, pair.send());
        pair.pass(5 * SECOND);
        assertEquals(PathState.POTENTIALLY_FAILED, state(pair, 0));
        assertEquals(1, pair.send());
    }

    /** Rule 1: with Path.Max.Retrans as the threshold, paths are as RFC 9260 has them. */
    @Test
    void shouldKnowNoPotentialFailureWhereTheThresholdIsThatOfFailure() {
        final MultihomedPair pair = new MultihomedPair(2, config().potentiallyFailedRetransmissions(5)).connect();
        pair.cut(0);
        for (int i = 0; i < 6; i++) {
            assertEquals(0, pair.send(), "message " + i);
            pair.pass(64 * SECOND);
        }
        assertEquals(List.of("path 0 INACTIVE"), paths(pair));
        assertEquals(1, pair.send());
    }

    /** Rules 6 and 7: at once, then after each RTO, which doubles. */
    @Test
    void shouldTryThePathAtOnceAndThenInEachRto() {
        final MultihomedPair pair = pair(2);
        pair.cut(0);
        pair.send();
        final long sentNs = pair.nowNs;
        pair.pass(16 * SECOND);
        final List<Long> seconds = pair.sent(ChunkType.HEARTBEAT, 0).stream()
                .map(heartbeat -> (heartbeat.timeNs() - sentNs) / SECOND)
                .toList();
        assertEquals(List.of(1L, 3L, 7L, 15L), seconds);
        assertEquals(4, pair.clientSide.path(0).errorCount());
    }

    /** Rule 6: the interval does not matter, but whether there are heartbeats does. */
    @Test
    void shouldNotTryThePathWhereHeartbeatsAreOff() {
        final MultihomedPair pair = pair(2);
        pair.clientSide.heartbeatInterval(pair.clientSide.path(0), 0);
        pair.cut(0);
        pair.send();
        pair.pass(20 * SECOND);
        assertEquals(PathState.POTENTIALLY_FAILED, state(pair, 0));
        assertEquals(List.of(), pair.sent(ChunkType.HEARTBEAT, 0));
    }

    /** Rule 8; what may be in flight then is what RFC 9260 section 7.2.3 left after the time-out: one packet. */
    @Test
    void shouldComeBackWhenAHeartbeatIsAnswered() {
        final MultihomedPair pair = pair(2);
        pair.cut(0);
        pair.send();
        pair.pass(SECOND);
        pair.up[0] = true;
        pair.pass(2 * SECOND);
        assertEquals(List.of("path 0 POTENTIALLY_FAILED", "path 0 ACTIVE"), paths(pair));
        assertEquals(0, pair.clientSide.path(0).errorCount());
        final Path back = pair.clientSide.path(0);
        assertEquals(back.maxPacketSize() - PacketHeader.LENGTH, back.congestionWindowBytes());
        assertEquals(0, pair.send());
    }

    /** Rule 10: nobody knows which of two transmissions was acknowledged. */
    @Test
    void shouldNotComeBackForWhatWentToAnotherPathToo() {
        final MultihomedPair pair = pair(2);
        pair.clientSide.heartbeatInterval(pair.clientSide.path(0), 0);
        pair.cut(0);
        pair.send();
        pair.pass(SECOND);
        assertEquals(0, pair.clientSide.bufferedBytes(), "acknowledged on the other path");
        assertEquals(PathState.POTENTIALLY_FAILED, state(pair, 0));
        assertEquals(1, pair.clientSide.path(0).errorCount());
        assertTrue(pair.clientSide.path(1).isActive());
    }

    /** Rule 11: what was sent to the path alone must have arrived there. */
    @Test
    void shouldComeBackForWhatWentThereAlone() {
        final MultihomedPair pair = pair(2);
        pair.clientSide.heartbeatInterval(pair.clientSide.path(0), 0);
        pair.clientSide.heartbeatInterval(pair.clientSide.path(1), 0);
        pair.cut(0, 1);
        pair.send();
        pair.pass(2 * SECOND + 1);
        assertEquals(PathState.POTENTIALLY_FAILED, state(pair, 0));
        assertEquals(PathState.POTENTIALLY_FAILED, state(pair, 1));
        pair.up[0] = true;
        pair.up[1] = true;
        pair.pass(3 * SECOND);
        assertEquals(0, pair.clientSide.bufferedBytes());
        assertEquals(List.of(), active(pair), "the acknowledgement may be that of any transmission");
        final int net = pair.send();
        assertEquals(List.of(net), active(pair));
    }

    private static List<Integer> active(final MultihomedPair pair) {
        return IntStream.range(0, pair.clientSide.pathCount())
                .filter(i -> pair.clientSide.path(i).isActive())
                .boxed()
                .toList();
    }

    /** Rule 5: of those that may have failed the one with the fewest errors, of equals another than the primary. */
    @Test
    void shouldUseThePathWithTheFewestErrorsWhenAllMayHaveFailed() {
        final MultihomedPair pair = pair(3);
        final Association association = pair.clientSide;
        fail(association, 0, 1);
        fail(association, 1, 2);
        fail(association, 2, 3);
        assertEquals(0, pair.send());
        fail(association, 0, 3);
        assertEquals(1, pair.send());
        fail(association, 1, 3);
        assertEquals(1, pair.send());
    }

    /** Sections 3.2, rule 5, and 4.1. */
    @Test
    void shouldUseAPathThatMayHaveFailedBeforeOneThatHas() {
        final MultihomedPair pair = pair(3);
        final Association association = pair.clientSide;
        fail(association, 0, 0);
        ((TransportPath) association.path(0)).state(PathState.INACTIVE);
        fail(association, 1, 0);
        ((TransportPath) association.path(1)).state(PathState.INACTIVE);
        fail(association, 2, 5);
        assertEquals(2, pair.send());
    }

    /** What is in no packet: a number of errors, as if so many answers were missing. */
    private static void fail(final Association association, final int path, final int errors) {
        ((TransportPath) association.path(path)).clearErrors();
        ((TransportPath) association.path(path)).state(PathState.POTENTIALLY_FAILED);
        for (int i = 0; i < errors; i++) {
            ((TransportPath) association.path(path)).countError();
        }
    }

    /** Rule 3.iii. */
    @Test
    void shouldNotSendToAPathThatMayHaveFailedThoughAMessageNamesIt() {
        final MultihomedPair pair = pair(3);
        fail(pair.clientSide, 1, 1);
        final ByteBuffer message = ByteBuffer.allocateDirect(100);
        Sends.send(pair.clientSide, message, 0, 100, 0, 0, 0, 0, Policy.RELIABLE, 0, pair.clientSide.path(1));
        pair.run();
        assertEquals(List.of(), pair.sent(ChunkType.DATA, 1));
        assertEquals(1, pair.sent(ChunkType.DATA, 0).size());
    }

    /** Rule 9: after more time-outs than Path.Max.Retrans in all; then heartbeats keep to their interval. */
    @Test
    void shouldGiveThePathUpAfterMoreTimeOuts() {
        final MultihomedPair pair = new MultihomedPair(
                        2,
                        AssociationConfig.builder()
                                .heartbeatIntervalNs(100 * SECOND)
                                .maxPathRetransmissions(2))
                .connect();
        pair.cut(0);
        pair.send();
        pair.pass(8 * SECOND);
        assertEquals(List.of("path 0 POTENTIALLY_FAILED", "path 0 INACTIVE"), paths(pair));
        final int heartbeats = pair.sent(ChunkType.HEARTBEAT, 0).size();
        pair.pass(90 * SECOND);
        assertEquals(heartbeats, pair.sent(ChunkType.HEARTBEAT, 0).size());
    }

    /** Section 5: the primary path is another then, and stays that. */
    @Test
    void shouldMakeAnotherPathPrimaryForGood() {
        final MultihomedPair pair = new MultihomedPair(2, config().primarySwitchoverRetransmissions(0)).connect();
        pair.cut(0);
        pair.send();
        pair.pass(SECOND);
        assertTrue(pair.clientEvents.events.contains("primary path 1"), pair.clientEvents.events::toString);
        assertEquals(1, pair.clientSide.primaryPath().index());
        pair.up[0] = true;
        pair.pass(2 * SECOND);
        assertEquals(PathState.ACTIVE, state(pair, 0));
        assertEquals(1, pair.send());
    }

    /** Section 5: a threshold of its own, and no switch without another path. */
    @Test
    void shouldSwitchOverOnlyAfterAsManyTimeOutsAndOnlyToAnotherPath() {
        final MultihomedPair pair = new MultihomedPair(2, config().primarySwitchoverRetransmissions(2)).connect();
        pair.cut(0);
        pair.send();
        pair.pass(4 * SECOND);
        assertEquals(2, pair.clientSide.path(0).errorCount());
        assertEquals(0, pair.clientSide.primaryPath().index());
        pair.pass(4 * SECOND);
        assertEquals(1, pair.clientSide.primaryPath().index());

        final MultihomedPair single = new MultihomedPair(1, config().primarySwitchoverRetransmissions(0)).connect();
        single.cut(0);
        single.send();
        single.pass(4 * SECOND);
        assertFalse(single.clientEvents.events.contains("primary path 0"), single.clientEvents.events::toString);
    }

    /** Section 7.2. */
    @Test
    void shouldRefuseToSwitchOverBeforeAPathMayHaveFailed() {
        final AssociationConfigBuilder config =
                config().potentiallyFailedRetransmissions(3).primarySwitchoverRetransmissions(2);
        final String why =
                assertThrows(IllegalArgumentException.class, config::build).getMessage();
        assertTrue(why.contains("primarySwitchoverRetransmissions 2"), why);
    }

    /** Rule 7: what is sent to the only path there is asks it already. */
    @Test
    void shouldSendNoHeartbeatsBesideDataToTheOnlyPath() {
        final MultihomedPair pair = pair(1);
        pair.cut(0);
        pair.send();
        pair.pass(8 * SECOND);
        assertEquals(PathState.POTENTIALLY_FAILED, state(pair, 0));
        assertEquals(List.of(), pair.sent(ChunkType.HEARTBEAT, 0));
        assertEquals(4, pair.sent(ChunkType.DATA, 0).size());
        assertEquals(3, pair.clientSide.path(0).errorCount());
    }

    /** RFC 9260 section 8.1: or many a dead path would end an association that is idle and well. */
    @Test
    void shouldNotLoseThePeerByHeartbeatsToPathsWithoutData() {
        final MultihomedPair pair =
                new MultihomedPair(4, AssociationConfig.builder().heartbeatIntervalNs(60 * SECOND)).connect();
        pair.cut(1, 2, 3);
        pair.pass(600 * SECOND);
        assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state());
        assertEquals(PathState.INACTIVE, state(pair, 3));
    }

    private static List<String> paths(final MultihomedPair pair) {
        return pair.clientEvents.events.stream()
                .filter(event -> event.startsWith("path"))
                .collect(Collectors.toList());
    }
}

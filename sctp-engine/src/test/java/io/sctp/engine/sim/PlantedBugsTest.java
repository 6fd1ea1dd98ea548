package io.sctp.engine.sim;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Plants a bug in the engine's bytecode, in a class loader of its own, and expects the simulator to find it. The engine
 * itself has no hook for this and pays nothing.
 */
final class PlantedBugsTest {
    private static final long SEEDS = 1500;

    @Test
    void shouldFindNothingWhereNothingIsPlanted() {
        assertDoesNotThrow(() -> Mutants.runSeeds(Map.of(), "run", 30));
    }

    @ParameterizedTest(name = "{0}.{1} -> {2}")
    @CsvSource({
        // Fast retransmit off.
        "send.MissingReports, isLost, false",
        // Fast retransmit waits for the congestion window.
        "send.Acknowledgement, enterRecovery, nothing",
        // Fast recovery never ends.
        "send.FastRecovery, isRecovered, false",
        // New data does not wait for what is lost.
        "send.Retransmission, lostChunks, 0",
        // A duplicate TSN is accepted.
        "receive.Inbound, isDuplicate, false",
        // Every gap block is wrong.
        "receive.TsnTracker, gapOffset, 2",
        // T3-rtx is lost.
        "association.DataTransfer, onTimeout, nothing",
        // Ordered messages are delivered as they come.
        "receive.SequencedMessages, isInOrder, true",
        // The peer's window is ignored.
        "send.Outbound, windowAllows, true",
        // The congestion window is ignored.
        "path.PathFlight, hasRoom, true",
        // Checksums are not checked.
        "packet.Checksum, isValid, true",
        // No heartbeat nonce is believed, so that no address is confirmed.
        "association.Heartbeats, isNonceRight, false",
        // Delayed acknowledgements are never sent.
        "association.DataTransfer, onSackTimeout, nothing",
        // The cumulative TSN never takes in what was beyond a gap.
        "receive.TsnTracker, absorb, nothing",
        // A lost INIT or COOKIE ECHO is not sent again.
        "association.Connecting, onTimeout, nothing",
        // A lost SHUTDOWN is not sent again.
        "association.Shutdowns, onTimeout, nothing",
        // Acknowledged blocks are not freed.
        "send.Outbound, release, nothing",
        // No cookie is genuine.
        "association.Accepting, isGenuine, false",
        // A neighbouring fragment is never found.
        "receive.Reassembly, find, -1",
        // A part of a message is handed up, and the user never hears that the rest will not come.
        "receive.SequencedMessages, abortPartial, nothing",
        // Other messages are handed up between the parts of one.
        "receive.ReadyQueue, hold, nothing",
        // Messages that failed are not handed back.
        "association.Tcb, reportFailed, nothing",
        // No stream takes a message before the association is up.
        "send.Outbound, prepare, nothing",
        // Small messages wait for ever.
        "send.Outbound, isWorthSending, false",
        // A lost request to reset or add streams is not sent again.
        "reconfig.ReconfigRequests, onTimeout, nothing",
        // The receiver does not begin a stream again.
        "receive.Inbound, resetSequences, nothing",
        // A reset does not wait for what was sent before.
        "send.Outbound, isHeldDataQueued, false",
        // Any AUTH is believed.
        "association.Authentication, isGenuine, true",
        // No AUTH is believed.
        "association.Authentication, isGenuine, false",
        // The two ends put their key vectors in different order.
        "auth.AuthVector, isBefore, true",
        // A FORWARD TSN skips what was not given up.
        "send.ForwardPoint, isPassable, true",
        // The peer is never told what was given up.
        "send.Abandonment, isForwardDue, false",
        // What was skipped in a stream is waited for.
        "receive.SequencedMessages, skip, nothing",
        // A path that may have failed is not left.
        "association.Reachability, leave, nothing",
        // A path that may have failed is tried when it is idle for long, as any other.
        "association.Heartbeats, probe, nothing",
        // Whoever is sent a chunk again is thought to have answered.
        "send.OutstandingData, onSentTo, nothing",
        // What waits for a path that failed goes there all the same.
        "send.Retransmission, redirect, nothing",
        // A size that does not pass is never given up.
        "path.PathMtuSearch, onUnanswered, nothing",
        // An answer to a probe means nothing.
        "path.PathMtuSearch, onAnswered, nothing",
        // A packet that is too long is sent again and again as it is.
        "path.PathMtuSearch, suspect, nothing",
        // What has become too long for its path may not be fragmented.
        "Transmit, mayBeFragmented, false",
        // Larger packets are never tried again.
        "path.PathMtuSearch, raise, nothing",
        // A size is used before it was tried.
        "path.PathMtuSearch, isCertain, true",
        // Interleaved messages are delivered as they come.
        "receive.InterleavedMessages, isItsTurn, true",
        // A fragment beyond a gap is not found when the gap is filled.
        "receive.MessageTable, takeBeyond, -1",
        // Interleaved messages that were given up are waited for.
        "receive.InterleavedMessages, forward, nothing",
        // Messages that waited for the end of one in parts wait for ever.
        "receive.InterleavedMessages, startWaiting, nothing",
        // What the peer need not wait for is looked for from the start, each time.
        "send.ForwardPoint, isKept, false",
        // More interleaved messages are begun than the receiver has room for.
        "send.InterleavingLimit, mayBegin, true",
        // A message that has ended still counts as the one that needs no room.
        "send.InterleavingLimit, onEnded, nothing",
        // Interleaved streams are not begun again by the sender.
        "send.Numbering, reset, nothing",
        // Where messages are interleaved, the scheduler thinks that a message is over with each chunk; where not, too.
        "send.Numbering, isInterleaved, false",
        // The fragments of an interleaved message do not know each other when it is given up.
        "send.OutstandingData, follow, nothing",
        // A lost ASCONF is not sent again.
        "asconf.AsconfRequests, onTimeout, nothing",
        // Packets still leave from an address that is being given up.
        "asconf.PathChanges, chooseSources, nothing",
        // What was in flight to an address that left stays there.
        "send.Outbound, moveAway, nothing",
        // An ASCONF that comes again is not answered again.
        "asconf.AsconfState, answerTo, nothing",
        // Addresses are used before they are confirmed.
        "path.TransportPath, isConfirmed, true",
        // Addresses are used before they have answered, within what may be sent there.
        "path.TransportPath, isVerified, true",
        // What a cookie lists is taken for shown.
        "association.Accepting, isShown, true",
        // A HEARTBEAT may go to an address that is not confirmed at any time.
        "path.TransportPath, isProbeDue, true",
        // What came from an address gives no room for answers.
        "path.Allowance, add, nothing",
        // A cookie makes a second association.
        "association.UsedCookies, isUsed, false",
        // Every cookie is taken for one that was used.
        "association.UsedCookies, isUsed, true",
        // No address is filed, so that nobody is known by his.
        "association.AddressTable, add, nothing",
        // What a SACK reports once more is walked once more.
        "send.GapBlocks, count, 0",
        // Packets that come together are owed one SACK.
        "receive.Inbound, owesSeveral, false",
        // There is no end to what goes at once.
        "send.BurstLimit, allowsNew, true",
        // A refused probe of a closed window goes again after a time-out only.
        "send.Retransmission, resendProbe, nothing",
        // A reply is written whatever there is room for.
        "association.Replies, fits, true",
        // An association is polled that may not have the room that it needs.
        "association.Transmission, isTooLittle, false",
        // No HEARTBEAT is answered.
        "association.ControlQueue, reserveAnswer, -1",
        // A SHUTDOWN is never answered.
        "association.Shutdowns, proceed, nothing",
        // Chunks count for nothing against the congestion window.
        "send.Outbound, chunkBytes, 0",
        // An address that leaves and comes again is probed each time.
        "association.Verification, hasTurn, true",
        // Shutdown does not wait for data.
        "send.Outbound, isDrained, true",
    })
    void shouldBeFound(final String type, final String method, final String result) throws Exception {
        final Map<String, byte[]> mutants = Mutants.mutant(type, method, result);
        assertThrows(AssertionError.class, () -> Mutants.runSeeds(mutants, "run", SEEDS));
    }
}

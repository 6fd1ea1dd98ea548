package io.sctp.engine.sim;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As {@link PlantedBugsTest}, but with what only an attacker finds: a rule that keeps him out is missing. */
final class PlantedHolesTest {
    private static final long SEEDS = 150;

    @Test
    void shouldFindNothingWhereNothingIsPlanted() {
        assertDoesNotThrow(() -> Mutants.runSeeds(Map.of(), "runAttacked", 20));
    }

    @ParameterizedTest(name = "{0}.{1} -> {2}")
    @CsvSource({
        // An ABORT with the T bit needs no tag.
        "association.Reception, isReflected, true",
        // Any cookie is believed.
        "association.Accepting, isGenuine, true",
        // No signature is looked at.
        "association.CookieSigner, matches, true",
        // A cookie makes associations one after the other.
        "association.UsedCookies, isUsed, false",
        // The same, where the association is asked.
        "association.Accepting, isUsed, false",
        // A COOKIE ECHO that comes again makes an association again.
        "association.Accepting, findExisting, nothing",
        // There is always room for a HEARTBEAT to where the peer was not shown to be.
        "association.Verification, hasRoom, true",
        // Where a COOKIE ECHO came from, and what it lists, is taken for the peer's.
        "association.Accepting, isShown, true",
        // Addresses of nobody, of many, and of all are taken for a peer's.
        "packet.IpAddressParameter, isUsable, true",
        // A packet with an ABORT is answered.
        "association.Replies, takeBackSince, nothing",
        // The window binds nobody.
        "receive.Inbound, hasRoom, true",
        // Packets under the right tag may come from anywhere.
        "asconf.AsconfResponses, mayComeFromElsewhere, true",
        "association.Reception, answersInit, true",
        // Lengths that do not fit what is in them are believed.
        "packet.SackChunk, isWellFormed, true",
        "packet.Parameter, fits, true",
        "packet.ForwardTsnChunk, isWellFormed, true",
        "packet.IForwardTsnChunk, isWellFormed, true",
        "packet.AsconfChunk, isWellFormed, true",
        // What is answered, or sent as the last word, is as long as may be.
        "association.Verification, mostFor, 100000",
        "association.Verification, mayCarry, true",
        // What went to an address that is not verified counts for nothing.
        "path.Allowance, spend, nothing",
        // Many associations together have an address probed, and one where the peer is no more.
        "association.Verification, hasTurn, true",
        "association.Verification, mayProbe, true",
        // Who names an address of the peer's restarts the association from another.
        "association.InitResponses, refusesNewAddress, false",
        // There is always room for an answer, and for an association.
        "association.Replies, isFull, false",
        "association.EngineState, isFull, false",
        // Half a message is kept for ever; the window is full for ever.
        "receive.Inbound, noteProgress, false",
        "receive.Inbound, isStuck, false",
        // Fragments that contradict each other are kept.
        "receive.Reassembly, contradicts, false",
        "receive.SequencedMessages, contradicts, false",
        "receive.SequencedMessages, isTornOff, false",
        // Streams are begun again that there are not.
        "reconfig.ReconfigResponses, exist, true",
        // One end sends the other kind of data than was agreed on.
        "association.DataTransfer, isAsAgreed, true",
    })
    void shouldBeFound(final String type, final String method, final String result) throws Exception {
        final Map<String, byte[]> mutants = Mutants.mutant(type, method, result);
        assertThrows(AssertionError.class, () -> Mutants.runSeeds(mutants, "runAttacked", SEEDS));
    }
}

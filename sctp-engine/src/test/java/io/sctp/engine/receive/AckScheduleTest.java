package io.sctp.engine.receive;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** RFC 9260 sections 5.1 and 6.2, RFC 7053. */
final class AckScheduleTest {
    private static final int EVERY_SECOND = 2;

    private final AckSchedule acks = new AckSchedule();

    @Test
    void shouldAcknowledgeTheFirstDataAtOnce() {
        assertTrue(packet());
        assertTrue(acks.isDue());
    }

    @Test
    void shouldAcknowledgeEverySecondPacket() {
        acknowledgeTheFirst();
        assertFalse(packet());
        assertFalse(acks.isDue());
        assertTrue(packet());
        assertTrue(acks.isDue());
        acks.onAckSent();
        assertFalse(acks.isDue());
        assertFalse(packet());
        assertTrue(packet());
    }

    @Test
    void shouldAcknowledgeAsManyPacketsAtOnceAsIsAskedFor() {
        acknowledgeTheFirst();
        assertTrue(packet(1));
        acks.onAckSent();
        assertFalse(packet(3));
        assertFalse(packet(3));
        assertTrue(packet(3));
    }

    @Test
    void shouldAcknowledgeEachPacketWhileATsnIsMissing() {
        acknowledgeTheFirst();
        for (int i = 0; i < 3; i++) {
            acks.onData();
            assertTrue(acks.onPacketEnd(true, EVERY_SECOND));
            acks.onAckSent();
        }
        assertFalse(packet(), "nothing is missing");
    }

    @Test
    void shouldAcknowledgeAtOnceThePacketThatAsksForIt() {
        acknowledgeTheFirst();
        acks.onUrgentData();
        assertTrue(packet());
        acks.onAckSent();
        assertFalse(packet(), "this one did not");
    }

    @Test
    void shouldOweNothingForAPacketWithoutData() {
        assertFalse(acks.onPacketEnd(true, 1));
        assertFalse(acks.isPending());
        acknowledgeTheFirst();
        assertFalse(packet());
        assertFalse(acks.onPacketEnd(false, EVERY_SECOND), "and it does not count");
        assertTrue(packet());
    }

    /** So that a packet that leaves anyway takes the acknowledgement along. */
    @Test
    void shouldHaveSomethingToAcknowledgeBeforeItIsDue() {
        acknowledgeTheFirst();
        assertFalse(acks.isPending());
        packet();
        assertTrue(acks.isPending());
        acks.onAckSent();
        assertFalse(acks.isPending());
    }

    @Test
    void shouldCountAnewBehindAnAcknowledgementThatWentAlong() {
        acknowledgeTheFirst();
        packet();
        acks.onAckSent();
        assertFalse(packet());
        assertTrue(packet());
    }

    /** The acknowledgement that is late is one for the packets before: these are owed theirs. */
    @Test
    void shouldGoOnCountingThePacketsBehindTheOneThatIsOwed() {
        assertTrue(packet());
        assertFalse(packet());
        acks.onAckSent();
        assertTrue(packet());
    }

    @Test
    void shouldAcknowledgeOnDemandWithoutAnyData() {
        acks.demand();
        assertTrue(acks.isDue());
        assertTrue(acks.isPending());
    }

    @Test
    void shouldCountAnewBehindADemand() {
        acknowledgeTheFirst();
        packet();
        acks.demand();
        assertFalse(packet());
        assertTrue(packet());
    }

    @Test
    void shouldNotCountAnewWhereOneWasDueBeforeTheDemand() {
        assertTrue(packet());
        assertFalse(packet());
        acks.demand();
        assertTrue(packet());
    }

    @Test
    void shouldBeginAnewWithTheNextAssociation() {
        acknowledgeTheFirst();
        packet();
        acks.demand();
        acks.onUrgentData();
        acks.onData();
        acks.reset();
        assertFalse(acks.isDue());
        assertFalse(acks.isPending());
        assertFalse(acks.onPacketEnd(false, 1), "no data since");
        assertTrue(packet(), "the first");
        acks.onAckSent();
        assertFalse(packet());
    }

    @Test
    void shouldForgetAtAResetHowManyPacketsCame() {
        acknowledgeTheFirst();
        packet(3);
        packet(3);
        acks.reset();
        packet(3);
        acks.onAckSent();
        assertFalse(packet(3));
        assertFalse(packet(3));
    }

    private void acknowledgeTheFirst() {
        assertTrue(packet());
        acks.onAckSent();
    }

    private boolean packet() {
        return packet(EVERY_SECOND);
    }

    private boolean packet(final int packetsPerAck) {
        acks.onData();
        return acks.onPacketEnd(false, packetsPerAck);
    }
}

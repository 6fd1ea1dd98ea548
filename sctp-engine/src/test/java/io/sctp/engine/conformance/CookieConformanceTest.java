package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.PacketMaker.chunk;
import static io.sctp.engine.conformance.PacketMaker.data;
import static io.sctp.engine.conformance.PacketMaker.init;
import static io.sctp.engine.conformance.PacketMaker.ipv4;
import static io.sctp.engine.conformance.PacketMaker.packet;
import static io.sctp.engine.conformance.PacketMaker.tlv;
import static io.sctp.engine.conformance.Wire.PEER;
import static io.sctp.engine.conformance.Wire.PEER_TAG;
import static io.sctp.engine.conformance.Wire.PEER_TSN;
import static io.sctp.engine.conformance.Wire.SECOND;
import static io.sctp.engine.conformance.Wire.WINDOW;
import static io.sctp.engine.conformance.Wire.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sctp.engine.AssociationState;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The State Cookie as its maker takes it back (RFC 9260 sections 4, 5.1.3 and 5.1.5). */
final class CookieConformanceTest {
    private static final byte[] DATA = data(3 | 8, PEER_TSN, 0, 0, new byte[4]);

    /** The engine has been there for longer than cookies live. */
    private static final long BEGIN_NS = 5000 * SECOND;

    private final Wire wire = new Wire().listen();

    /** Each bit of the cookie, its MAC included, and its length. */
    @Conforms({"4#1", "5.1.3#1", "3.3.3.1.1#1", "5.1.5#2"})
    @Test
    void shouldDiscardACookieThatWasChangedAnywhere() {
        final Packet initAck = only(wire.give(Wire.initPacket(ipv4(0x0A010001), tlv(0xC000, new byte[0]))));
        final byte[] cookie = initAck.chunk(2).parts(16, 7).get(0).bytes();
        for (int bit = 0; bit < 8 * cookie.length; bit++) {
            final byte[] forged = cookie.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertDiscards(initAck, forged);
        }
        for (final int length : new int[] {cookie.length - 1, cookie.length - 4, 16, 4, 1}) {
            final byte[] cut = new byte[length];
            System.arraycopy(cookie, 0, cut, 0, length);
            assertDiscards(initAck, cut);
        }
        assertDiscards(initAck, PacketMaker.join(cookie, new byte[4]));
        wire.give(wire.echoPacket(initAck));
        assertEquals(1, wire.engine.associationCount());
    }

    /** An association that is up stays so, and gets nothing of what else is in the packet. */
    @Conforms({"4#1", "5.1.5#2"})
    @Test
    void shouldDiscardAForgedCookieThatNamesAnAssociation() {
        final Packet initAck = only(wire.give(Wire.initPacket()));
        wire.give(wire.echoPacket(initAck));
        final byte[] forged = initAck.chunk(2).parts(16, 7).get(0).bytes();
        forged[0]++;
        final int tag = initAck.chunk(2).at(0);
        assertEquals(List.of(), wire.give(packet(tag, chunk(10, 0, forged), DATA)));
        assertEquals(List.of(), wire.give(packet(tag, chunk(10, 0, new byte[80]), DATA, chunk(6, 0))));
        assertEquals(List.of("established"), wire.events.events);
        assertEquals(0, wire.association.readyMessages());
        assertEquals(AssociationState.ESTABLISHED, wire.association.state());
    }

    private void assertDiscards(final Packet initAck, final byte[] cookie) {
        final byte[] echo = packet(initAck.chunk(2).at(0), chunk(10, 0, cookie), DATA);
        assertEquals(List.of(), wire.give(echo));
        assertEquals(0, wire.engine.associationCount());
        assertEquals(List.of(), wire.events.events);
    }

    /** One that another engine made, or that nobody did. */
    @Conforms({"4#1", "5.1.3#1", "5.1.5#2"})
    @Test
    void shouldDiscardACookieOfAnother() {
        final Packet others = only(new Wire(wireConfig(), new java.util.SplittableRandom(9))
                .listen()
                .give(Wire.initPacket()));
        assertEquals(List.of(), wire.give(wire.echoPacket(others, DATA)));
        final byte[] none = packet(77, chunk(10, 0, new byte[80]), DATA);
        assertEquals(List.of(), wire.give(none));
        assertEquals(0, wire.engine.associationCount());
    }

    private static io.sctp.engine.config.AssociationConfig wireConfig() {
        return io.sctp.engine.config.AssociationConfig.builder().build();
    }

    @Conforms("5.1.5#3")
    @Test
    void shouldDiscardACookieWithOtherPortsOrAnotherTag() {
        wire.engine.listen(6000);
        final Packet initAck = only(wire.give(Wire.initPacket()));
        final int tag = initAck.chunk(2).at(0);
        final byte[] echo = chunk(10, 0, initAck.chunk(2).parts(16, 7).get(0).bytes());
        for (final byte[] wrong : List.of(
                packet(PacketMaker.PORT, PacketMaker.PORT, tag + 1, echo, DATA),
                packet(PacketMaker.PORT, PacketMaker.PORT, PEER_TAG, echo, DATA),
                packet(6000, PacketMaker.PORT, tag, echo, DATA),
                packet(PacketMaker.PORT, 6000, tag, echo, DATA),
                packet(6000, 6000, tag, echo, DATA))) {
            assertEquals(List.of(), wire.give(wrong));
        }
        assertEquals(0, wire.engine.associationCount());
    }

    /** Nothing of the packet counts; the ERROR says by how much it was too late. */
    @Conforms({"4#2", "5.1.5#4", "3#2", "3.3.3.1.1#1"})
    @Test
    void shouldAnswerACookieThatIsTooOldWithAnError() {
        wire.nowNs = BEGIN_NS;
        final Packet initAck = only(wire.give(Wire.initPacket()));
        wire.nowNs = BEGIN_NS + 61 * SECOND;
        final Packet error = only(wire.give(wire.echoPacket(initAck, DATA)));
        assertEquals(List.of(9), error.types());
        assertEquals(PEER_TAG, error.tag());
        assertEquals(PEER, error.destination());
        final Packet.Piece cause = error.chunk(9).parts(0).get(0);
        assertEquals(3, cause.type());
        assertEquals(1_000_000, cause.at(0));
        assertEquals(0, wire.engine.associationCount());
    }

    @Conforms({"4#2", "5.1.5#4", "3.3.3.1.1#1"})
    @Test
    void shouldTakeACookieUntilItIsTooOld() {
        wire.nowNs = BEGIN_NS;
        final Packet initAck = only(wire.give(Wire.initPacket()));
        wire.nowNs = BEGIN_NS + 60 * SECOND;
        assertEquals(List.of(11), wire.give(wire.echoPacket(initAck)).get(0).types());
    }

    /** Whatever secrets came meanwhile (a Cookie Preservative doubles the life of a cookie at most). */
    @Conforms({"5.1.5#1", "5.1.5#4"})
    @ParameterizedTest
    @ValueSource(ints = {0, 59, 61, 119, 121, 179})
    void shouldTakeACookieThatThePeerHadExtendedUntilItIsTooOld(final int issuedAtS) {
        pass(wire, issuedAtS);
        final Packet initAck = only(wire.give(Wire.initPacket(tlv(9, PacketMaker.ints(60_000)))));
        pass(wire, issuedAtS + 120);
        assertEquals(List.of(11), wire.give(wire.echoPacket(initAck)).get(0).types());
    }

    /** Those of a port may live longer than the engine's. */
    @Conforms({"5.1.5#1", "5.1.5#4"})
    @ParameterizedTest
    @ValueSource(ints = {0, 59, 61, 600, 1201})
    void shouldTakeACookieOfAPortWhoseCookiesLiveLonger(final int issuedAtS) {
        wire.engine.listen(
                PacketMaker.PORT,
                io.sctp.engine.config.AssociationConfig.builder()
                        .cookieLifeNs(600 * SECOND)
                        .build());
        pass(wire, issuedAtS);
        final Packet initAck = only(wire.give(Wire.initPacket()));
        pass(wire, issuedAtS + 600);
        assertEquals(List.of(11), wire.give(wire.echoPacket(initAck)).get(0).types());
    }

    /** And so may those of an association whose peer restarts. */
    @Conforms({"5.1.5#1", "5.1.5#4"})
    @Test
    void shouldTakeACookieOfAnAssociationWhoseCookiesLiveLonger() {
        wire.accept();
        wire.association.configure(
                wire.association.config().toBuilder().cookieLifeNs(600 * SECOND).build());
        final Packet initAck = only(wire.give(packet(0, init(1, 5555, WINDOW, 1, 1, 1))));
        pass(wire, 600);
        assertEquals(List.of(11), wire.give(wire.echoPacket(initAck)).get(0).types());
    }

    /** Lets time pass in which strangers ask for cookies. */
    private static void pass(final Wire wire, final int untilS) {
        while (wire.nowNs < untilS * SECOND) {
            wire.nowNs = Math.min(untilS * SECOND, wire.nowNs + 10 * SECOND);
            wire.give(Wire.STRANGER, Wire.initPacket());
        }
    }

    /** Secrets are replaced at the pace of a cookie's life, extended as far as may be, and the last one is kept. */
    @Conforms("5.1.5#1")
    @Test
    void shouldDiscardACookieWhoseSecretIsGone() {
        final Packet initAck = only(wire.give(Wire.initPacket()));
        for (int i = 1; i <= 3; i++) {
            wire.nowNs = i * 121L * SECOND;
            wire.give(Wire.STRANGER, Wire.initPacket());
        }
        assertEquals(List.of(), wire.give(wire.echoPacket(initAck, DATA)));
        assertEquals(0, wire.engine.associationCount());
    }

    /** The tags of an association are its protection: no cookie shows them to who asks by an INIT. */
    @Conforms("5.1.3#2")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShowNoTagOfAnAssociationInItsCookies(final boolean isUp) {
        if (isUp) {
            wire.accept();
        } else {
            wire.connect();
            wire.give(wire.initAckPacket());
            assertEquals(AssociationState.COOKIE_ECHOED, wire.association.state());
        }
        final Packet.Piece initAck =
                only(wire.give(packet(0, init(1, 5555, WINDOW, 1, 1, 1)))).chunk(2);
        final ByteBuffer cookie = initAck.parts(16, 7).get(0).value();
        for (int at = 0; at <= cookie.capacity() - 4; at++) {
            assertNotEquals(wire.association.localTag(), cookie.getInt(at), "this end's tag");
            assertNotEquals(PEER_TAG, cookie.getInt(at), "the peer's tag");
        }
    }

    /** The secret is in no cookie: two ends that differ in nothing else make others. */
    @Conforms("5.1.3#2")
    @Test
    void shouldDiscardTheCookieOfAnEndThatWasStartedAgain() {
        final Packet initAck = only(wire.give(Wire.initPacket()));
        final Wire again = new Wire(wireConfig(), new java.util.SplittableRandom(2)).listen();
        assertEquals(List.of(), again.give(again.echoPacket(initAck)));
        assertNull(again.association);
    }
}

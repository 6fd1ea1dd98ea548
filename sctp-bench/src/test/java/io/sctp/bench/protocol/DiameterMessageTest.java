package io.sctp.bench.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiameterMessageTest {
    /** A watchdog answer: Result-Code 2001, Origin-Host "a.b", padded to four bytes. */
    private static final String ANSWER = "0100002c" + "00000118" + "00000000" + "01020304" + "05060708"
            + "0000010c" + "4000000c" + "000007d1"
            + "00000108" + "4000000b" + "612e6200";

    @Test
    void shouldReadWhatAnAnswerSays() {
        final ByteBuffer answer = bytes(ANSWER);
        assertTrue(DiameterMessage.isValid(answer));
        assertFalse(DiameterMessage.isRequest(answer));
        assertEquals(DiameterMessage.DEVICE_WATCHDOG, DiameterMessage.command(answer));
        assertEquals(0x01020304, DiameterMessage.hopByHop(answer));
        assertEquals(2001, DiameterMessage.number(answer, DiameterMessage.RESULT_CODE, 0));
        assertEquals("a.b", DiameterMessage.text(answer, DiameterMessage.ORIGIN_HOST));
        assertNull(DiameterMessage.text(answer, DiameterMessage.ERROR_MESSAGE));
    }

    @Test
    void shouldReadAMessageThatBeginsInTheMiddleOfABuffer() {
        final ByteBuffer shifted = bytes("ffffff" + ANSWER).position(3);
        assertTrue(DiameterMessage.isValid(shifted));
        assertEquals(0x01020304, DiameterMessage.hopByHop(shifted));
        assertEquals("a.b", DiameterMessage.text(shifted, DiameterMessage.ORIGIN_HOST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "0100002c000001180000000001020304", // cut off
                "0200001400000118000000000102030405060708", // another version
                "0100001800000118000000000102030405060708", // longer than it is
                "0100001000000118000000000102030405060708" // shorter than it is
            })
    void shouldRefuseWhatIsNotOneMessage(final String hex) {
        assertFalse(DiameterMessage.isValid(bytes(hex)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000010c4000000d000007d1", // longer than the message
                "0000010c40000007000007d1", // shorter than its header
                "0000010cc000000b00000001", // of a vendor, and shorter than the header of those
                "0000010cffffffff000007d1"
            })
    void shouldReadNothingBeyondAnAvpOfAWrongLength(final String avp) {
        final ByteBuffer message = bytes("01000020" + "00000118" + "00000000" + "01020304" + "05060708" + avp);
        assertTrue(DiameterMessage.isValid(message));
        assertEquals(-5, DiameterMessage.number(message, DiameterMessage.RESULT_CODE, -5));
    }

    @Test
    void shouldNotTakeAVendorsAvpForTheStandardOne() {
        final ByteBuffer message = bytes("01000030" + "00000118" + "00000000" + "01020304" + "05060708"
                + "0000010cc000001000000001000003e8" // of vendor 1
                + "0000010c4000000c000007d1");
        assertEquals(2001, DiameterMessage.number(message, DiameterMessage.RESULT_CODE, 0));
    }

    @Test
    void shouldAnswerWithTheIdentifiersOfTheRequest() {
        final ByteBuffer request = bytes("01000014" + "c0000118" + "00000007" + "01020304" + "05060708");
        final ByteBuffer answer = ByteBuffer.allocate(100);
        DiameterMessage.beginAnswer(answer, request, false);
        DiameterMessage.put(answer, DiameterMessage.RESULT_CODE, DiameterMessage.SUCCESS);
        DiameterMessage.put(answer, DiameterMessage.ORIGIN_HOST, "a.b");
        DiameterMessage.end(answer);
        // The proxiable flag stays, that of a request does not (RFC 6733 section 6.2).
        assertEquals(
                "0100002c" + "40000118" + "00000007" + "01020304" + "05060708" + "0000010c4000000c000007d1"
                        + "000001084000000b612e6200",
                hex(answer));
    }

    private static ByteBuffer bytes(final String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private static String hex(final ByteBuffer buffer) {
        final byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

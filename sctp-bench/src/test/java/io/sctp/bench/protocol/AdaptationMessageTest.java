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

class AdaptationMessageTest {
    /** A BEAT with five bytes of data, padded to eight. */
    private static final String BEAT = "01000303" + "00000014" + "00090009" + "01020304" + "05000000";

    @Test
    void shouldReadAParameter() {
        final ByteBuffer beat = bytes("ff" + BEAT).position(1);
        assertTrue(AdaptationMessage.isValid(beat));
        assertEquals(AdaptationMessage.BEAT, AdaptationMessage.type(beat));
        assertEquals(bytes("0102030405"), AdaptationMessage.parameter(beat, AdaptationMessage.HEARTBEAT_DATA));
        assertNull(AdaptationMessage.parameter(beat, AdaptationMessage.ERROR_CODE));
    }

    @Test
    void shouldWriteWhatItReads() {
        final ByteBuffer beat = ByteBuffer.allocate(100);
        AdaptationMessage.begin(beat, AdaptationMessage.BEAT);
        AdaptationMessage.beginParameter(beat, AdaptationMessage.HEARTBEAT_DATA, 5)
                .put(HexFormat.of().parseHex("0102030405"));
        assertEquals(bytes(BEAT), AdaptationMessage.end(beat));
    }

    /** RFC 4666 section 3.1.4: the padding of the last parameter counts, but some leave it out. */
    @Test
    void shouldReadAMessageWithoutItsLastPadding() {
        assertTrue(AdaptationMessage.isValid(bytes(BEAT.substring(0, BEAT.length() - 6))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01000303000000", // cut off
                "0200030300000008", // another version
                "0100030300000007", // shorter than its header
                "010003030000000c", // longer than it is
                "01000303ffffffff",
                "010003030000000800090004" // more than it says
            })
    void shouldRefuseWhatIsNotOneMessage(final String hex) {
        assertFalse(AdaptationMessage.isValid(bytes(hex)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0009000901020304", "0009000301020304", "0009ffff01020304", "0009000001020304"})
    void shouldReadNothingBeyondAParameterOfAWrongLength(final String parameter) {
        assertNull(
                AdaptationMessage.parameter(bytes("0100030300000010" + parameter), AdaptationMessage.HEARTBEAT_DATA));
    }

    private static ByteBuffer bytes(final String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}

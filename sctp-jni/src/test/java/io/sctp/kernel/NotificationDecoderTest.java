package io.sctp.kernel;

import static io.sctp.kernel.Bytes.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.SctpException;
import io.sctp.SctpNotification;
import io.sctp.SctpNotification.AdaptationIndication;
import io.sctp.SctpNotification.AssociationChange;
import io.sctp.SctpNotification.AssociationReset;
import io.sctp.SctpNotification.AssociationTransition;
import io.sctp.SctpNotification.Authentication;
import io.sctp.SctpNotification.PartialDelivery;
import io.sctp.SctpNotification.PathTransition;
import io.sctp.SctpNotification.PeerAddressChange;
import io.sctp.SctpNotification.RemoteError;
import io.sctp.SctpNotification.ResetResult;
import io.sctp.SctpNotification.SendFailed;
import io.sctp.SctpNotification.SendFailedDeprecated;
import io.sctp.SctpNotification.SenderDry;
import io.sctp.SctpNotification.Shutdown;
import io.sctp.SctpNotification.StreamChange;
import io.sctp.SctpNotification.StreamReset;
import io.sctp.natives.Abi;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Notifications as {@code linux/sctp.h} lays them out, byte by byte. */
class NotificationDecoderTest {
    /** What an association id of 7 looks like. */
    private static final String ID = "07000000";

    /** Each begins with type, flags, length. */
    private static final List<Golden> GOLDEN = List.of(
            new Golden(
                    "an association that was aborted with a user-initiated abort (12) and its cause",
                    "0180 0000 1c000000" + "0100 000c 0a00 0500" + ID + "000c0008 62796521",
                    new AssociationChange(7, AssociationTransition.LOST, 12, 10, 5, bytes("000c000862796521"))),
            new Golden(
                    "an association that is up",
                    "0180 0000 14000000" + "0000 0000 0a00 0500" + ID,
                    new AssociationChange(7, AssociationTransition.UP, 0, 10, 5, bytes(""))),
            new Golden(
                    "an IPv4 address that does not answer",
                    "0280 0000 94000000" + "0200 9614 0a000001" + zeros(120) + "01000000 00000000" + ID,
                    new PeerAddressChange(7, new InetSocketAddress("10.0.0.1", 38420), PathTransition.UNREACHABLE, 0)),
            new Golden(
                    "an IPv6 address that a heartbeat confirmed",
                    "0280 0000 94000000" + "0a00 9614 00000000 fd00000000000000 0000000000000002 00000000" + zeros(100)
                            + "05000000 02000000" + ID,
                    new PeerAddressChange(7, new InetSocketAddress("fd00::2", 38420), PathTransition.CONFIRMED, 2)),
            new Golden(
                    "a message that was not sent, in the old form",
                    "0380 0000 34000000" + "000c0000"
                            + "0300 0000 0300 0000 0000003c 2a000000 00000000 00000000 00000000" + ID
                            + ID
                            + "64617461",
                    new SendFailedDeprecated(7, false, 12, 3, 60, 42, bytes("64617461"))),
            new Golden(
                    "an error of the peer's: invalid stream identifier (1)",
                    "0480 0000 14000000" + "0001 0000" + ID + "00630000",
                    new RemoteError(7, 1, bytes("00630000"))),
            new Golden("a shutdown", "0580 0000 0c000000" + ID, new Shutdown(7)),
            new Golden(
                    "a partial delivery that was broken off",
                    "0680 0000 18000000" + "00000000" + ID + "02000000 09000000",
                    new PartialDelivery(7, 2, 9, 0)),
            new Golden(
                    "an adaptation layer",
                    "0780 0000 10000000" + "78563412" + ID,
                    new AdaptationIndication(7, 0x12345678)),
            new Golden(
                    "a key that is free",
                    "0880 0000 14000000" + "0500 0000 01000000" + ID,
                    new Authentication(7, 5, Authentication.Indication.FREE_KEY)),
            new Golden("a dry sender", "0980 0000 0c000000" + ID, new SenderDry(7)),
            new Golden(
                    "two outgoing streams that were reset",
                    "0a80 0200 10000000" + ID + "0100 ff00",
                    new StreamReset(7, false, true, ResetResult.DONE, List.of(1, 255))),
            new Golden(
                    "a reset of all streams in both directions that the peer denied",
                    "0a80 0700 0c000000" + ID,
                    new StreamReset(7, true, true, ResetResult.DENIED, List.of())),
            new Golden(
                    "an association whose reset failed",
                    "0b80 0800 14000000" + ID + "04030201 fdfeff00",
                    new AssociationReset(7, ResetResult.FAILED, 0x01020304, 0x00fffefd)),
            new Golden(
                    "more streams",
                    "0c80 0000 10000000" + ID + "0000 0400",
                    new StreamChange(7, ResetResult.DONE, 0, 4)),
            new Golden(
                    "a whole unordered message of which something was sent, given up without a cause",
                    "0d80 0100 24000000" + "00000000" + "0300 0700 0000003c 2a000000" + ID + ID + "64617461",
                    new SendFailed(7, true, 0, 3, 60, 42, true, bytes("64617461"))),
            new Golden(
                    "a whole ordered message that was not sent, since the peer aborted (cause 12)",
                    "0d80 0000 20000000" + "000c0000" + "0300 0300 0000003c 2a000000" + ID + ID,
                    new SendFailed(7, false, 12, 3, 60, 42, false, bytes(""))));

    @BeforeAll
    static void assumeByteOrder() {
        Bytes.assumeLittleEndian();
    }

    static Stream<Golden> golden() {
        return GOLDEN.stream();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void shouldDecode(final Golden golden) throws SctpException {
        final ByteBuffer memory = Bytes.memory(golden.hex);
        assertEquals(golden.expected, NotificationDecoder.decode(memory, memory.capacity()));
    }

    @Test
    void shouldHaveBytesForEveryType() {
        final Set<NotificationType> types =
                GOLDEN.stream().map(golden -> golden.expected.type()).collect(Collectors.toSet());
        assertEquals(EnumSet.allOf(NotificationType.class), types);
    }

    @ParameterizedTest
    @MethodSource("golden")
    void shouldRefuseEveryTruncation(final Golden golden) {
        final ByteBuffer memory = Bytes.memory(golden.hex);
        for (int length = 0; length < memory.capacity(); length++) {
            assertMalformed(memory, length);
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void shouldRefuseALengthFieldThatIsTooSmallForItsType(final Golden golden) {
        final ByteBuffer memory = Bytes.memory(golden.hex);
        final int fixedSize = memory.capacity() - variablePart(golden.expected);
        for (int length = 8; length < fixedSize; length++) {
            memory.putInt(Abi.NotificationHeader.LENGTH, length);
            assertMalformed(memory, length);
        }
    }

    private static int variablePart(final SctpNotification notification) {
        if (notification instanceof AssociationChange change) {
            return change.info().remaining();
        } else if (notification instanceof RemoteError error) {
            return error.data().remaining();
        } else if (notification instanceof SendFailedDeprecated failed) {
            return failed.data().remaining();
        } else if (notification instanceof SendFailed failed) {
            return failed.data().remaining();
        } else if (notification instanceof StreamReset reset) {
            return reset.streams().size() * Short.BYTES;
        }
        return 0;
    }

    @Test
    void shouldRefuseMoreBytesThanStated() {
        assertMalformed("0580 0000 0c000000 07000000 00");
    }

    @Test
    void shouldRefuseATypeThatIsNone() {
        final SctpException e = assertMalformed("0e80 0000 0c000000 07000000");
        assertTrue(e.getMessage().contains("0x800e"), e.getMessage());
        assertMalformed("0080 0000 0c000000 07000000");
    }

    @Test
    void shouldRefuseANumberThatIsNone() {
        assertMalformed("0180 0000 14000000 0500 0000 0a00 0500 07000000");
        assertMalformed("0880 0000 14000000 0500 0000 03000000 07000000");
        assertMalformed("0280 0000 94000000 0200 9614 0a000001" + zeros(120) + "07000000 00000000 07000000");
    }

    @Test
    void shouldRefuseAnAddressOfAnotherFamily() {
        assertMalformed("0280 0000 94000000 0100" + zeros(126) + "01000000 00000000 07000000");
    }

    @Test
    void shouldRefuseHalfAStreamNumber() {
        assertMalformed("0a80 0200 0d000000 07000000 01");
    }

    @Test
    void shouldRefuseALengthThatIsNotTheMemorys() {
        final ByteBuffer memory = Bytes.memory("0580 0000 0c000000 07000000");
        assertMalformed(memory, 13);
        assertMalformed(memory, -1);
    }

    @Test
    void shouldDecodeOrRefuseGarbage() {
        final long seed = 20_260_101;
        final Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            final byte[] garbage = new byte[8 + random.nextInt(160)];
            random.nextBytes(garbage);
            final ByteBuffer memory = Memory.allocate(garbage.length).put(0, garbage);
            memory.putShort(Abi.NotificationHeader.TYPE, (short) (0x8000 + random.nextInt(16)));
            memory.putInt(Abi.NotificationHeader.LENGTH, garbage.length);
            try {
                NotificationDecoder.decode(memory, garbage.length);
            } catch (final SctpException e) {
                assertEquals(Errno.EPROTO.number(), e.errno(), "seed " + seed);
            }
        }
    }

    @Test
    void shouldNotShareMemoryWithTheNotification() throws SctpException {
        final ByteBuffer memory = Bytes.memory("0480 0000 14000000 0001 0000 07000000 00630000");
        final RemoteError error = (RemoteError) NotificationDecoder.decode(memory, memory.capacity());
        Memory.wipe(memory);
        assertEquals(bytes("00630000"), error.data());
        assertTrue(error.data().isReadOnly());
    }

    private static SctpException assertMalformed(final String hex) {
        final ByteBuffer memory = Bytes.memory(hex);
        return assertMalformed(memory, memory.capacity());
    }

    private static SctpException assertMalformed(final ByteBuffer memory, final int length) {
        final SctpException e = assertThrows(
                SctpException.class, () -> NotificationDecoder.decode(memory, length), () -> length + " bytes");
        assertEquals(Errno.EPROTO.number(), e.errno());
        return e;
    }

    private static ByteBuffer bytes(final String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    /** Bytes and what they stand for. */
    private record Golden(String name, String hex, SctpNotification expected) {
        @Override
        public String toString() {
            return name;
        }
    }
}

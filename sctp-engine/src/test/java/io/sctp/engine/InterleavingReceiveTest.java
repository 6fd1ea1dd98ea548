package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.packet.ChunkType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interleaved messages as an engine receives them, from packets that no engine would send too (RFC 8260 section 2). */
final class InterleavingReceiveTest {
    private static final int BEGIN = 2;
    private static final int END = 1;
    private static final int WHOLE = 3;
    private static final int UNORDERED = 4;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private final ReceiveInfo info = new ReceiveInfo();
    private EnginePair pair;

    // -- receiving what no engine would send ------------------------------------------------------------------------

    @Test
    void shouldPutFragmentsTogetherByTheirNumbersWhateverTheirTsns() {
        pair = new EnginePair(interleaving().build(), interleaving().build()).connect();
        give(3, END, 1, 0, 2, 'c');
        give(1, 0, 1, 0, 1, 'b');
        give(0, BEGIN, 2, 0, 77, 'x');
        give(2, BEGIN, 1, 0, 55, 'a');
        assertEquals("aaaabbbbcccc", text());
        assertEquals(55, info.ppid());
        assertEquals(1, info.stream());
        give(4, END, 2, 0, 1, 'y');
        assertEquals("xxxxyyyy", text());
        assertEquals(77, info.ppid());
    }

    @Test
    void shouldDeliverByIdentifierAcrossItsWrap() {
        connectRaw(false);
        skip(0, 0, false, 0x7FFF_FFF0);
        skip(1, 0, false, 0xEFFF_FFFF);
        skip(2, 0, false, 0xFFFF_FFFD);
        give(4, WHOLE, 0, 0xFFFF_FFFF, 0, 'b');
        give(5, WHOLE, 0, 0, 0, 'c');
        give(3, WHOLE, 0, 0xFFFF_FFFE, 0, 'a');
        give(6, WHOLE, 0, 1, 0, 'd');
        for (final String expected : List.of("aaaa", "bbbb", "cccc", "dddd")) {
            assertEquals(expected, text());
        }
        assertEquals(1, info.messageId());
        assertEquals(1, info.ssn());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a fragment twice, 0, 1",
        "a number behind the end, 3, 0",
        "a second end, 1, 1",
        "number 0 that does not begin, 0, 0",
    })
    void shouldAbortForFragmentsThatContradict(final String name, final int fragment, final int flags) {
        connectRaw(false);
        give(0, name.contains("0") ? 0 : BEGIN, 1, 0, name.contains("0") ? 1 : 9, 'a');
        give(1, END, 1, 0, 2, 'c');
        final List<RawPeer.Answer> answers = give(2, name.contains("twice") ? BEGIN : flags, 1, 0, fragment, 'a');
        assertEquals(ChunkType.ABORT, answers.get(0).type(), answers::toString);
    }

    @Test
    void shouldAbortForAMessageBeforeTheOneExpected() {
        connectRaw(false);
        give(0, WHOLE, 1, 0, 0, 'a');
        assertEquals(ChunkType.ABORT, give(1, WHOLE, 1, 0, 0, 'b').get(0).type());
    }

    @Test
    void shouldAbortForAMessageLongerThanAllowed() {
        pair = new EnginePair(
                        interleaving().build(),
                        interleaving().maxMessageBytes(10).build())
                .connect();
        give(0, BEGIN, 1, 0, 0, 'a');
        give(2, 0, 1, 0, 2, 'c');
        assertEquals(ChunkType.ABORT, give(3, END, 1, 0, 3, 'd').get(0).type());
    }

    /** Else both ends would wait for ever. */
    @Test
    void shouldAbortWhenNothingBegunCanBeCompletedForLackOfRoom() {
        pair = new EnginePair(
                        interleaving().build(),
                        interleaving()
                                .receiveWindowBytes(2000)
                                .maxMessageBytes(2000)
                                .build())
                .connect();
        List<RawPeer.Answer> answers = List.of();
        for (int i = 0; i < 33; i++) {
            answers = give(i, BEGIN, i, 0, 0, 'a');
        }
        assertEquals(ChunkType.ABORT, answers.get(0).type());
        assertEquals(4, answers.get(0).cause(), "out of resource");
    }

    // -- parts ------------------------------------------------------------------------------------------------------

    @Test
    void shouldHandUpPartsOfSeveralMessagesInTurn() {
        connectRaw(true);
        give(0, BEGIN, 1, 0, 5, 'a');
        give(1, BEGIN, 2, 0, 6, 'x');
        give(2, 0, 1, 0, 1, 'b');
        give(3, UNORDERED | BEGIN, 1, 0, 7, 'u');
        give(4, END, 2, 0, 1, 'y');
        give(5, END, 1, 0, 2, 'c');
        final List<String> parts = new ArrayList<>();
        while (pair.serverSide.readyMessages() > 0) {
            parts.add(text() + " " + info.stream() + "." + info.messageId() + " ppid " + info.ppid()
                    + (info.isUnordered() ? " unordered" : "") + (info.isPartial() ? " partial" : ""));
        }
        assertEquals(
                List.of(
                        "aaaa 1.0 ppid 5 partial",
                        "xxxx 2.0 ppid 6 partial",
                        "bbbb 1.0 ppid 5 partial",
                        "uuuu 1.0 ppid 7 unordered partial",
                        "yyyy 2.0 ppid 6",
                        "cccc 1.0 ppid 5"),
                parts);
    }

    /** They did not when they came, because there was something to read, and then nothing more has room to come. */
    @Test
    void shouldHandUpPartsThatFillTheWindowOnceAllElseIsRead() {
        connectWithWindow(2000);
        give(0, WHOLE, 0, 0, 0, 'w');
        for (int i = 1; i < 32; i++) {
            give(i, BEGIN, i, 0, 0, 'a');
        }
        assertEquals(1, pair.serverSide.readyMessages());
        assertEquals("wwww", text());
        for (int i = 1; i < 32; i++) {
            assertEquals("aaaa", text(), "part " + i);
            assertTrue(info.isPartial());
        }
        give(32, END, 31, 0, 1, 'b');
        assertEquals("bbbb", text());
    }

    @Test
    void shouldHandUpPartsThatFillAWindowMadeSmaller() {
        connectWithWindow(4000);
        for (int i = 0; i < 40; i++) {
            give(i, BEGIN, i, 0, 0, 'a');
        }
        assertEquals(0, pair.serverSide.readyMessages());
        pair.serverSide.configure(
                pair.serverSide.config().toBuilder().receiveWindowBytes(2000).build());
        assertEquals(ChunkType.SACK, give(40, BEGIN, 40, 0, 0, 'a').get(0).type());
        assertEquals(40, pair.serverSide.readyMessages(), "the last one found no room");
    }

    private void connectWithWindow(final int bytes) {
        pair = new EnginePair(
                        interleaving().build(),
                        interleaving()
                                .receiveWindowBytes(bytes)
                                .maxMessageBytes(2000)
                                .partialDeliveryBytes(1000)
                                .partsInterleaved(true)
                                .build())
                .connect();
    }

    /** Who may not be given parts of several messages gets those of one, and then the others. */
    @Test
    void shouldHandUpOneMessageInPartsAtATimeUnlessAllowed() {
        connectRaw(false);
        give(0, BEGIN, 1, 0, 5, 'a');
        give(1, BEGIN, 2, 0, 6, 'x');
        give(2, WHOLE, 3, 0, 6, 'w');
        give(3, END, 2, 0, 1, 'y');
        assertEquals("aaaa", text());
        assertEquals(0, pair.serverSide.readyMessages());
        give(4, END, 1, 0, 1, 'b');
        assertEquals("bbbb", text());
        assertEquals("wwww", text());
        assertEquals("xxxxyyyy", text());
    }

    @Test
    void shouldHoldOthersBackBehindWhatIsInPartsOnceToldTo() {
        connectRaw(true);
        give(0, BEGIN, 1, 0, 5, 'a');
        partsInterleaved(false);
        give(1, WHOLE, 2, 0, 6, 'w');
        give(2, BEGIN, 3, 0, 6, 'x');
        assertEquals("aaaa", text());
        assertEquals(0, pair.serverSide.readyMessages(), "in the middle of another message");
        pair.serverEvents.events.clear();
        partsInterleaved(true);
        pair.run();
        assertTrue(pair.serverEvents.events.contains("readable"), "who waits for messages must hear of them");
        assertEquals("wwww", text());
        assertEquals("xxxx", text(), "what waited may come now");
    }

    private void partsInterleaved(final boolean whether) {
        pair.serverSide.configure(
                pair.serverSide.config().toBuilder().partsInterleaved(whether).build());
    }

    /** The user could not tell to which of them a part belongs. */
    @Test
    void shouldNotHandUpASecondUnorderedMessageOfAStreamInTheMiddleOfOne() {
        connectRaw(true);
        give(0, UNORDERED | BEGIN, 1, 0, 5, 'a');
        give(1, UNORDERED | WHOLE, 1, 1, 6, 'x');
        assertEquals("aaaa", text());
        assertEquals(0, pair.serverSide.readyMessages());
        give(2, UNORDERED | END, 1, 0, 1, 'b');
        assertEquals("bbbb", text());
        assertEquals("xxxx", text());
    }

    @ParameterizedTest
    @CsvSource({"0", "4"})
    void shouldNotWaitForWhatThePeerGaveUp(final int order) {
        connectRaw(true);
        give(0, order | BEGIN, 1, 0, 0, 'a');
        give(3, order | WHOLE, 1, 1, 0, 'b');
        assertEquals("aaaa", text());
        skip(2, 1, order != 0, 0);
        assertEquals(0, pair.serverSide.receive(buffer, 0, 100, info));
        assertTrue(info.isAborted());
        assertEquals(1, info.stream());
        assertEquals("bbbb", text());
        give(4, order | END, 1, 0, 2, 'z');
        give(5, order | WHOLE, 1, 2, 0, 'c');
        assertEquals("cccc", text(), "what was sent before the message was given up changes nothing");
        assertEquals(0, pair.serverSide.heldBytes());
    }

    private static AssociationConfigBuilder interleaving() {
        return AssociationConfig.builder().interleavingSupported(true);
    }

    /** The client's packets will be made by hand; the server hands up parts, however short. */
    private void connectRaw(final boolean several) {
        pair = new EnginePair(
                        interleaving().build(),
                        interleaving()
                                .partialDeliveryBytes(4)
                                .partsInterleaved(several)
                                .build())
                .connect();
    }

    private String text() {
        final int length = pair.serverSide.receive(buffer, 0, buffer.capacity(), info);
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) buffer.get(i));
        }
        return text.toString();
    }

    /** Gives the server an I-DATA chunk of four bytes, its TSN counted from the first. */
    private List<RawPeer.Answer> give(
            final int tsn, final int flags, final int stream, final int mid, final int ppidOrFsn, final char content) {
        return new RawPeer(pair)
                .giveChunk(
                        pair.serverSide.localTag(),
                        ChunkType.I_DATA,
                        flags,
                        pair.clientSide.nextTsn() + tsn,
                        stream << 16,
                        mid,
                        ppidOrFsn,
                        content * 0x0101_0101);
    }

    private void skip(final int tsn, final int stream, final boolean unordered, final int mid) {
        new RawPeer(pair)
                .giveChunk(
                        pair.serverSide.localTag(),
                        ChunkType.I_FORWARD_TSN,
                        0,
                        pair.clientSide.nextTsn() + tsn,
                        stream << 16 | (unordered ? 1 : 0),
                        mid);
    }
}

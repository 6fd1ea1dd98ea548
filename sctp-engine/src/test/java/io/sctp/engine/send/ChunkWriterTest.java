package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.IDataChunk;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ChunkWriterTest {
    private static final int AT = 12;

    private final SentTexts texts = new SentTexts();
    private final ChunkWriter writer = new ChunkWriter(texts.pool, texts.outstanding);
    private final ByteBuffer packet = ByteBuffer.allocate(100);

    @Test
    void shouldWriteData() {
        final int tsn = texts.send(3, 5, DataChunk.FLAG_BEGIN | DataChunk.FLAG_IMMEDIATE, "12345");
        assertEquals(DataChunk.HEADER_LENGTH, writer.headerLength());
        assertEquals(AT + DataChunk.HEADER_LENGTH + 8, write(tsn, 5));
        assertEquals(ChunkType.DATA, Chunk.type(packet, AT));
        assertEquals(DataChunk.FLAG_BEGIN | DataChunk.FLAG_IMMEDIATE, Chunk.flags(packet, AT));
        assertEquals(DataChunk.HEADER_LENGTH + 5, Chunk.length(packet, AT));
        assertEquals(tsn, DataChunk.tsn(packet, AT));
        assertEquals(3, DataChunk.stream(packet, AT));
        assertEquals(5, DataChunk.ssn(packet, AT));
        assertEquals(SentTexts.PPID, DataChunk.ppid(packet, AT));
        assertEquals("12345", SentTexts.text(packet, AT + DataChunk.HEADER_LENGTH, 5));
    }

    /** RFC 9260 section 3.2: padding is zero. */
    @Test
    void shouldPadWithZeros() {
        Arrays.fill(packet.array(), (byte) -1);
        final int end = write(texts.send("12345"), 5);
        assertEquals("\0\0\0", SentTexts.text(packet, end - 3, 3));
        assertEquals(-1, packet.get(end));
    }

    @Test
    void shouldWriteAChunkOutOfTheMiddleOfABlock() {
        final int handle = texts.block(0, "0123456789");
        final int tsn = texts.add(handle, 4, 3, DataChunk.FLAG_END, OutstandingData.NO_MARKS, 1, 2);
        write(tsn, 3);
        assertEquals("456", SentTexts.text(packet, AT + DataChunk.HEADER_LENGTH, 3));
    }

    @Test
    void shouldWriteIData() {
        interleave();
        final int tsn = fragment(DataChunk.FLAG_BEGIN, 0);
        assertEquals(IDataChunk.HEADER_LENGTH, writer.headerLength());
        assertEquals(AT + IDataChunk.HEADER_LENGTH + 4, write(tsn, 4));
        assertEquals(ChunkType.I_DATA, Chunk.type(packet, AT));
        assertEquals(DataChunk.FLAG_BEGIN, Chunk.flags(packet, AT));
        assertEquals(IDataChunk.HEADER_LENGTH + 4, Chunk.length(packet, AT));
        assertEquals(tsn, DataChunk.tsn(packet, AT));
        assertEquals(3, DataChunk.stream(packet, AT));
        assertEquals(70_000, IDataChunk.mid(packet, AT));
        assertEquals(SentTexts.PPID, IDataChunk.ppidOrFsn(packet, AT));
        assertEquals("text", SentTexts.text(packet, AT + IDataChunk.HEADER_LENGTH, 4));
    }

    @Test
    void shouldWriteTheNumberOfAFragmentThatIsNotTheFirst() {
        interleave();
        write(fragment(DataChunk.FLAG_END, 7), 4);
        assertEquals(7, IDataChunk.ppidOrFsn(packet, AT));
    }

    /** Linux takes the second fragment for number 0. */
    @Test
    void shouldNumberFragmentsAsThePeerDoes() {
        interleave();
        writer.firstNumbered(1);
        write(fragment(DataChunk.FLAG_END, 7), 4);
        assertEquals(6, IDataChunk.ppidOrFsn(packet, AT));
        write(fragment(DataChunk.FLAG_BEGIN, 0), 4);
        assertEquals(SentTexts.PPID, IDataChunk.ppidOrFsn(packet, AT));
    }

    @Test
    void shouldWriteDataAgainInTheNextAssociation() {
        interleave();
        writer.interleave(false);
        assertEquals(DataChunk.HEADER_LENGTH, writer.headerLength());
        write(texts.send("text"), 4);
        assertEquals(ChunkType.DATA, Chunk.type(packet, AT));
    }

    private void interleave() {
        texts.outstanding.identify(true);
        writer.interleave(true);
    }

    private int fragment(final int flags, final int number) {
        final int tsn = texts.send(3, 0, flags, "text");
        texts.outstanding.identify(tsn, 70_000, number);
        return tsn;
    }

    private int write(final int tsn, final int length) {
        return writer.write(packet, AT, tsn, length);
    }
}

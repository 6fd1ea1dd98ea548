package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.ParameterType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fragments that contradict each other never leave a stream silent: the association ends with a cause (section 6.9).
 */
final class ContradictionTest {
    private static final int TAG = 77;
    private static final int UNORDERED = 4;
    private static final long SECOND = 1_000_000_000L;

    /**
     * Chunks with the TSNs 1, 2, 3, ..., each as flags, stream and SSN: {@code B} begins, {@code E} ends, {@code M} is
     * in the middle, {@code W} is whole, {@code U} more is unordered. None of these can ever be put together.
     */
    private static final String CONTRADICTIONS =
            "M00; E00; W00 M00; W00 E00; B00 W00; B00 B00; B00 E00 E00; B00 E00 M01;"
                    + "B00 W01; B00 M00 B01; B00 E01; B00 E10; B00 EU00; BU00 E00; B00 M01 E00; B00 M10 E00;"
                    + "B00 M00 E01; W00 B01 W01; B01 W00; E05; B00 E90; B90 E00;"
                    + "B00 W90; W00 M01 E01; BU00 MU00 WU00; BU00 E10";

    private static final List<List<Integer>> ORDERS_OF_THREE = List.of(
            List.of(1, 2, 3), List.of(1, 3, 2), List.of(2, 1, 3), List.of(2, 3, 1), List.of(3, 1, 2), List.of(3, 2, 1));

    private EnginePair pair;
    private RawPeer peer;
    private int tag;
    private int cause;

    private void listen(final boolean interleaved, final boolean inParts) {
        pair = new EnginePair(
                AssociationConfig.builder().build(),
                AssociationConfig.builder()
                        .interleavingSupported(interleaved)
                        .partialDeliveryBytes(inParts ? 1 : 0)
                        .build());
        peer = new RawPeer(pair);
    }

    // -- DATA -------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndWhateverTheOrder(final boolean inParts) {
        listen(false, inParts);
        for (final String messages : CONTRADICTIONS.split(";", -1)) {
            final List<String> chunks = Arrays.asList(messages.trim().split(" ", -1));
            final List<Integer> tsns = new ArrayList<>(
                    IntStream.rangeClosed(1, chunks.size()).boxed().toList());
            do {
                assertEnds(chunks, tsns);
                Collections.rotate(tsns, 1);
            } while (tsns.get(0) != 1);
            Collections.reverse(tsns);
            assertEnds(chunks, tsns);
        }
    }

    /** All that three chunks can say, in each order. What does not contradict itself ends nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndForContradictionsOnly(final boolean inParts) {
        listen(false, inParts);
        final List<String> all = new ArrayList<>();
        for (final String kind : List.of("B", "M", "E", "W")) {
            all.addAll(List.of(kind + "00", kind + "01", kind + "U00"));
        }
        for (final String first : all) {
            for (final String second : all) {
                for (final String third : all) {
                    judge(List.of(first, second, third));
                }
            }
        }
    }

    private void judge(final List<String> chunks) {
        final boolean contradicts = contradicts(chunks);
        final boolean repeats = repeatsANumber(chunks);
        for (final List<Integer> tsns : ORDERS_OF_THREE) {
            if (contradicts) {
                assertEnds(chunks, tsns);
            } else if (!repeats) {
                give(chunks, tsns);
                assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state(), () -> describe(chunks, tsns));
                peer.giveChunk(tag, ChunkType.ABORT, 0);
            }
        }
    }

    /** Each must begin where the one before it ended, or go on with it. */
    private static boolean contradicts(final List<String> chunks) {
        String before = "W";
        for (final String chunk : chunks) {
            final boolean begins = chunk.startsWith("B") || chunk.startsWith("W");
            final boolean ended = before.startsWith("E") || before.startsWith("W");
            if (begins != ended || (!begins && !chunk.substring(1).equals(before.substring(1)))) {
                return true;
            }
            before = chunk;
        }
        return false;
    }

    /** Says whether two messages have the same number: no contradiction of fragments, but an error of its own. */
    private static boolean repeatsANumber(final List<String> chunks) {
        final Set<String> begun = new HashSet<>();
        return chunks.stream()
                .filter(chunk -> chunk.startsWith("B") || chunk.startsWith("W"))
                .anyMatch(chunk -> !chunk.contains("U") && !begun.add(chunk.substring(1)));
    }

    private void assertEnds(final List<String> chunks, final List<Integer> tsns) {
        give(chunks, tsns);
        assertViolation(describe(chunks, tsns));
    }

    private void assertViolation(final String what) {
        assertEquals(AssociationState.CLOSED, pair.serverSide.state(), what);
        assertEquals(CloseReason.PEER_VIOLATION, pair.serverSide.closeReason(), what);
        assertEquals(CauseCode.PROTOCOL_VIOLATION, cause, what);
        assertEquals(0, pair.server.associationCount());
    }

    private static String describe(final List<String> chunks, final List<Integer> tsns) {
        return chunks + " in the order " + tsns;
    }

    /** Makes an association, and gives it chunks until it ends. */
    private void give(final List<String> chunks, final List<Integer> tsns) {
        connect(peer.init(TAG, 100_000, 9, 9));
        for (int i = 0; i < tsns.size() && pair.serverSide.state() != AssociationState.CLOSED; i++) {
            final int tsn = tsns.get(i);
            final String chunk = chunks.get(tsn - 1);
            final int stream = chunk.charAt(chunk.length() - 2) - '0';
            final int ssn = chunk.charAt(chunk.length() - 1) - '0';
            Chunk.write(peer.packet, RawPeer.FIRST, ChunkType.DATA, flags(chunk), 20);
            peer.packet.putInt(RawPeer.FIRST + 4, tsn).putInt(RawPeer.FIRST + 8, stream << 16 | ssn);
            give(RawPeer.FIRST + 20);
        }
    }

    private static int flags(final String chunk) {
        return "MEBW".indexOf(chunk.charAt(0)) | (chunk.charAt(1) == 'U' ? UNORDERED : 0);
    }

    private void connect(final int end) {
        tag = peer.connect(end);
        cause = CauseCode.NONE;
        PacketHeader.write(peer.packet, 0, EnginePair.PORT, EnginePair.PORT, tag);
    }

    private void give(final int end) {
        for (final RawPeer.Answer answer : peer.give(end)) {
            cause = answer.type() == ChunkType.ABORT ? answer.cause() : cause;
        }
    }

    // -- I-DATA -----------------------------------------------------------------------------------------------------

    /**
     * RFC 8260 section 2.1: of a message each FSN comes once, 0 is that of its beginning, and none is behind its end.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndForContradictionsOfIDataOnly(final boolean inParts) {
        listen(true, inParts);
        final List<String> all = List.of("B0", "W0", "M0", "E0", "M1", "E1", "M2", "E2", "M3");
        for (final String first : all) {
            for (final String second : all) {
                for (final String third : all) {
                    final List<String> chunks = List.of(first, second, third);
                    giveIData(chunks);
                    if (contradictsAsIData(chunks)) {
                        assertViolation(chunks.toString());
                    } else {
                        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state(), chunks::toString);
                        peer.giveChunk(tag, ChunkType.ABORT, 0);
                    }
                }
            }
        }
    }

    private static boolean contradictsAsIData(final List<String> chunks) {
        final Set<Character> numbers = new HashSet<>();
        char highest = '0';
        char end = 0;
        for (final String chunk : chunks) {
            final char number = chunk.charAt(1);
            final boolean begins = chunk.startsWith("B") || chunk.startsWith("W");
            if (begins != (number == '0') || !numbers.add(number)) {
                return true;
            }
            if (chunk.startsWith("E") || chunk.startsWith("W")) {
                if (end != 0) {
                    return true;
                }
                end = number;
            }
            highest = number > highest ? number : highest;
        }
        return end != 0 && highest > end;
    }

    /** With another U bit it is another message: one that never ends, which only time can tell. */
    @Test
    void shouldEndAfterAWhileWhenFragmentsAreOfTwoOrders() {
        final long limitNs = AssociationConfig.builder().build().reassemblyTimeoutNs();
        for (final List<String> chunks :
                List.of(List.of("B0", "EU1"), List.of("BU0", "M1", "E2"), List.of("EU1", "B0"))) {
            listen(true, false);
            giveIData(chunks);
            pair.nowNs += limitNs / 2;
            peer.giveChunk(tag, ChunkType.HEARTBEAT_ACK, 0);
            assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state(), chunks::toString);
            final long endNs = pair.nowNs + limitNs + SECOND;
            while (pair.serverSide.state() != AssociationState.CLOSED && pair.nowNs < endNs) {
                pair.nowNs = Math.max(pair.nowNs, pair.server.nextTimeoutNs());
                pair.server.handleTimeout(pair.nowNs);
                answerHeartbeats();
            }
            assertEquals(AssociationState.CLOSED, pair.serverSide.state(), chunks::toString);
            assertTrue(pair.server.counters().reassemblyTimeouts() > 0, chunks::toString);
        }
    }

    private void answerHeartbeats() {
        for (final RawPeer.Answer answer : peer.answers()) {
            if (answer.type() == ChunkType.HEARTBEAT) {
                final int length = answer.bytes().capacity();
                peer.packet.put(RawPeer.FIRST, answer.bytes(), 0, length);
                Chunk.write(peer.packet, RawPeer.FIRST, ChunkType.HEARTBEAT_ACK, 0, length);
                peer.hand(RawPeer.FIRST + Chunk.padded(length));
            }
        }
    }

    /** Makes an association, and gives it chunks of message 0 of stream 0 until it ends. */
    private void giveIData(final List<String> chunks) {
        final int end = peer.init(TAG, 100_000, 9, 9);
        // Supported Extensions: I-DATA.
        peer.packet.putInt(end, ParameterType.SUPPORTED_EXTENSIONS << 16 | 5);
        peer.packet.putInt(end + 4, ChunkType.I_DATA << 24);
        connect(end + 8);
        for (int i = 0; i < chunks.size() && pair.serverSide.state() != AssociationState.CLOSED; i++) {
            final String chunk = chunks.get(i);
            Chunk.write(peer.packet, RawPeer.FIRST, ChunkType.I_DATA, flags(chunk), 24);
            peer.packet.putInt(RawPeer.FIRST + 4, i + 1).putInt(RawPeer.FIRST + 8, 0);
            peer.packet.putInt(RawPeer.FIRST + 12, 0);
            peer.packet.putInt(RawPeer.FIRST + 16, chunk.charAt(chunk.length() - 1) - '0');
            give(RawPeer.FIRST + 24);
        }
    }
}

package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class FlightListTest {
    private static final int FIRST = SentTexts.FIRST_TSN;
    private static final int CHUNKS = 40;
    private static final int STEPS = 5000;

    private final SentTexts texts = new SentTexts();
    private final FlightList list = new FlightList(texts.outstanding);

    @Test
    void shouldKeepTheOrderInWhichChunksWereSent() {
        send(3);
        list.addLast(FIRST + 2);
        list.addLast(FIRST);
        list.addLast(FIRST + 1);
        assertEquals(List.of(FIRST + 2, FIRST, FIRST + 1), takeAll());
    }

    @Test
    void shouldTakeWhatWasSentLongAgoFirst() {
        send(3);
        list.addFirst(FIRST + 1);
        list.addLast(FIRST);
        list.addFirst(FIRST + 2);
        assertEquals(FIRST, list.last());
        assertEquals(List.of(FIRST + 2, FIRST + 1, FIRST), takeAll());
    }

    @Test
    void shouldKeepTheOrderWhenThereAreMoreChunksThanEver() {
        send(3);
        list.addLast(FIRST + 1);
        list.addLast(FIRST);
        send(500);
        list.addLast(FIRST + 2);
        assertEquals(List.of(FIRST + 1, FIRST, FIRST + 2), takeAll());
    }

    /** Against a list of the JDK's. */
    @Test
    void shouldKeepTheOrderWhateverIsAddedAndRemoved() {
        final SplittableRandom random = new SplittableRandom(1);
        final List<Integer> expected = new ArrayList<>();
        send(CHUNKS);
        for (int i = 0; i < STEPS; i++) {
            final Integer tsn = FIRST + random.nextInt(CHUNKS);
            if (expected.remove(tsn)) {
                list.remove(tsn);
            } else if (random.nextInt(4) == 0) {
                expected.add(0, tsn);
                list.addFirst(tsn);
            } else {
                expected.add(tsn);
                list.addLast(tsn);
            }
            assertEquals(expected.size(), list.size());
            if (!expected.isEmpty()) {
                assertEquals(expected.get(0), list.first());
                assertEquals(expected.get(expected.size() - 1), list.last());
            }
        }
        assertEquals(expected, takeAll());
    }

    private List<Integer> takeAll() {
        final List<Integer> all = new ArrayList<>();
        while (list.size() > 0) {
            all.add(list.first());
            list.remove(list.first());
        }
        return all;
    }

    private void send(final int count) {
        for (int i = 0; i < count; i++) {
            texts.send("x");
        }
    }
}

package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BegunStreamsTest {
    private final BegunStreams streams = new BegunStreams();

    @Test
    void shouldHaveNoneAtFirst() {
        assertEquals(BegunStreams.NONE, streams.first());
    }

    @Test
    void shouldKeepStreamsInTheOrderInWhichTheyCame() {
        add(5, 0, 1000, 7);
        assertEquals(List.of(5, 0, 1000, 7), takeAll());
        assertEquals(BegunStreams.NONE, streams.first());
    }

    @Test
    void shouldKeepAStreamOnce() {
        add(5, 7, 5);
        assertEquals(List.of(5, 7), takeAll());
        add(5, 7, 7);
        assertEquals(List.of(5, 7), takeAll());
    }

    @Test
    void shouldTakeAStreamAgainThatWasTakenOut() {
        add(5, 7);
        streams.removeFirst();
        add(5);
        assertEquals(List.of(7, 5), takeAll());
        add(5);
        assertEquals(List.of(5), takeAll());
    }

    @Test
    void shouldLetStreamsTakeTurns() {
        add(1, 2, 3);
        final List<Integer> turns = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            turns.add(streams.first());
            streams.rotate();
        }
        assertEquals(List.of(1, 2, 3, 1, 2, 3, 1), turns);
    }

    @Test
    void shouldLetASingleStreamHaveEachTurn() {
        add(4);
        streams.rotate();
        assertEquals(List.of(4), takeAll());
    }

    @Test
    void shouldKnowWhetherThereIsOne() {
        add(4);
        assertTrue(streams.isSingle());
        add(5);
        assertFalse(streams.isSingle());
        streams.removeFirst();
        assertTrue(streams.isSingle());
    }

    @Test
    void shouldHaveNoneOnceCleared() {
        add(4, 5);
        streams.clear();
        assertEquals(BegunStreams.NONE, streams.first());
        add(5, 6);
        assertEquals(List.of(5, 6), takeAll());
    }

    private void add(final int... added) {
        for (final int stream : added) {
            streams.add(stream);
        }
    }

    private List<Integer> takeAll() {
        final List<Integer> taken = new ArrayList<>();
        while (streams.first() != BegunStreams.NONE) {
            taken.add(streams.first());
            streams.removeFirst();
        }
        return taken;
    }
}

package io.sctp.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.jni.NativeLibrary;
import io.sctp.jni.Syscalls;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AddressCacheTest {
    private static final int THREADS = 4;
    private static final int LOOKUPS = 200_000;

    private final AddressCache cache = new AddressCache();

    @BeforeAll
    static void loadLibrary() {
        NativeLibrary.load();
    }

    @Test
    void shouldTellOneBufferFromAnotherOfEqualContent() {
        final ByteBuffer first = ByteBuffer.allocateDirect(8);
        final ByteBuffer second = ByteBuffer.allocateDirect(8);
        for (final ByteBuffer buffer : List.of(first, first, second, second, first)) {
            assertEquals(Syscalls.address(buffer), cache.of(buffer));
        }
    }

    @Test
    void shouldNeverMixAddressesUpWhenThreadsMeet() throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            final List<Future<?>> lookups = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                lookups.add(threads.submit(this::lookUpTwoInTurn));
            }
            for (final Future<?> lookup : lookups) {
                lookup.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void lookUpTwoInTurn() {
        final ByteBuffer[] buffers = {ByteBuffer.allocateDirect(8), ByteBuffer.allocateDirect(8)};
        final long[] addresses = {Syscalls.address(buffers[0]), Syscalls.address(buffers[1])};
        for (int i = 0; i < LOOKUPS; i++) {
            final int which = i >> 2 & 1; // each several times, so that it is found, too
            assertEquals(addresses[which], cache.of(buffers[which]));
        }
    }
}

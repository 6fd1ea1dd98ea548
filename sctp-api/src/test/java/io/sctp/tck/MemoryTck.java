package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.MessageBatch;
import io.sctp.ReceiveInfo;
import io.sctp.SctpMessageChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Nothing but the memory that the caller gave is read or written, whatever other threads do with it meanwhile. */
public abstract class MemoryTck extends Tck {
    private static final int LENGTH = 1000;
    private static final int GUARD = 1 << 16;
    private static final byte GUARDED = 0x5A;
    private static final int ROUNDS = 600;

    /** Two ends of one association, in blocking mode. */
    public record Ends(SctpMessageChannel from, SctpMessageChannel to) {}

    protected Ends ends() throws IOException {
        final Pair pair = pair();
        return new Ends(pair.client(), pair.server());
    }

    // ---- Memory that can be freed (JDK 22 and later)

    @Test
    void shouldSendFromAndReceiveIntoAnArenaThatIsOpen() throws IOException {
        final Ends ends = ends();
        for (final Supplier<TestArena> kind :
                List.<Supplier<TestArena>>of(TestArena::shared, TestArena::confined, TestArena::automatic)) {
            final TestArena arena = kind.get();
            final ByteBuffer source = arena.allocate(LENGTH + 20).position(10).limit(10 + LENGTH);
            source.duplicate().put(pattern(LENGTH));
            assertEquals(LENGTH, ends.from().send(source, new SendInfo(), LONG));
            assertEquals(10 + LENGTH, source.position());
            final ByteBuffer destination = arena.allocate(LENGTH + 20).position(7);
            assertEquals(LENGTH, ends.to().receive(destination, new ReceiveInfo(), LONG));
            assertEquals(7 + LENGTH, destination.position());
            assertArrayEquals(pattern(LENGTH), content(destination.flip().position(7)));
            sendsAndReceives(ends);
        }
    }

    @Test
    void shouldRefuseMemoryThatHasBeenFreed() throws IOException {
        final Ends ends = ends();
        for (final Supplier<TestArena> kind : List.<Supplier<TestArena>>of(TestArena::shared, TestArena::confined)) {
            final TestArena arena = kind.get();
            final ByteBuffer whole = arena.allocate(LENGTH);
            final List<ByteBuffer> views =
                    List.of(whole, whole.slice(10, 100), whole.duplicate().position(5), whole.asReadOnlyBuffer());
            // Known from a use before, perhaps.
            assertEquals(LENGTH, ends.from().send(whole, new SendInfo(), LONG));
            assertEquals(LENGTH, ends.to().receive(whole.clear(), new ReceiveInfo(), LONG));
            whole.clear();
            arena.close();
            send(ends.from(), "for who has memory");
            for (final ByteBuffer view : views) {
                assertThrows(IllegalStateException.class, () -> ends.from().send(view, new SendInfo(), LONG));
                assertThrows(IllegalStateException.class, () -> ends.from().send(view, null, LONG));
                if (!view.isReadOnly()) {
                    assertThrows(IllegalStateException.class, () -> ends.to().receive(view, new ReceiveInfo(), LONG));
                }
            }
            assertEquals("for who has memory", receiveOne(ends.to()), "what was refused took no message");
            sendsAndReceives(ends);
        }
    }

    @Test
    void shouldRefuseMemoryThatIsAnotherThreadsAlone() throws Exception {
        TestArena.assumeThere();
        final Ends ends = ends();
        final ByteBuffer others = CompletableFuture.supplyAsync(
                        () -> TestArena.confined().allocate(LENGTH))
                .get();
        send(ends.from(), "for who may");
        final MessageBatch batch = new MessageBatch(2, LENGTH);
        assertTrue(batch.addReference(others.duplicate(), null));
        for (final Executable use : List.<Executable>of(
                () -> ends.from().send(others, new SendInfo(), LONG),
                () -> ends.to().receive(others, new ReceiveInfo(), LONG),
                () -> ends.from().send(batch, LONG),
                () -> new MessageBatch(1, LENGTH).add(others, null))) {
            assertEquals(
                    "WrongThreadException",
                    assertThrows(RuntimeException.class, use).getClass().getSimpleName());
        }
        assertEquals("for who may", receiveOne(ends.to()));
        sendsAndReceives(ends);
    }

    @Test
    void shouldRefuseABatchWhoseMemoryHasBeenFreed() throws IOException {
        final Ends ends = ends();
        final TestArena arena = TestArena.shared();
        final ByteBuffer freed = arena.allocate(LENGTH);
        final MessageBatch batch = new MessageBatch(4, LENGTH);
        assertTrue(batch.addReference(freed.slice(0, 100), null));
        arena.close();
        assertThrows(IllegalStateException.class, () -> ends.from().send(batch, LONG));
        assertThrows(IllegalStateException.class, () -> batch.add(freed, null));
        assertEquals(1, batch.size(), "what could not be copied was not added");
        assertEquals(0, batch.position());
        batch.clear();
        assertTrue(batch.add(bytes("next"), null));
        assertEquals(1, ends.from().send(batch, LONG));
        assertEquals("next", receiveOne(ends.to()));
    }

    @Test
    void shouldSendABatchOfAllKindsOfMemory() throws IOException {
        final Ends ends = ends();
        final TestArena arena = TestArena.shared();
        final MessageBatch batch = new MessageBatch(8, LENGTH);
        final String[] texts = {"in its slot", "in our own", "in an arena", "in a slot again", "in an arena, too"};
        assertTrue(batch.add(bytes(texts[0]), new SendInfo().stream(1)));
        assertTrue(batch.addReference(direct(texts[1]), null));
        assertTrue(batch.addReference(arena.allocate(100).put(bytes(texts[2])).flip(), new SendInfo().stream(2)));
        assertTrue(batch.add(bytes(texts[3]), null));
        final ByteBuffer reused = arena.allocate(100).put(bytes(texts[4])).flip();
        assertTrue(batch.addReference(reused, null));
        reused.clear().limit(0); // it is the caller's; only its bytes must stay
        assertEquals(5, ends.from().send(batch, LONG));
        for (final String text : texts) {
            assertEquals(text, receiveOne(ends.to()));
        }
        arena.close();
        sendsAndReceives(ends);
    }

    /** Either the arena cannot be closed, as with the JDK's channels, or the receive refuses what it has become. */
    @Test
    void shouldSurviveThatMemoryIsFreedWhileAReceiveWaits() throws Exception {
        final Ends ends = ends();
        final TestArena arena = TestArena.shared();
        final ByteBuffer destination = arena.allocate(LENGTH);
        final CompletableFuture<Integer> receive = new CompletableFuture<>();
        final Thread receiver = new Thread(() -> {
            try {
                receive.complete(ends.to().receive(destination, new ReceiveInfo()));
            } catch (final Throwable e) {
                receive.completeExceptionally(e);
            }
        });
        receiver.start();
        Thread.sleep(SHORT.toMillis());
        boolean closed = true;
        try {
            arena.close();
        } catch (final IllegalStateException e) {
            closed = false;
        }
        send(ends.from(), "late");
        if (closed) {
            final Throwable refused =
                    assertThrows(ExecutionException.class, receive::get).getCause();
            assertTrue(refused instanceof IllegalStateException, refused.toString());
            assertEquals("late", receiveOne(ends.to()), "the message was not received");
        } else {
            assertEquals("late".length(), receive.get());
        }
        receiver.join();
        sendsAndReceives(ends);
    }

    /** Arenas are closed at any moment of sends, batches and receives: each goes through or is refused. */
    @Test
    void shouldSurviveArenasThatAreClosedAtAnyMoment() throws Exception {
        final Ends ends = ends();
        int refused = 0;
        for (int round = 0; round < ROUNDS / 30; round++) {
            final TestArena arena = TestArena.shared();
            final ByteBuffer memory = arena.allocate(LENGTH);
            final MessageBatch batch = new MessageBatch(2, 16);
            batch.addReference(memory.duplicate(), null);
            final FutureTask<Void> closing = background(() -> {
                arena.close();
                return null;
            });
            try {
                if (round % 2 == 0) {
                    ends.from().send(memory, new SendInfo(), LONG);
                } else {
                    ends.from().send(batch, LONG);
                }
                assertEquals(LENGTH, ends.to().receive(ByteBuffer.allocate(LENGTH), new ReceiveInfo(), LONG));
            } catch (final IllegalStateException e) {
                refused++;
            }
            awaitAndClearInterrupt(closing);
        }
        assertTrue(refused < ROUNDS, "refused: " + refused);
        sendsAndReceives(ends);
    }

    /** HotSpot interrupts a thread whose access to memory it ends because its arena is being closed. */
    private static void awaitAndClearInterrupt(final FutureTask<?> closing) {
        while (!closing.isDone()) {
            Thread.onSpinWait();
        }
        Thread.interrupted();
    }

    // ---- Buffers that other threads move

    @Test
    void shouldWriteNothingBeyondABufferThatAnotherThreadMoves() throws Exception {
        for (final boolean direct : new boolean[] {true, false}) {
            final Ends ends = ends();
            final ByteBuffer whole = guarded(direct);
            final ByteBuffer moved = whole.slice(GUARD, LENGTH);
            final AtomicBoolean over = new AtomicBoolean();
            final Thread mover = mover(moved, over);
            int received = 0;
            for (int round = 0; round < ROUNDS; round++) {
                ends.from().send(ByteBuffer.wrap(pattern(LENGTH)), new SendInfo(), LONG);
                try {
                    final int length = ends.to().receive(moved, new ReceiveInfo(), LONG);
                    assertTrue(length > 0 && length <= LENGTH, "received " + length);
                    received++;
                } catch (final IllegalArgumentException | IndexOutOfBoundsException e) {
                    // Without room when the call began, or with a limit before the end of the message when it ended.
                }
                drain(ends.to());
                assertGuarded(whole);
            }
            over.set(true);
            mover.join();
            assertTrue(received > 0, "no receive succeeded");
            sendsAndReceives(ends);
        }
    }

    @Test
    void shouldReadNothingBeyondABufferThatAnotherThreadMoves() throws Exception {
        for (final boolean direct : new boolean[] {true, false}) {
            final Ends ends = ends();
            final ByteBuffer moved = guarded(direct).slice(GUARD, LENGTH);
            final AtomicBoolean over = new AtomicBoolean();
            final Thread mover = mover(moved, over);
            final MessageBatch batch = new MessageBatch(4, LENGTH);
            int sent = 0;
            for (int round = 0; round < ROUNDS; round++) {
                try {
                    if (round % 3 == 0) {
                        ends.from().send(moved, new SendInfo(), LONG);
                    } else {
                        batch.clear();
                        if (round % 3 == 1 && direct) {
                            batch.addReference(moved, null);
                        } else {
                            batch.add(moved, null);
                        }
                        ends.from().send(batch, LONG);
                    }
                    sent++;
                } catch (final IllegalArgumentException
                        | IndexOutOfBoundsException
                        | BufferUnderflowException
                        | BufferOverflowException e) {
                    // Empty when the call began, or with a limit before the end of the message when it ended.
                }
                assertNothingGuarded(ends.to());
            }
            over.set(true);
            mover.join();
            assertTrue(sent > 0, "no send succeeded");
            sendsAndReceives(ends);
        }
    }

    /** A batch is for one thread. Where two use it all the same, what comes of it is anything but other memory. */
    @Test
    void shouldTouchNothingBeyondABatchThatTwoThreadsUse() throws Exception {
        final Ends ends = ends();
        final ByteBuffer whole = guarded(true);
        final ByteBuffer small = whole.slice(GUARD, 8);
        final ByteBuffer large = ByteBuffer.allocateDirect(16 * LENGTH);
        final MessageBatch batch = new MessageBatch(16, 64);
        final AtomicBoolean over = new AtomicBoolean();
        final Thread other = new Thread(() -> {
            while (!over.get()) {
                try {
                    batch.clear();
                    batch.addReference(small.clear(), null);
                    batch.addReference(large.clear(), null);
                    batch.add(ByteBuffer.wrap(new byte[60]), null);
                } catch (final RuntimeException e) {
                    // Two threads.
                }
            }
        });
        other.start();
        final Duration moment = Duration.ofMillis(1);
        for (int round = 0; round < ROUNDS; round++) {
            try {
                ends.from().send(ByteBuffer.wrap(new byte[LENGTH]), null, LONG);
                ends.to().receive(batch, moment);
            } catch (final RuntimeException | IOException e) {
                // Two threads.
            }
            try {
                ends.from().send(batch, moment);
            } catch (final RuntimeException | IOException e) {
                // Two threads.
            }
            assertNothingGuarded(ends.to());
            assertGuarded(whole);
        }
        over.set(true);
        other.join();
    }

    // ---- What the tests share

    private static ByteBuffer direct(final String text) {
        final ByteBuffer bytes = bytes(text);
        return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
    }

    /** Memory with a guard on both sides of {@link #LENGTH} bytes. */
    private static ByteBuffer guarded(final boolean direct) {
        final int size = 2 * GUARD + LENGTH;
        final ByteBuffer whole = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        for (int i = 0; i < GUARD; i++) {
            whole.put(i, GUARDED).put(GUARD + LENGTH + i, GUARDED);
        }
        return whole;
    }

    private static void assertGuarded(final ByteBuffer whole) {
        for (int i = GUARD - LENGTH; i < GUARD; i++) {
            assertEquals(GUARDED, whole.get(i), "in front of the buffer, at " + (i - GUARD));
        }
        for (int i = GUARD + LENGTH; i < GUARD + 3 * LENGTH; i++) {
            assertEquals(GUARDED, whole.get(i), "behind the buffer, at " + (i - GUARD));
        }
    }

    private static Thread mover(final ByteBuffer buffer, final AtomicBoolean over) {
        final Thread mover = new Thread(() -> {
            int i = 0;
            while (!over.get()) {
                try {
                    buffer.clear().position(i++ % LENGTH);
                    buffer.flip();
                    buffer.limit(LENGTH).position(LENGTH - i % 7);
                    buffer.clear();
                } catch (final IllegalArgumentException e) {
                    // The other thread moves it as well.
                }
            }
        });
        mover.start();
        return mover;
    }

    private static void drain(final SctpMessageChannel channel) throws IOException {
        channel.configureBlocking(false);
        final ByteBuffer rest = ByteBuffer.allocateDirect(16 * LENGTH);
        while (channel.receive(rest.clear(), new ReceiveInfo()) > 0) {
            // The rest of a message that was longer than the buffer had room, or one whose receive failed.
        }
        channel.configureBlocking(true);
    }

    private static void assertNothingGuarded(final SctpMessageChannel channel) throws IOException {
        channel.configureBlocking(false);
        final ByteBuffer message = ByteBuffer.allocateDirect(32 * LENGTH);
        while (channel.receive(message.clear(), new ReceiveInfo()) > 0) {
            for (int i = 0; i < message.position(); i++) {
                assertFalse(message.get(i) == GUARDED, "a byte that is not the sender's, at " + i);
            }
        }
        channel.configureBlocking(true);
    }

    private static byte[] content(final ByteBuffer buffer) {
        final byte[] content = new byte[buffer.remaining()];
        buffer.get(content);
        return content;
    }

    private static String receiveOne(final SctpMessageChannel channel) throws IOException {
        final ByteBuffer message = ByteBuffer.allocate(LENGTH);
        channel.receive(message, new ReceiveInfo(), LONG);
        return new String(content(message.flip()), StandardCharsets.UTF_8);
    }

    private static void sendsAndReceives(final Ends ends) throws IOException {
        drain(ends.to());
        send(ends.from(), "goes on");
        String received = receiveOne(ends.to());
        for (int late = 0; late < ROUNDS && !received.equals("goes on"); late++) {
            received = receiveOne(ends.to()); // the one before was under way when the others were drained
        }
        assertEquals("goes on", received);
    }
}

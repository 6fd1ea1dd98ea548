package io.sctp.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.jni.NativeLibrary;
import io.sctp.jni.Syscalls;
import io.sctp.natives.Abi;
import io.sctp.spi.Deadline;
import io.sctp.spi.ProviderHealth;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The threads that wake waiting ones, on descriptors of another kind. */
class ReadinessWatcherTest {
    private final ReadinessWatcher watcher = new ReadinessWatcher();

    @BeforeAll
    static void loadLibrary() {
        NativeLibrary.load();
    }

    @Test
    void shouldWakeAndSayThatItRuns() throws Exception {
        assertEquals(
                List.of(ProviderHealth.State.UNUSED, ProviderHealth.State.UNUSED),
                watcher.health().stream().map(ProviderHealth.Worker::state).toList());
        final int event = Syscalls.eventCreate();
        final SocketHandle handle = new SocketHandle(event, watcher);
        final CompletableFuture<Boolean> wait = waiting(handle);
        assertEquals(0, Syscalls.eventSignal(event));
        assertTrue(wait.get(30, TimeUnit.SECONDS));
        assertEquals(ProviderHealth.State.RUNNING, watcher.health().get(0).state());
        assertTrue(watcher.health().stream().allMatch(ProviderHealth.Worker::isHealthy));
        handle.close();
    }

    /**
     * Somebody closes a descriptor that is not his: nobody waits for ever, and the next one to wait has another thread.
     */
    @Test
    void shouldTellThoseWhoWaitThatItHasEndedAndBeginAnew() throws Exception {
        final int event = Syscalls.eventCreate();
        final SocketHandle handle = new SocketHandle(event, watcher);
        final List<Integer> before = epolls();
        final CompletableFuture<Boolean> wait = waiting(handle);
        final List<Integer> ours = new java.util.ArrayList<>(epolls());
        ours.removeAll(before);
        assertEquals(1, ours.size(), "epoll descriptors of the watcher");
        // The call that waits goes on with what it has; a wake-up has it call again.
        final int pipe = ours.get(0);
        Syscalls.close(pipe);
        Syscalls.eventSignal(event);
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!wait.isDone() && deadlineNs - System.nanoTime() > 0) {
            Thread.onSpinWait();
        }
        try {
            assertTrue(wait.get(1, TimeUnit.SECONDS), "woken by the event itself");
        } catch (final ExecutionException e) {
            assertTrue(
                    e.getCause().getMessage().contains("has ended"),
                    e.getCause().getMessage());
        }
        while (watcher.health().get(0).state() != ProviderHealth.State.ENDED && deadlineNs - System.nanoTime() > 0) {
            Thread.onSpinWait();
        }
        assertEquals(ProviderHealth.State.ENDED, watcher.health().get(0).state());
        final CompletableFuture<Boolean> next = waiting(handle);
        assertTrue(next.get(30, TimeUnit.SECONDS), "the event is still there");
        assertEquals(ProviderHealth.State.RUNNING, watcher.health().get(0).state());
        handle.close();
    }

    @Test
    void shouldTimeOut() throws Exception {
        final SocketHandle handle = new SocketHandle(Syscalls.eventCreate(), watcher);
        assertEquals(false, watcher.await(handle, Abi.Poll.POLLIN, Deadline.in(Duration.ofMillis(20)), "wait"));
        handle.close();
        assertThrows(ClosedChannelException.class, () -> handle.requireOpen("wait"));
    }

    private CompletableFuture<Boolean> waiting(final SocketHandle handle) throws Exception {
        final CompletableFuture<Boolean> result = new CompletableFuture<>();
        final Thread thread = new Thread(() -> {
            try {
                result.complete(watcher.await(handle, Abi.Poll.POLLIN, Deadline.NEVER, "wait"));
            } catch (final Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
        return result;
    }

    private static List<Integer> epolls() throws Exception {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(descriptor -> {
                        try {
                            return Files.readSymbolicLink(descriptor).toString().contains("eventpoll");
                        } catch (final java.io.IOException e) {
                            return false;
                        }
                    })
                    .map(descriptor -> Integer.valueOf(descriptor.getFileName().toString()))
                    .toList();
        }
    }
}

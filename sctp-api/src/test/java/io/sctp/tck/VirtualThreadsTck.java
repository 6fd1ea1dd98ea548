package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.Association;
import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Virtual threads that wait in a channel leave their carrier to others. There are far more of them here than carriers,
 * so that one that pins its carrier makes the test hang; run it with {@code
 * -Djdk.virtualThreadScheduler.parallelism=2 -Djdk.virtualThreadScheduler.maxPoolSize=2} too.
 */
public abstract class VirtualThreadsTck extends Tck {
    private static final MethodHandle START_VIRTUAL_THREAD = find();

    /** How many virtual threads wait at the same time. */
    protected int threads() {
        return 1000;
    }

    private static MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (final NoSuchMethodException e) {
            return null; // before JDK 21
        } catch (final IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Whether this JDK has virtual threads. */
    static boolean areThereVirtualThreads() {
        return START_VIRTUAL_THREAD != null;
    }

    /** Starts a virtual thread. */
    static Thread startVirtual(final Runnable task) {
        try {
            return (Thread) START_VIRTUAL_THREAD.invokeExact(task);
        } catch (final Throwable e) {
            throw new AssertionError("cannot start a virtual thread", e);
        }
    }

    @BeforeAll
    final void requireVirtualThreads() {
        assumeTrue(areThereVirtualThreads(), "virtual threads need JDK 21 or later, this is " + Runtime.version());
    }

    @Test
    void shouldReceiveInFarMoreVirtualThreadsThanCarriers() throws Exception {
        final SctpMultiChannel multi = multi();
        final CountDownLatch waiting = new CountDownLatch(threads());
        final List<FutureTask<String>> receiving = new ArrayList<>();
        for (int i = 0; i < threads(); i++) {
            final SctpChannel client = channel();
            client.connect(multi.getLocalAddress(), LONG);
            final boolean timed = i % 2 == 0;
            receiving.add(virtual(() -> {
                waiting.countDown();
                return timed ? receive(client) : receiveWithoutTimeout(client);
            }));
        }
        assertTrue(
                waiting.await(LONG.toSeconds(), TimeUnit.SECONDS),
                () -> waiting.getCount() + " of " + threads() + " threads never ran: others hold the carriers");
        await("all associations", () -> multi.associations().size() == threads());
        final SendInfo to = new SendInfo();
        for (final Association association : multi.associations()) {
            send(multi, "wake up", to.association(association.id()));
        }
        for (final FutureTask<String> task : receiving) {
            assertEquals("wake up", result(task));
        }
    }

    @Test
    void shouldConnectAcceptSendAndReceiveInVirtualThreads() throws Exception {
        final int exchanges = 20;
        final SctpServerChannel listener = listener();
        final FutureTask<Integer> server = virtual(() -> {
            final SctpChannel channel = closing(listener.accept());
            for (int i = 0; i < exchanges; i++) {
                channel.send(bytes(receiveWithoutTimeout(channel)), null);
            }
            return exchanges;
        });
        final FutureTask<Integer> client = virtual(() -> {
            final SctpChannel channel = channel();
            channel.connect(listener.getLocalAddress());
            for (int i = 0; i < exchanges; i++) {
                channel.send(bytes("message " + i), null);
                assertEquals("message " + i, receiveWithoutTimeout(channel));
            }
            return exchanges;
        });
        assertEquals(exchanges, result(server));
        assertEquals(exchanges, result(client));
    }

    @Test
    void shouldWaitForRoomToSendInAVirtualThread() throws Exception {
        final Pair pair = pair(SMALL_BUFFERS);
        final int count = 100;
        final FutureTask<Integer> sender = virtual(() -> {
            for (int i = 0; i < count; i++) {
                pair.client().send(ByteBuffer.allocateDirect(20_000), null);
            }
            return count;
        });
        for (int i = 0; i < count; i++) {
            assertEquals(20_000, receiveBytes(pair.server(), new ReceiveInfo()).length, "message " + i);
        }
        assertEquals(count, result(sender));
    }

    @Test
    void shouldWakeVirtualThreadsWhenClosed() throws Exception {
        final Pair pair = pair();
        final List<FutureTask<?>> blocked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            blocked.add(virtual(() -> receiveWithoutTimeout(pair.server())));
        }
        final SctpServerChannel listener = listener();
        blocked.add(virtual(listener::accept));
        pause(SHORT);
        pair.server().close();
        listener.close();
        for (final FutureTask<?> task : blocked) {
            failure(AsynchronousCloseException.class, task);
        }
    }

    @Test
    void shouldTimeOutInVirtualThreads() throws Exception {
        final Pair pair = pair();
        final FutureTask<Boolean> timed = virtual(() -> {
            assertTimesOut(SHORT, () -> pair.server().receive(ByteBuffer.allocate(10), new ReceiveInfo(), SHORT));
            return true;
        });
        assertTrue(result(timed));
    }

    private static String receiveWithoutTimeout(final SctpChannel channel) throws IOException {
        final ByteBuffer buffer = ByteBuffer.allocate(100);
        final ReceiveInfo info = new ReceiveInfo();
        final int length = channel.receive(buffer, info);
        assertTrue(length > 0, () -> what(length, info));
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }

    private static <T> FutureTask<T> virtual(final Callable<T> call) {
        final FutureTask<T> task = new FutureTask<>(call);
        assertTrue(startVirtual(task).isDaemon());
        return task;
    }
}

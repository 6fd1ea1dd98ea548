package io.sctp.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.jni.NativeLibrary;
import io.sctp.natives.Abi;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.MemoryTck;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.ProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/**
 * The contract of memory, with the provider's channels on local sockets, which a kernel without SCTP has as well: what
 * {@link LocalSocketMemoryTest} runs in JVMs of its own.
 */
class LocalSocketMemory extends MemoryTck {
    /** System property: the first of the connected descriptors that the JVM was started with. */
    static final String FIRST = "io.sctp.test.sockets";

    private static int next = Integer.getInteger(FIRST);

    private final KernelProvider provider = new KernelProvider();

    @Override
    protected SctpProvider provider() {
        NativeLibrary.load();
        return new AlwaysThere(provider);
    }

    @Override
    protected Ends ends() {
        return new Ends(channel(next++), channel(next++));
    }

    @Test
    void shouldAllocateNoDirectMemoryForACall() throws IOException {
        final Ends ends = ends();
        final ByteBuffer message = ByteBuffer.allocate(100);
        final ReceiveInfo info = new ReceiveInfo();
        final SendInfo how = new SendInfo();
        long before = 0;
        for (int round = 0; round < 300; round++) {
            if (round == 10) {
                before = directBuffers();
            }
            ends.from().send(message.clear(), how, LONG);
            ends.to().receive(message.clear(), info, LONG);
            ends.from().setOption(StandardSocketOptions.SO_RCVBUF, 50_000);
            ends.from().getOption(StandardSocketOptions.SO_RCVBUF);
        }
        assertEquals(before, directBuffers(), "direct buffers");
    }

    private static long directBuffers() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getCount)
                .sum();
    }

    private SctpMessageChannel channel(final int fd) {
        return closing(KernelChannel.connected(provider, provider.adopt(fd, Abi.Socket.AF_INET)));
    }

    /** Says of a provider that it is available. */
    private record AlwaysThere(SctpProvider provider) implements SctpProvider {
        @Override
        public String name() {
            return provider.name();
        }

        @Override
        public int preference() {
            return provider.preference();
        }

        @Override
        public Availability availability() {
            return new Availability(true, "local sockets are always there");
        }

        @Override
        public SctpChannel openChannel(final ProtocolFamily family) throws IOException {
            return provider.openChannel(family);
        }

        @Override
        public SctpServerChannel openServerChannel(final ProtocolFamily family) throws IOException {
            return provider.openServerChannel(family);
        }

        @Override
        public SctpMultiChannel openMultiChannel(final ProtocolFamily family) throws IOException {
            return provider.openMultiChannel(family);
        }

        @Override
        public SctpPoller openPoller() throws IOException {
            return provider.openPoller();
        }
    }
}

package io.sctp.bench.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.sctp.SctpChannelOption;
import io.netty.channel.sctp.SctpMessage;
import io.netty.channel.sctp.nio.NioSctpChannel;
import io.netty.channel.sctp.nio.NioSctpServerChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * Netty's SCTP transport, used in its best configuration: everything in the event loops, direct pooled buffers, one
 * flush per batch, and as many reads per event as a batch has messages.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as a missing message
final class NettyPeer implements Peer {
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    private final EventLoopGroup firstLoop = new NioEventLoopGroup(1);
    private final EventLoopGroup secondLoop = new NioEventLoopGroup(1);
    private final BlockingQueue<Channel> accepted = new ArrayBlockingQueue<>(1);
    private final Traffic traffic;
    private final ByteBuf message;
    private final First first = new First();
    private final Second second = new Second();
    private final Channel firstChannel;
    private final Channel secondChannel;

    NettyPeer(final Traffic traffic) throws IOException {
        this.traffic = traffic;
        message = Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(traffic.size()).writeZero(traffic.size()).asReadOnly());
        final ServerBootstrap server = new ServerBootstrap()
                .group(secondLoop)
                .channel(NioSctpServerChannel.class)
                .childOption(SctpChannelOption.SCTP_NODELAY, true)
                .childOption(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .childOption(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .childOption(ChannelOption.RCVBUF_ALLOCATOR, allocator())
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(final Channel channel) {
                        channel.pipeline().addLast(second);
                        accepted.add(channel);
                    }
                });
        final Channel listener = done(server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        final Bootstrap client = new Bootstrap()
                .group(firstLoop)
                .channel(NioSctpChannel.class)
                .option(SctpChannelOption.SCTP_NODELAY, true)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.RCVBUF_ALLOCATOR, allocator())
                .handler(first);
        firstChannel = done(client.connect(listener.localAddress()));
        try {
            secondChannel = accepted.take();
        } catch (final InterruptedException e) {
            throw interrupted(e);
        }
        listener.close();
    }

    private DefaultMaxMessagesRecvByteBufAllocator allocator() {
        final FixedRecvByteBufAllocator allocator = new FixedRecvByteBufAllocator(traffic.size());
        allocator.maxMessagesPerRead(traffic.batch());
        return allocator;
    }

    private static Channel done(final ChannelFuture future) throws IOException {
        try {
            future.await();
        } catch (final InterruptedException e) {
            throw interrupted(e);
        }
        if (!future.isSuccess()) {
            throw new IOException(future.cause());
        }
        return future.channel();
    }

    private static IOException interrupted(final InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IOException(cause);
    }

    private static void await(final Semaphore finished) throws IOException {
        try {
            finished.acquire();
        } catch (final InterruptedException e) {
            throw interrupted(e);
        }
    }

    private SctpMessage newMessage() {
        return new SctpMessage(0, 0, message.duplicate());
    }

    /** Sends, or asks and counts answers. Its fields belong to the event loop. */
    private final class First extends ChannelInboundHandlerAdapter {
        private final Semaphore finished = new Semaphore(0);
        private int toSend;
        private int toAsk;

        void send(final Channel channel, final int messages) {
            toSend = messages;
            sendSome(channel);
        }

        private void sendSome(final Channel channel) {
            if (toSend == 0) {
                return;
            }
            while (toSend > 0 && channel.isWritable()) {
                for (int left = Math.min(toSend, traffic.batch()); left > 0; left--, toSend--) {
                    channel.write(newMessage(), channel.voidPromise());
                }
                channel.flush();
            }
            if (toSend == 0) {
                finished.release();
            }
        }

        @Override
        public void channelWritabilityChanged(final ChannelHandlerContext context) {
            sendSome(context.channel());
        }

        void ask(final Channel channel, final int times) {
            toAsk = times;
            channel.writeAndFlush(newMessage(), channel.voidPromise());
        }

        @Override
        public void channelRead(final ChannelHandlerContext context, final Object read) {
            ((SctpMessage) read).release();
            if (--toAsk == 0) {
                finished.release();
            } else {
                context.writeAndFlush(newMessage(), context.voidPromise());
            }
        }
    }

    /** Counts or answers. Its fields belong to the event loop, except the one that selects which. */
    private static final class Second extends ChannelInboundHandlerAdapter {
        private final Semaphore finished = new Semaphore(0);
        private volatile boolean answering;
        private int received;
        private int awaited = Integer.MAX_VALUE;

        void await(final int messages) {
            awaited = messages;
            finishIfComplete();
        }

        private void finishIfComplete() {
            if (received >= awaited) {
                received -= awaited;
                awaited = Integer.MAX_VALUE;
                finished.release();
            }
        }

        @Override
        public void channelRead(final ChannelHandlerContext context, final Object read) {
            final SctpMessage got = (SctpMessage) read;
            if (answering) {
                context.writeAndFlush(new SctpMessage(0, 0, got.content()), context.voidPromise());
            } else {
                got.release();
            }
            received++;
            finishIfComplete();
        }
    }

    @Override
    public void send(final int messages) throws IOException {
        firstChannel.eventLoop().execute(() -> first.send(firstChannel, messages));
        await(first.finished);
    }

    @Override
    public void receive(final int messages) throws IOException {
        secondChannel.eventLoop().execute(() -> second.await(messages));
        await(second.finished);
    }

    @Override
    public void ping(final int times) throws IOException {
        second.answering = true;
        firstChannel.eventLoop().execute(() -> first.ask(firstChannel, times));
        await(first.finished);
    }

    @Override
    public void pong(final int times) throws IOException {
        secondChannel.eventLoop().execute(() -> second.await(times));
        await(second.finished);
    }

    @Override
    public void close() {
        firstLoop.shutdownGracefully();
        secondLoop.shutdownGracefully();
    }
}

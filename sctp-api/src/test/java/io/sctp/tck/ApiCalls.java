package io.sctp.tck;

import static io.sctp.tck.ApiCall.MOMENT;

import io.sctp.Association;
import io.sctp.Association.ResetDirection;
import io.sctp.DispatchHandler;
import io.sctp.Dispatcher;
import io.sctp.MessageBatch;
import io.sctp.MessageBuffer;
import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpMultiChannel.PeelOffFlag;
import io.sctp.SctpOptions;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.spi.SctpProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Every public method of channels, associations and pollers, with arguments of every kind that makes a difference. */
final class ApiCalls {
    /** An association that is on no channel. */
    private static final int NOBODY = 123_456;

    private static final InetAddress SECOND = SctpAddress.parse("127.0.0.2:0").address();
    private static final SctpAddress LOCAL = SctpAddress.loopback(0);
    private static final SctpAddress LOCAL_6 = SctpAddress.parse("[::1]:1");
    private static final SctpAddress FOREIGN = SctpAddress.parse("192.0.2.77:0");
    private static final SocketAddress UNRESOLVED = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
    private static final int BOTH = SctpPoller.READABLE | SctpPoller.WRITABLE;

    /** Where nobody listens: a port that a program has to be privileged for. */
    private static final SctpAddress NOBODYS = SctpAddress.loopback(9);

    private ApiCalls() {}

    static List<ApiCall<? super SctpEndpoint>> ofEndpoints() {
        return new ApiCall.Calls<SctpEndpoint>()
                .add("provider()", SctpEndpoint::provider)
                .add("isOpen()", SctpEndpoint::isOpen)
                .add("bind(SocketAddress)", c -> c.bind(LOCAL))
                .add("bind(SocketAddress) to null", c -> c.bind(null))
                .add("bind(SocketAddress) to a foreign address", c -> c.bind(FOREIGN))
                .add("bind(SocketAddress) to an unresolved address", c -> c.bind(UNRESOLVED))
                .add("bindAdd(InetAddress[])", c -> c.bindAdd(SECOND))
                .add("bindAdd(InetAddress[]) none", SctpEndpoint::bindAdd)
                .add("bindAdd(InetAddress[]) a foreign one", c -> c.bindAdd(FOREIGN.address()))
                .add("bindAdd(InetAddress[]) one it has", c -> c.bindAdd(LOCAL.address()))
                .add("bindRemove(InetAddress[]) the last", c -> c.bindRemove(LOCAL.address()))
                .add("bindRemove(InetAddress[]) one it has not", c -> c.bindRemove(SECOND))
                .add("bindRemove(InetAddress[]) none", SctpEndpoint::bindRemove)
                .add("getLocalAddress()", SctpEndpoint::getLocalAddress)
                .add("counters()", SctpEndpoint::counters)
                .add("supportedOptions()", SctpEndpoint::supportedOptions)
                .add("getOption(SocketOption)", c -> c.getOption(SctpOptions.NODELAY))
                .add("getOption(SocketOption) of any socket", c -> c.getOption(StandardSocketOptions.SO_LINGER))
                .add("getOption(SocketOption) of no SCTP", c -> c.getOption(StandardSocketOptions.TCP_NODELAY))
                .add("setOption(SocketOption, Object)", c -> c.setOption(SctpOptions.NODELAY, false))
                .add(
                        "setOption(SocketOption, Object) of any socket",
                        c -> c.setOption(StandardSocketOptions.SO_RCVBUF, 100_000))
                .add("setOption(SocketOption, Object) out of range", c -> c.setOption(SctpOptions.MAX_BURST, -1))
                .add(
                        "setOption(SocketOption, Object) of no SCTP",
                        c -> c.setOption(StandardSocketOptions.TCP_NODELAY, true))
                .add(
                        "getOption(SctpOption, OptionTarget)",
                        c -> c.getOption(SctpOptions.CONTEXT, OptionTarget.ENDPOINT))
                .add(
                        "getOption(SctpOption, OptionTarget) of nobody",
                        c -> c.getOption(SctpOptions.CONTEXT, OptionTarget.association(NOBODY)))
                .add(
                        "setOption(SctpOption, Object, OptionTarget)",
                        c -> c.setOption(SctpOptions.MAX_BURST, 3, OptionTarget.ENDPOINT))
                .add(
                        "setOption(SctpOption, Object, OptionTarget) of nobody",
                        c -> c.setOption(SctpOptions.CONTEXT, 3, OptionTarget.association(NOBODY)))
                .add(
                        "setOption(SctpOption, Object, OptionTarget) of all",
                        c -> c.setOption(SctpOptions.CONTEXT, 3, OptionTarget.association(OptionTarget.ALL)))
                .add("subscribe(NotificationType[])", c -> c.subscribe(NotificationType.ASSOCIATION_CHANGE))
                .add("subscribe(NotificationType[]) none", SctpEndpoint::subscribe)
                .add("unsubscribe(NotificationType[])", c -> c.unsubscribe(NotificationType.ASSOCIATION_CHANGE))
                .add("isSubscribed(NotificationType)", c -> c.isSubscribed(NotificationType.SHUTDOWN))
                .add("isBlocking()", SctpEndpoint::isBlocking)
                .add("configureBlocking(boolean)", c -> c.configureBlocking(true))
                .add("configureBlocking(boolean) false", c -> c.configureBlocking(false))
                .add("isClosedOnInterrupt()", SctpEndpoint::isClosedOnInterrupt)
                .add("closeOnInterrupt(boolean)", c -> c.closeOnInterrupt(false))
                .run("close()", SctpEndpoint::close)
                .list();
    }

    private static List<ApiCall<? super SctpMessageChannel>> ofMessageChannels() {
        return new ApiCall.Calls<SctpMessageChannel>()
                .all(ofEndpoints())
                .add("receive(ByteBuffer, ReceiveInfo)", c -> c.receive(ByteBuffer.allocate(10), new ReceiveInfo()))
                .add(
                        "receive(ByteBuffer, ReceiveInfo) a part",
                        c -> c.receive(ByteBuffer.allocate(2), new ReceiveInfo()))
                .add(
                        "receive(ByteBuffer, ReceiveInfo) into a full buffer",
                        c -> c.receive(ByteBuffer.allocate(0), new ReceiveInfo()))
                .add(
                        "receive(ByteBuffer, ReceiveInfo, Duration)",
                        c -> c.receive(ByteBuffer.allocate(10), new ReceiveInfo(), MOMENT))
                .add(
                        "receive(ByteBuffer, ReceiveInfo, Duration) zero",
                        c -> c.receive(ByteBuffer.allocate(10), new ReceiveInfo(), Duration.ZERO))
                .add(
                        "receive(ByteBuffer, ReceiveInfo, Duration) negative",
                        c -> c.receive(ByteBuffer.allocate(10), new ReceiveInfo(), MOMENT.negated()))
                .add("receive(MessageBuffer, ReceiveInfo)", c -> c.receive(new MessageBuffer(99), new ReceiveInfo()))
                .add(
                        "receive(MessageBuffer, ReceiveInfo) into a small buffer",
                        c -> c.receive(new MessageBuffer(2), new ReceiveInfo()))
                .add(
                        "receive(MessageBuffer, ReceiveInfo, Duration)",
                        c -> c.receive(new MessageBuffer(99), new ReceiveInfo(), MOMENT))
                .add("receive(MessageBatch)", c -> c.receive(new MessageBatch(2, 10)))
                .add("receive(MessageBatch, Duration)", c -> c.receive(new MessageBatch(2, 10), MOMENT))
                .add("receive(MessageBatch, Duration) zero", c -> c.receive(new MessageBatch(2, 10), Duration.ZERO))
                .add("send(ByteBuffer, SendInfo)", c -> c.send(message(), new SendInfo()))
                .add("send(ByteBuffer, SendInfo) without one", c -> c.send(message(), null))
                .add("send(ByteBuffer, SendInfo) nothing", c -> c.send(ByteBuffer.allocate(0), new SendInfo()))
                .add(
                        "send(ByteBuffer, SendInfo) on a stream that is not there",
                        c -> c.send(message(), new SendInfo().stream(999)))
                .add("send(ByteBuffer, SendInfo) to nobody", c -> c.send(message(), new SendInfo().association(NOBODY)))
                .add("send(ByteBuffer, SendInfo, Duration)", c -> c.send(message(), new SendInfo(), MOMENT))
                .add("send(ByteBuffer, SendInfo, Duration) zero", c -> c.send(message(), new SendInfo(), Duration.ZERO))
                .add("send(MessageBatch)", c -> c.send(batch(new SendInfo())))
                .add("send(MessageBatch) nothing", c -> c.send(new MessageBatch(1, 10)))
                .add("send(MessageBatch) on a stream that is not there", c -> c.send(batch(new SendInfo().stream(999))))
                .add("send(MessageBatch, Duration)", c -> c.send(batch(new SendInfo()), MOMENT))
                .list();
    }

    private static ByteBuffer message() {
        return ByteBuffer.wrap(new byte[] {'a', 'b', 'c', 'd'});
    }

    private static MessageBatch batch(final SendInfo info) {
        final MessageBatch batch = new MessageBatch(2, 10);
        batch.add(message(), info);
        batch.add(message(), info);
        return batch;
    }

    static List<ApiCall<? super SctpChannel>> ofChannels() {
        return new ApiCall.Calls<SctpChannel>()
                .all(ofMessageChannels())
                .add("connect(SocketAddress) to nobody, and finish", c -> c.connect(NOBODYS) || finish(c))
                .add("connect(SocketAddress) to an unresolved address", c -> c.connect(UNRESOLVED))
                .add("connect(SocketAddress) to port 0", c -> c.connect(LOCAL))
                .add("connect(SocketAddress, Duration) to nobody", c -> c.connect(NOBODYS, Tck.LONG))
                .add("connect(SocketAddress, Duration) to port 0", c -> c.connect(LOCAL, Tck.LONG))
                .add("finishConnect()", SctpChannel::finishConnect)
                .add("isConnected()", SctpChannel::isConnected)
                .add("association()", SctpChannel::association)
                .add("getRemoteAddress()", SctpChannel::getRemoteAddress)
                .add("shutdown()", SctpChannel::shutdown)
                .add("shutdown() twice", c -> c.shutdown().shutdown())
                .list();
    }

    private static boolean finish(final SctpChannel channel) throws Exception {
        while (!channel.finishConnect()) {
            Thread.sleep(1);
        }
        return true;
    }

    static List<ApiCall<? super SctpMultiChannel>> ofMultiChannels() {
        return new ApiCall.Calls<SctpMultiChannel>()
                .all(ofMessageChannels())
                .add("bind(SocketAddress, int)", c -> c.bind(LOCAL, 0))
                .add("bind(SocketAddress, int) negative", c -> c.bind(LOCAL, -1))
                .add("connect(SocketAddress) to nobody", c -> c.connect(NOBODYS))
                .add("connect(SocketAddress) to an unresolved address", c -> c.connect(UNRESOLVED))
                .add("connect(SocketAddress) to port 0", c -> c.connect(LOCAL))
                .add("connect(SocketAddress, Duration) to nobody", c -> c.connect(NOBODYS, Tck.LONG))
                .add("association(int)", c -> c.association(NOBODY))
                .add("association(int) none", c -> c.association(0))
                .add("associations()", SctpMultiChannel::associations)
                .add("peelOff(int, PeelOffFlag[]) nobody", c -> c.peelOff(NOBODY))
                .add("peelOff(int, PeelOffFlag[]) the first", c -> c.peelOff(first(c), PeelOffFlag.NON_BLOCKING))
                .add(
                        "send(ByteBuffer, SendInfo) to the first",
                        c -> c.send(message(), new SendInfo().association(first(c))))
                .add(
                        "send(ByteBuffer, SendInfo) to an address of nobody's",
                        c -> c.send(message(), new SendInfo().destination(NOBODYS.socketAddress())))
                .add(
                        "send(ByteBuffer, SendInfo) to port 0",
                        c -> c.send(message(), new SendInfo().destination(LOCAL.socketAddress())))
                .add("send(MessageBatch) to the first", c -> c.send(batch(new SendInfo().association(first(c)))))
                .list();
    }

    private static int first(final SctpMultiChannel channel) throws Exception {
        final List<Association> all = channel.associations();
        return all.isEmpty() ? NOBODY : all.get(0).id();
    }

    static List<ApiCall<? super SctpServerChannel>> ofServerChannels() {
        return new ApiCall.Calls<SctpServerChannel>()
                .all(ofEndpoints())
                .add("bind(SocketAddress, int)", c -> c.bind(LOCAL, 5))
                .add("bind(SocketAddress, int) zero", c -> c.bind(LOCAL, 0))
                .add("bind(SocketAddress, int) negative", c -> c.bind(LOCAL, -1))
                .add("accept()", SctpServerChannel::accept)
                .add("accept(Duration)", c -> c.accept(MOMENT))
                .add("accept(Duration) zero", c -> c.accept(Duration.ZERO))
                .list();
    }

    static List<ApiCall<? super Association>> ofAssociations() {
        return new ApiCall.Calls<Association>()
                .add("id()", a -> a.id() != 0)
                .add("status()", a -> a.status().state())
                .add("statistics()", Association::statistics)
                .add("counters()", Association::counters)
                .add("peerAddress()", Association::peerAddress)
                .add("localAddress()", Association::localAddress)
                .add("paths()", Association::paths)
                .add("getOption(SctpOption)", a -> a.getOption(SctpOptions.CONTEXT))
                .add("getOption(SctpOption) of an endpoint", a -> a.getOption(SctpOptions.NODELAY))
                .add("setOption(SctpOption, Object)", a -> a.setOption(SctpOptions.MAX_BURST, 3))
                .add("setOption(SctpOption, Object) out of range", a -> a.setOption(SctpOptions.MAX_BURST, -1))
                .add("setOption(SctpOption, Object) of an endpoint", a -> a.setOption(SctpOptions.NODELAY, true))
                .run("shutdown()", Association::shutdown)
                .run("abort()", Association::abort)
                .run("abort(ByteBuffer)", a -> a.abort(message()))
                .run("resetStreams(ResetDirection, int[])", a -> a.resetStreams(ResetDirection.OUTGOING, 0))
                .run(
                        "resetStreams(ResetDirection, int[]) that are not there",
                        a -> a.resetStreams(ResetDirection.OUTGOING, 999))
                .run("reset()", Association::reset)
                .run("addStreams(int, int)", a -> a.addStreams(1, 1))
                .run("addStreams(int, int) none", a -> a.addStreams(0, 0))
                .run("addStreams(int, int) negative", a -> a.addStreams(-1, 1))
                .list();
    }

    static List<ApiCall<? super SctpPoller>> ofPollers(final SctpEndpoint other) {
        return new ApiCall.Calls<SctpPoller>()
                .add("register(SctpEndpoint, int, Handler)", p -> p.register(other, BOTH, (r, ready) -> {}))
                .add("register(SctpEndpoint, int, Handler) for nothing", p -> p.register(other, 0, (r, ready) -> {}))
                .add(
                        "register(SctpEndpoint, int, Handler) for what it never is",
                        p -> p.register(other, SctpPoller.ACCEPTABLE, (r, ready) -> {}))
                .add("register(SctpEndpoint, int, Handler) twice", p -> {
                    p.register(other, BOTH, (r, ready) -> {});
                    return p.register(other, BOTH, (r, ready) -> {});
                })
                .add("poll(Duration, int)", p -> p.poll(MOMENT, 5))
                .add("poll(Duration, int) zero", p -> p.poll(Duration.ZERO, 5))
                .add("poll(Duration, int) without end", p -> p.poll(null, 5))
                .add("poll(Duration, int) negative", p -> p.poll(MOMENT.negated(), 5))
                .add("poll(Duration, int) of none", p -> p.poll(MOMENT, 0))
                .run("wakeup()", SctpPoller::wakeup)
                .add("size()", SctpPoller::size)
                .run("close()", SctpPoller::close)
                .list();
    }

    static List<ApiCall<? super SctpPoller.Registration>> ofRegistrations() {
        return new ApiCall.Calls<SctpPoller.Registration>()
                .add("channel()", SctpPoller.Registration::channel)
                .add("interest()", SctpPoller.Registration::interest)
                .add("interest(int)", r -> r.interest(SctpPoller.READABLE))
                .add("interest(int) nothing", r -> r.interest(0))
                .add("interest(int) that it never has", r -> r.interest(SctpPoller.ACCEPTABLE))
                .add("interest(int) of no kind", r -> r.interest(64))
                .run("cancel()", SctpPoller.Registration::cancel)
                .run("cancel() twice", r -> {
                    r.cancel();
                    r.cancel();
                })
                .list();
    }

    static List<ApiCall<? super SctpProvider>> ofProviders() {
        return new ApiCall.Calls<SctpProvider>()
                .add("name()", p -> p.name().equals(p.name().toLowerCase(Locale.ROOT)))
                .add("preference()", p -> p.preference() > 0)
                .add("availability()", p -> p.availability().available())
                .add("openChannel(ProtocolFamily)", p -> closed(p.openChannel(null)))
                .add("openChannel(ProtocolFamily) of IPv4", p -> closed(p.openChannel(StandardProtocolFamily.INET)))
                .add("openChannel(ProtocolFamily) of IPv6", p -> closed(p.openChannel(StandardProtocolFamily.INET6)))
                .add("openChannel(ProtocolFamily) of neither", p -> closed(p.openChannel(StandardProtocolFamily.UNIX)))
                .add("openServerChannel(ProtocolFamily)", p -> closed(p.openServerChannel(null)))
                .add(
                        "openServerChannel(ProtocolFamily) of neither",
                        p -> closed(p.openServerChannel(StandardProtocolFamily.UNIX)))
                .add("openMultiChannel(ProtocolFamily)", p -> closed(p.openMultiChannel(null)))
                .add(
                        "openMultiChannel(ProtocolFamily) of neither",
                        p -> closed(p.openMultiChannel(StandardProtocolFamily.UNIX)))
                .run("openPoller()", p -> p.openPoller().close())
                .add("openChannel(ProtocolFamily) of IPv4, bound to an IPv6 address", p -> {
                    try (SctpChannel channel = p.openChannel(StandardProtocolFamily.INET)) {
                        return channel.bind(LOCAL_6);
                    }
                })
                .add("openChannel(ProtocolFamily) of IPv4, connected to an IPv6 address", p -> {
                    try (SctpChannel channel = p.openChannel(StandardProtocolFamily.INET)) {
                        return channel.connect(LOCAL_6, Tck.LONG);
                    }
                })
                .add("openChannel(ProtocolFamily) of IPv6, bound to an IPv4 address", p -> {
                    try (SctpChannel channel = p.openChannel(StandardProtocolFamily.INET6)) {
                        return closed(channel.bind(LOCAL));
                    }
                })
                .add("health()", p -> p.health().isHealthy())
                .add("counters()", SctpProvider::counters)
                .list();
    }

    private static SctpEndpoint closed(final SctpEndpoint channel) throws Exception {
        channel.close();
        return channel;
    }

    static List<ApiCall<? super Dispatcher>> ofDispatchers(final SctpMessageChannel channel) {
        final DispatchHandler ignoring = message -> {};
        return new ApiCall.Calls<Dispatcher>()
                .add(
                        "add(SctpMessageChannel, DispatchHandler)",
                        d -> d.add(channel, ignoring).channel().equals(channel))
                .add("add(SctpMessageChannel, DispatchHandler) twice", d -> {
                    d.add(channel, ignoring);
                    return d.add(channel, ignoring).channel().equals(channel);
                })
                .add("add(SctpMessageChannel, DispatchHandler) null", d -> d.add(null, ignoring))
                .add(
                        "add(SctpMessageChannel, DispatchHandler), and offer",
                        d -> d.add(channel, ignoring).sendQueue(0).offer(message(), null))
                .add(
                        "add(SctpMessageChannel, DispatchHandler), and offer nothing",
                        d -> d.add(channel, ignoring).sendQueue(0).offer(ByteBuffer.allocate(0), null))
                .add("failure()", d -> d.failure().isPresent())
                .add("close(Duration)", d -> d.close(Tck.LONG))
                // Whether its threads have ended by then is chance.
                .run("close(Duration) negative", d -> d.close(MOMENT.negated()))
                .run("close()", Dispatcher::close)
                .run("close() twice", d -> {
                    d.close();
                    d.close();
                })
                .list();
    }
}

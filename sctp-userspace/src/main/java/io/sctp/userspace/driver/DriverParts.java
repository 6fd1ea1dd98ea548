package io.sctp.userspace.driver;

import io.sctp.engine.EngineHandler;
import io.sctp.udp.UdpIo;
import io.sctp.userspace.config.StackConfig;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What drivers are made with; tests replace it.
 *
 * @param threads makes a driver's thread
 * @param clients makes the client of a driver
 * @param handler what hears the engine's events, made from the client, which is to hear them
 * @param receiveSlots datagrams, or runs of them, that are received at once
 * @param sendSlots and sent
 * @param io what its socket goes through
 * @param busyPoll how long a waiting thread of the program looks for packets before it sleeps
 */
public record DriverParts(
        ThreadFactory threads,
        Function<Driver, DriverClient> clients,
        UnaryOperator<EngineHandler> handler,
        int receiveSlots,
        int sendSlots,
        UdpIo io,
        Duration busyPoll) {
    public static DriverParts of(
            final int receiveSlots,
            final int sendSlots,
            final StackConfig config,
            final Function<Driver, DriverClient> clients) {
        return new DriverParts(
                Thread::new,
                clients,
                UnaryOperator.identity(),
                receiveSlots,
                sendSlots,
                config.io(),
                config.busyPoll());
    }
}

package io.sctp.userspace.driver;

import io.sctp.engine.EngineHandler;
import io.sctp.udp.UdpIo;
import io.sctp.userspace.config.StackConfig;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The parts that drivers are built from. Tests replace it.
 *
 * @param threads creates a driver's thread
 * @param clients creates the client of a driver
 * @param handler creates the receiver of the engine's events, which passes them to the client
 * @param receiveSlots the number of datagrams, or runs of datagrams, received at once
 * @param sendSlots the number sent at once
 * @param io the I/O of the socket
 * @param busyPoll how long a waiting thread of the program polls for packets before it sleeps
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

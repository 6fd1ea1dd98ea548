package io.sctp.examples;

import io.sctp.NotificationType;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpOptions;
import io.sctp.option.PathParameters;
import io.sctp.option.PathStatus;
import io.sctp.option.RtoInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A client with several addresses on both sides, configured for quick failover. It prints the state of every path.
 *
 * <pre>
 * MultiHomedClient 127.0.0.1/127.0.0.2:0 127.0.0.3/127.0.0.4:7000
 * </pre>
 */
public final class MultiHomedClient {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private MultiHomedClient() {}

    public static void main(final String[] args) throws IOException {
        try (SctpChannel channel = connect(SctpAddress.parse(args[0]), SctpAddress.parse(args[1]))) {
            paths(channel).forEach(System.out::println);
        }
    }

    static SctpChannel connect(final SctpAddress local, final SctpAddress peer) throws IOException {
        final SctpChannel channel = SctpChannel.open();
        channel.setOption(
                SctpOptions.RTOINFO,
                new RtoInfo(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofMillis(100)));
        channel.setOption(
                SctpOptions.PEER_ADDR_PARAMS,
                PathParameters.UNCHANGED.withHeartbeat(Duration.ofSeconds(1)).withMaxRetransmissions(2));
        channel.subscribe(NotificationType.PEER_ADDRESS_CHANGE);
        channel.bind(local);
        channel.connect(peer, PATIENCE);
        return channel;
    }

    static List<PathStatus> paths(final SctpChannel channel) throws IOException {
        return channel.association().paths();
    }
}

package io.sctp.engine.config;

import static io.sctp.engine.config.Range.MAX_TIME_NS;
import static io.sctp.engine.config.Range.inRange;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Builds an {@link AssociationConfig}. Each value is checked when it is set, and {@link #build} checks them against
 * each other. Defaults are those of RFC 9260 section 16 where it has one.
 */
public final class AssociationConfigBuilder {
    AuthParameters authentication = AuthParameters.DEFAULT;
    int maxPacketSize = 1452;
    int maxPacketSizeIpv6 = 1452;
    long pathMtuRaiseNs;
    int maxProbeSize = 65_000;
    long rtoInitialNs = seconds(1);
    long rtoMinNs = seconds(1);
    long rtoMaxNs = seconds(60);
    long sackDelayNs = millis(200);
    int packetsPerSack = 2;
    int maxBurst = 4;
    long cookieLifeNs = seconds(60);
    int maxInitRetransmissions = 8;
    int maxAssociationRetransmissions = 10;
    int maxPathRetransmissions = 5;
    int potentiallyFailedRetransmissions = 0;
    int primarySwitchoverRetransmissions = AssociationConfig.NO_SWITCHOVER;
    long heartbeatIntervalNs = seconds(30);
    long autocloseNs = 0;
    long shutdownStallNs = 0;
    int outboundStreams = 64;
    int maxInboundStreams = 2048;
    int sendBufferBytes = 256 * 1024;
    int maxSendBufferBytes;
    int receiveWindowBytes = 256 * 1024;
    int maxReceiveWindowBytes;
    int maxMessageBytes = 128 * 1024;
    int partialDeliveryBytes = 0;
    boolean noDelay = true;
    boolean reportFailedMessages = true;
    int heartbeatMaxBurst = 1;
    long maxInitTimeoutNs = seconds(60);
    long reassemblyTimeoutNs = seconds(300);
    int maxChunkPayload = 0;
    int trafficClass = 0;
    boolean reconfigurationSupported = true;
    int grantedReconfigurations;
    int adaptationIndication;
    StreamScheduler streamScheduler = StreamScheduler.FIRST_COME_FIRST_SERVED;
    CongestionControl congestionControl = CongestionControl.RFC_9260;
    boolean interleavingSupported;
    boolean partsInterleaved;
    boolean partialReliability = true;
    boolean addressReconfigurationSupported;
    List<IpAddress> localAddresses = List.of();
    List<Integer> localIds = List.of();

    AssociationConfigBuilder() {}

    AssociationConfigBuilder(final AssociationConfig config) {
        authentication = config.authentication();
        maxPacketSize = config.maxPacketSize();
        maxPacketSizeIpv6 = config.maxPacketSizeIpv6();
        pathMtuRaiseNs = config.pathMtuRaiseNs();
        maxProbeSize = config.maxProbeSize();
        rtoInitialNs = config.rtoInitialNs();
        rtoMinNs = config.rtoMinNs();
        rtoMaxNs = config.rtoMaxNs();
        sackDelayNs = config.sackDelayNs();
        packetsPerSack = config.packetsPerSack();
        maxBurst = config.maxBurst();
        cookieLifeNs = config.cookieLifeNs();
        maxInitRetransmissions = config.maxInitRetransmissions();
        maxAssociationRetransmissions = config.maxAssociationRetransmissions();
        maxPathRetransmissions = config.maxPathRetransmissions();
        potentiallyFailedRetransmissions = config.potentiallyFailedRetransmissions();
        primarySwitchoverRetransmissions = config.primarySwitchoverRetransmissions();
        heartbeatIntervalNs = config.heartbeatIntervalNs();
        autocloseNs = config.autocloseNs();
        shutdownStallNs = config.shutdownStallNs();
        outboundStreams = config.outboundStreams();
        maxInboundStreams = config.maxInboundStreams();
        sendBufferBytes = config.sendBufferBytes();
        maxSendBufferBytes = config.maxSendBufferBytes();
        receiveWindowBytes = config.receiveWindowBytes();
        maxReceiveWindowBytes = config.maxReceiveWindowBytes();
        maxMessageBytes = config.maxMessageBytes();
        partialDeliveryBytes = config.partialDeliveryBytes();
        noDelay = config.noDelay();
        reportFailedMessages = config.reportFailedMessages();
        heartbeatMaxBurst = config.heartbeatMaxBurst();
        maxInitTimeoutNs = config.maxInitTimeoutNs();
        reassemblyTimeoutNs = config.reassemblyTimeoutNs();
        maxChunkPayload = config.maxChunkPayload();
        trafficClass = config.trafficClass();
        reconfigurationSupported = config.reconfigurationSupported();
        grantedReconfigurations = config.grantedReconfigurations();
        adaptationIndication = config.adaptationIndication();
        streamScheduler = config.streamScheduler();
        congestionControl = config.congestionControl();
        interleavingSupported = config.interleavingSupported();
        partsInterleaved = config.partsInterleaved();
        partialReliability = config.partialReliability();
        addressReconfigurationSupported = config.addressReconfigurationSupported();
        localAddresses = config.localAddresses();
        localIds = config.localIds;
    }

    /**
     * Sets the initial maximum size of an SCTP packet on a path, in bytes from the common header on; over UDP, of the
     * UDP payload; default {@code 1452}.
     */
    public AssociationConfigBuilder maxPacketSize(final int value) {
        return maxPacketSizes(value, value);
    }

    /** As {@link #maxPacketSize}, with a value for IPv4 paths and one for IPv6 paths. */
    public AssociationConfigBuilder maxPacketSizes(final int ipv4, final int ipv6) {
        maxPacketSize = (int) inRange("maxPacketSize", ipv4, AssociationConfig.MIN_PACKET_SIZE, 65535);
        maxPacketSizeIpv6 = (int) inRange("maxPacketSizeIpv6", ipv6, AssociationConfig.MIN_PACKET_SIZE, 65535);
        return this;
    }

    /**
     * Sets PMTU_RAISE_TIMER, in nanoseconds, at least 1, and switches path MTU discovery on (RFC 8899): the time until
     * larger packets are tried again. RFC 8899 section 5.1.1 suggests 600 seconds. Default 0: no discovery. With
     * discovery, {@code maxPacketSize} has no effect.
     */
    public AssociationConfigBuilder pathMtuRaiseNs(final long value) {
        pathMtuRaiseNs = value == 0 ? 0 : inRange("pathMtuRaiseNs", value, seconds(1), MAX_TIME_NS);
        return this;
    }

    /** Sets MAX_PLPMTU, the largest SCTP packet that path MTU discovery tries, in bytes; default {@code 65_000}. */
    public AssociationConfigBuilder maxProbeSize(final int value) {
        maxProbeSize = (int) inRange("maxProbeSize", value, 512, 65_000);
        return this;
    }

    /** Sets RTO.Initial, in nanoseconds; default {@code seconds(1)}. */
    public AssociationConfigBuilder rtoInitialNs(final long value) {
        rtoInitialNs = inRange("rtoInitialNs", value, 1, MAX_TIME_NS);
        return this;
    }

    /** Sets RTO.Min, in nanoseconds; default {@code seconds(1)}. */
    public AssociationConfigBuilder rtoMinNs(final long value) {
        rtoMinNs = inRange("rtoMinNs", value, 1, MAX_TIME_NS);
        return this;
    }

    /** Sets RTO.Max, in nanoseconds; default {@code seconds(60)}. */
    public AssociationConfigBuilder rtoMaxNs(final long value) {
        rtoMaxNs = inRange("rtoMaxNs", value, 1, MAX_TIME_NS);
        return this;
    }

    /**
     * Sets the maximum delay of a SACK, in nanoseconds (RFC 9260 section 6.2 allows 500 ms); default {@code
     * millis(200)}.
     */
    public AssociationConfigBuilder sackDelayNs(final long value) {
        sackDelayNs = inRange("sackDelayNs", value, 0, millis(500));
        return this;
    }

    /**
     * Sets the maximum number of packets carrying DATA before a SACK is sent (RFC 9260 section 6.2); default {@code 2}.
     */
    public AssociationConfigBuilder packetsPerSack(final int value) {
        packetsPerSack = (int) inRange("packetsPerSack", value, 1, Integer.MAX_VALUE);
        return this;
    }

    /**
     * Sets Max.Burst: the maximum number of packets with new data sent after one SACK (RFC 9260 section 6.1); 0 for no
     * limit except the engine's own; default {@code 4}.
     */
    public AssociationConfigBuilder maxBurst(final int value) {
        maxBurst = (int) inRange("maxBurst", value, 0, Integer.MAX_VALUE);
        return this;
    }

    /**
     * Sets Valid.Cookie.Life, in nanoseconds; a cookie secret is kept for at least twice that time; default {@code
     * seconds(60)}.
     */
    public AssociationConfigBuilder cookieLifeNs(final long value) {
        cookieLifeNs = inRange("cookieLifeNs", value, millis(1), seconds(86400));
        return this;
    }

    /** Sets Max.Init.Retransmits; default {@code 8}. */
    public AssociationConfigBuilder maxInitRetransmissions(final int value) {
        maxInitRetransmissions = (int) inRange("maxInitRetransmissions", value, 0, 65535);
        return this;
    }

    /**
     * Sets Association.Max.Retrans: the number of consecutive unanswered transmissions after which the association is
     * lost; default {@code 10}.
     */
    public AssociationConfigBuilder maxAssociationRetransmissions(final int value) {
        maxAssociationRetransmissions = (int) inRange("maxAssociationRetransmissions", value, 0, 65535);
        return this;
    }

    /**
     * Sets Path.Max.Retrans: the number of consecutive unanswered transmissions after which a path is inactive; default
     * {@code 5}.
     */
    public AssociationConfigBuilder maxPathRetransmissions(final int value) {
        maxPathRetransmissions = (int) inRange("maxPathRetransmissions", value, 0, 65535);
        return this;
    }

    /**
     * Sets Potentially.Failed.Max.Retrans (RFC 7829 section 3.2): the number of consecutive unanswered transmissions
     * after which other paths are preferred. At Path.Max.Retrans or above, no path is ever potentially failed. Default
     * {@code 0}, as the RFC suggests and Linux has it.
     */
    public AssociationConfigBuilder potentiallyFailedRetransmissions(final int value) {
        potentiallyFailedRetransmissions = (int) inRange("potentiallyFailedRetransmissions", value, 0, 65535);
        return this;
    }

    /**
     * Sets Primary.Switchover.Max.Retrans (RFC 7829 section 5): the number of consecutive unanswered transmissions
     * after which another path becomes the primary path permanently; at least Potentially.Failed.Max.Retrans. Default
     * {@link AssociationConfig#NO_SWITCHOVER}, as in Linux.
     */
    public AssociationConfigBuilder primarySwitchoverRetransmissions(final int value) {
        primarySwitchoverRetransmissions =
                (int) inRange("primarySwitchoverRetransmissions", value, 0, AssociationConfig.NO_SWITCHOVER);
        return this;
    }

    /**
     * Sets HB.interval, in nanoseconds; 0 sends heartbeats only to confirm addresses; default {@code seconds(30)}.
     */
    public AssociationConfigBuilder heartbeatIntervalNs(final long value) {
        heartbeatIntervalNs = inRange("heartbeatIntervalNs", value, 0, MAX_TIME_NS);
        return this;
    }

    /**
     * Sets the idle time without user data after which an association is shut down, in nanoseconds; 0 for never;
     * default {@code 0}.
     */
    public AssociationConfigBuilder autocloseNs(final long value) {
        autocloseNs = inRange("autocloseNs", value, 0, MAX_TIME_NS);
        return this;
    }

    /**
     * Sets the time without an acknowledgement after which an association in shutdown is aborted, in nanoseconds; 0 for
     * never; default {@code 0}. By RFC 9260 section 9.2 it waits as long as the peer answers, even if the peer accepts
     * no more data.
     */
    public AssociationConfigBuilder shutdownStallNs(final long value) {
        shutdownStallNs = inRange("shutdownStallNs", value, 0, seconds(86400));
        return this;
    }

    /** Sets the number of streams requested to the peer; default {@code 64}. */
    public AssociationConfigBuilder outboundStreams(final int value) {
        outboundStreams = (int) inRange("outboundStreams", value, 1, 65535);
        return this;
    }

    /** Sets the maximum number of streams from the peer; default {@code 2048}. */
    public AssociationConfigBuilder maxInboundStreams(final int value) {
        maxInboundStreams = (int) inRange("maxInboundStreams", value, 1, 65535);
        return this;
    }

    /**
     * Sets the send buffer size of one association: bytes queued or unacknowledged. A longer message is refused with
     * TOO_LONG; a full buffer returns WOULD_BLOCK; default {@code 256 * 1024}.
     */
    public AssociationConfigBuilder sendBufferBytes(final int value) {
        sendBufferBytes = (int) inRange("sendBufferBytes", value, 1500, 1 << 30);
        return this;
    }

    /**
     * Sets up to how many bytes the send buffer grows where the path holds more than it. No association gets more than
     * its share of half the engine's memory; default 0: it does not grow.
     */
    public AssociationConfigBuilder maxSendBufferBytes(final int value) {
        maxSendBufferBytes = (int) inRange("maxSendBufferBytes", value, 0, 1 << 30);
        return this;
    }

    /**
     * Sets the receive window of one association in bytes. Up to twice as much is held to fill gaps; default {@code 256
     * * 1024}.
     */
    public AssociationConfigBuilder receiveWindowBytes(final int value) {
        receiveWindowBytes = (int) inRange("receiveWindowBytes", value, 1500, 1 << 30);
        return this;
    }

    /**
     * Sets up to how many bytes the receive window grows where the path holds more than it and the messages are read.
     * No association gets more than its share of half the engine's memory, and none more than {@code
     * receiveWindowBytes} while memory is short; default 0: it does not grow.
     */
    public AssociationConfigBuilder maxReceiveWindowBytes(final int value) {
        maxReceiveWindowBytes = (int) inRange("maxReceiveWindowBytes", value, 0, 1 << 30);
        return this;
    }

    /**
     * Sets the maximum message length, at most {@code receiveWindowBytes}. A longer message aborts the association,
     * unless messages are delivered in parts; default {@code 128 * 1024}.
     */
    public AssociationConfigBuilder maxMessageBytes(final int value) {
        maxMessageBytes = (int) inRange("maxMessageBytes", value, 1, 1 << 30);
        return this;
    }

    /**
     * Sets the number of bytes after which an incomplete message is delivered in parts, at most {@code
     * receiveWindowBytes}. 0 delivers whole messages only, and a message longer than {@code maxMessageBytes} aborts the
     * association; default {@code 0}.
     */
    public AssociationConfigBuilder partialDeliveryBytes(final int value) {
        partialDeliveryBytes = (int) inRange("partialDeliveryBytes", value, 0, 1 << 30);
        return this;
    }

    /**
     * Sets whether small messages are sent at once even while data is unacknowledged (no Nagle algorithm); default
     * {@code true}.
     */
    public AssociationConfigBuilder noDelay(final boolean value) {
        noDelay = value;
        return this;
    }

    /**
     * Sets whether messages that will not be delivered are handed back in {@code onSendFailed}; default {@code true}.
     */
    public AssociationConfigBuilder reportFailedMessages(final boolean value) {
        reportFailedMessages = value;
        return this;
    }

    /**
     * Sets HB.Max.Burst, the maximum number of heartbeats to unconfirmed addresses per RTO (RFC 9260 section 5.4);
     * default {@code 1}.
     */
    public AssociationConfigBuilder heartbeatMaxBurst(final int value) {
        heartbeatMaxBurst = (int) inRange("heartbeatMaxBurst", value, 1, 256);
        return this;
    }

    /**
     * Sets how long an incomplete message may hold memory without another fragment, in nanoseconds; then the
     * association is aborted (MESSAGE_UNFINISHED). 0 for no limit; default {@code seconds(300)}.
     */
    public AssociationConfigBuilder reassemblyTimeoutNs(final long value) {
        reassemblyTimeoutNs = inRange("reassemblyTimeoutNs", value, 0, seconds(1_000_000));
        return this;
    }

    /** Sets the maximum time-out of INIT and COOKIE ECHO, in nanoseconds; default {@code seconds(60)}. */
    public AssociationConfigBuilder maxInitTimeoutNs(final long value) {
        maxInitTimeoutNs = inRange("maxInitTimeoutNs", value, 1, seconds(3600));
        return this;
    }

    /** Sets the maximum user data of one chunk in bytes; 0, the default, lets the packet size decide. */
    public AssociationConfigBuilder maxChunkPayload(final int value) {
        maxChunkPayload = (int) inRange("maxChunkPayload", value, 0, 65535);
        return this;
    }

    /** Sets the initial traffic class of packets on a path, 0 to 255; default 0. */
    public AssociationConfigBuilder trafficClass(final int value) {
        trafficClass = (int) inRange("trafficClass", value, 0, 255);
        return this;
    }

    /**
     * Sets whether FORWARD TSN (RFC 3758) is offered to peers, so that sent messages can be abandoned; default {@code
     * true}.
     */
    public AssociationConfigBuilder partialReliability(final boolean value) {
        partialReliability = value;
        return this;
    }

    /**
     * Sets whether the addresses of new associations can change (RFC 5061): the peer's, up to {@code maxPaths}, and
     * this end's if {@code localAddresses} lists them. It needs {@code authenticationSupported}; default {@code false}.
     */
    public AssociationConfigBuilder addressReconfigurationSupported(final boolean value) {
        addressReconfigurationSupported = value;
        return this;
    }

    /** Sets whether streams of new associations can be re-configured (RFC 6525); default {@code true}. */
    public AssociationConfigBuilder reconfigurationSupported(final boolean value) {
        reconfigurationSupported = value;
        return this;
    }

    /**
     * Sets the re-configuration requests of the peer that are granted: a sum of {@link
     * AssociationConfig#GRANT_STREAM_RESET}, {@link AssociationConfig#GRANT_ASSOCIATION_RESET} and {@link
     * AssociationConfig#GRANT_MORE_STREAMS}, the bits of SCTP_ENABLE_STREAM_RESET (RFC 6525 section 6.3.1). Others are
     * denied; default {@code 0}.
     */
    public AssociationConfigBuilder grantedReconfigurations(final int value) {
        grantedReconfigurations = (int) inRange("grantedReconfigurations", value, 0, 7);
        return this;
    }

    /** Sets the adaptation layer indication sent to the peer (RFC 5061 section 4.2.6); default {@code 0}, none. */
    public AssociationConfigBuilder adaptationIndication(final int value) {
        adaptationIndication = value;
        return this;
    }

    /**
     * Sets how congestion windows grow and shrink; of an existing association at once, from the windows that there are;
     * default {@code RFC_9260}.
     */
    public AssociationConfigBuilder congestionControl(final CongestionControl value) {
        congestionControl = Objects.requireNonNull(value, "congestionControl");
        return this;
    }

    /** Sets the stream scheduler; default {@link StreamScheduler#FIRST_COME_FIRST_SERVED}. */
    public AssociationConfigBuilder streamScheduler(final StreamScheduler value) {
        streamScheduler = Objects.requireNonNull(value, "streamScheduler");
        return this;
    }

    /**
     * Sets whether new associations offer I-DATA (RFC 8260 section 2); default false. If the peer does too, the {@code
     * streamScheduler}, unless it is the default one, chooses a stream for each chunk. So no message waits for the rest
     * of a longer one, as far as the peer's window allows all started messages to be completed. A peer that fills this
     * end's window so that no message can be completed is aborted, unless all are delivered in parts ({@code
     * partialDeliveryBytes}, {@code partsInterleaved}).
     */
    public AssociationConfigBuilder interleavingSupported(final boolean value) {
        interleavingSupported = value;
        return this;
    }

    /**
     * Sets whether parts of several interleaved messages may be delivered in turn (RFC 6458 section 8.1.20, level 2):
     * at most one ordered and one unordered message of each stream. Default false: other messages wait until a
     * partially delivered message is complete.
     */
    public AssociationConfigBuilder partsInterleaved(final boolean value) {
        partsInterleaved = value;
        return this;
    }

    /** Sets whether chunks of new associations can be authenticated (RFC 4895); default {@code false}. */
    public AssociationConfigBuilder authenticationSupported(final boolean value) {
        authentication = authentication.withSupport(value);
        return this;
    }

    /**
     * Sets the chunk types that new associations accept only if authenticated, at most 16, without INIT, INIT ACK,
     * SHUTDOWN COMPLETE and AUTH (RFC 4895 section 3.2); default none.
     */
    public AssociationConfigBuilder authenticatedChunks(final List<Integer> value) {
        authentication = authentication.withChunks(value);
        return this;
    }

    /**
     * Sets the HMAC identifiers that new associations offer, the preferred one first: SHA-256 is 3, and SHA-1 is 1,
     * which RFC 4895 section 3.3 requires; default both.
     */
    public AssociationConfigBuilder authAlgorithms(final List<Integer> value) {
        authentication = authentication.withAlgorithms(value);
        return this;
    }

    /**
     * Sets the initial shared keys of new associations, by number, and the active one. The default is the empty key 0,
     * which exists only while no other key is set.
     */
    public AssociationConfigBuilder authKeys(final Map<Integer, byte[]> value, final int active) {
        authentication = authentication.withKeys(value, active);
        return this;
    }

    /** Sets the addresses listed to peers. The driver's number of an address is its position in this list. */
    public AssociationConfigBuilder localAddresses(final List<IpAddress> value) {
        localAddresses = List.copyOf(value);
        return this;
    }

    /** Sets the addresses listed to peers, and the driver's number of each. */
    public AssociationConfigBuilder localAddresses(final List<IpAddress> value, final List<Integer> ids) {
        localAddresses = List.copyOf(value);
        localIds = List.copyOf(ids);
        return this;
    }

    /** Checks the values against each other and makes the configuration. */
    public AssociationConfig build() {
        if (rtoMinNs > rtoMaxNs) {
            throw new IllegalArgumentException("rtoMinNs " + rtoMinNs + " is above rtoMaxNs " + rtoMaxNs);
        }
        if (potentiallyFailedRetransmissions > primarySwitchoverRetransmissions) {
            throw new IllegalArgumentException("potentiallyFailedRetransmissions " + potentiallyFailedRetransmissions
                    + " is above primarySwitchoverRetransmissions " + primarySwitchoverRetransmissions);
        }
        if (!localIds.isEmpty() && localIds.size() != localAddresses.size()) {
            throw new IllegalArgumentException(
                    localIds.size() + " numbers for " + localAddresses.size() + " local addresses");
        }
        if (addressReconfigurationSupported && !authentication.isSupported()) {
            throw new IllegalArgumentException("addressReconfigurationSupported needs authenticationSupported");
        }
        if (maxMessageBytes > receiveWindowBytes) {
            throw new IllegalArgumentException(
                    "maxMessageBytes " + maxMessageBytes + " is above receiveWindowBytes " + receiveWindowBytes);
        }
        if (partialDeliveryBytes > receiveWindowBytes) {
            throw new IllegalArgumentException("partialDeliveryBytes " + partialDeliveryBytes
                    + " is above receiveWindowBytes " + receiveWindowBytes);
        }
        return new AssociationConfig(this);
    }

    private static long seconds(final long count) {
        return count * 1_000_000_000;
    }

    private static long millis(final long count) {
        return count * 1_000_000;
    }
}

package io.sctp.engine.config;

import static io.sctp.engine.config.Range.MAX_TIME_NS;
import static io.sctp.engine.config.Range.inRange;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Collects the values of an {@link AssociationConfig}. Each is checked when it is set, and all of them against each other at
 * last. Defaults are those of RFC 9260 section 16 where it names one.
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
    int receiveWindowBytes = 256 * 1024;
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
        receiveWindowBytes = config.receiveWindowBytes();
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
        interleavingSupported = config.interleavingSupported();
        partsInterleaved = config.partsInterleaved();
        partialReliability = config.partialReliability();
        addressReconfigurationSupported = config.addressReconfigurationSupported();
        localAddresses = config.localAddresses();
        localIds = config.localIds;
    }

    /**
     * Sets the largest SCTP packet a new path carries, in bytes from the common header on; over UDP, the largest UDP
     * payload; default {@code 1452}.
     */
    public AssociationConfigBuilder maxPacketSize(final int value) {
        return maxPacketSizes(value, value);
    }

    /** As {@link #maxPacketSize}, with a value for paths over IPv4 and one for paths over IPv6. */
    public AssociationConfigBuilder maxPacketSizes(final int ipv4, final int ipv6) {
        maxPacketSize = (int) inRange("maxPacketSize", ipv4, AssociationConfig.MIN_PACKET_SIZE, 65535);
        maxPacketSizeIpv6 = (int) inRange("maxPacketSizeIpv6", ipv6, AssociationConfig.MIN_PACKET_SIZE, 65535);
        return this;
    }

    /**
     * Sets whether the MTU of paths is discovered (RFC 8899) instead of fixed, and PMTU_RAISE_TIMER: how long a path
     * keeps what was found before larger packets are tried again, in nanoseconds; RFC 8899 section 5.1.1 suggests 600
     * seconds, and 1 is the least. Default 0: it is not. {@code maxPacketSize} then has no meaning.
     */
    public AssociationConfigBuilder pathMtuRaiseNs(final long value) {
        pathMtuRaiseNs = value == 0 ? 0 : inRange("pathMtuRaiseNs", value, seconds(1), MAX_TIME_NS);
        return this;
    }

    /** Sets MAX_PLPMTU, the largest SCTP packet that a path is tried with; default {@code 65_000}. */
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
     * Sets how long an acknowledgement may wait, in nanoseconds (RFC 9260 section 6.2 allows 500 ms); default {@code
     * millis(200)}.
     */
    public AssociationConfigBuilder sackDelayNs(final long value) {
        sackDelayNs = inRange("sackDelayNs", value, 0, millis(500));
        return this;
    }

    /** Sets acknowledge at the latest after this many packets with data; default {@code 2}. */
    public AssociationConfigBuilder packetsPerSack(final int value) {
        packetsPerSack = (int) inRange("packetsPerSack", value, 1, Integer.MAX_VALUE);
        return this;
    }

    /**
     * Sets Max.Burst: packets with new data that one acknowledgement may release; 0 for as many as ever go at once;
     * default {@code 4}.
     */
    public AssociationConfigBuilder maxBurst(final int value) {
        maxBurst = (int) inRange("maxBurst", value, 0, Integer.MAX_VALUE);
        return this;
    }

    /**
     * Sets Valid.Cookie.Life, in nanoseconds; a secret is kept for twice that at least; default {@code seconds(60)}.
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
     * Sets Association.Max.Retrans: unanswered transmissions in a row after which the peer is lost; default {@code
     * 10}.
     */
    public AssociationConfigBuilder maxAssociationRetransmissions(final int value) {
        maxAssociationRetransmissions = (int) inRange("maxAssociationRetransmissions", value, 0, 65535);
        return this;
    }

    /**
     * Sets Path.Max.Retrans: unanswered transmissions in a row after which a path is inactive; default {@code 5}.
     */
    public AssociationConfigBuilder maxPathRetransmissions(final int value) {
        maxPathRetransmissions = (int) inRange("maxPathRetransmissions", value, 0, 65535);
        return this;
    }

    /**
     * Sets Potentially.Failed.Max.Retrans (RFC 7829 section 3.2): unanswered transmissions in a row after which data
     * goes to other paths if it can. With Path.Max.Retrans or more no path is ever in that state. Default {@code 0}, as
     * the RFC suggests and Linux has it.
     */
    public AssociationConfigBuilder potentiallyFailedRetransmissions(final int value) {
        potentiallyFailedRetransmissions = (int) inRange("potentiallyFailedRetransmissions", value, 0, 65535);
        return this;
    }

    /**
     * Sets Primary.Switchover.Max.Retrans (RFC 7829 section 5): unanswered transmissions in a row after which the
     * primary path is another, for good; at least Potentially.Failed.Max.Retrans; default
     * {@link AssociationConfig#NO_SWITCHOVER}, never, as Linux has it.
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
     * Sets shut an association down after this long without user data, in nanoseconds; 0 never; default {@code 0}.
     */
    public AssociationConfigBuilder autocloseNs(final long value) {
        autocloseNs = inRange("autocloseNs", value, 0, MAX_TIME_NS);
        return this;
    }

    /**
     * Sets after how long without an acknowledgement an association that is shutting down is aborted, in nanoseconds; 0
     * never; default {@code 0}. RFC 9260 section 9.2 has it wait for as long as a peer answers that takes no more data.
     */
    public AssociationConfigBuilder shutdownStallNs(final long value) {
        shutdownStallNs = inRange("shutdownStallNs", value, 0, seconds(86400));
        return this;
    }

    /** Sets streams asked for towards the peer; default {@code 64}. */
    public AssociationConfigBuilder outboundStreams(final int value) {
        outboundStreams = (int) inRange("outboundStreams", value, 1, 65535);
        return this;
    }

    /** Sets streams granted to the peer; default {@code 2048}. */
    public AssociationConfigBuilder maxInboundStreams(final int value) {
        maxInboundStreams = (int) inRange("maxInboundStreams", value, 1, 65535);
        return this;
    }

    /**
     * Sets user data queued or unacknowledged in one association; a longer message is refused as TOO_LONG, a full
     * buffer as WOULD_BLOCK; default {@code 256 * 1024}.
     */
    public AssociationConfigBuilder sendBufferBytes(final int value) {
        sendBufferBytes = (int) inRange("sendBufferBytes", value, 1500, 1 << 30);
        return this;
    }

    /**
     * Sets user data held for one association before the peer must stop; up to twice as much is held to fill gaps;
     * default {@code 256 * 1024}.
     */
    public AssociationConfigBuilder receiveWindowBytes(final int value) {
        receiveWindowBytes = (int) inRange("receiveWindowBytes", value, 1500, 1 << 30);
        return this;
    }

    /**
     * Sets the longest message accepted, at most receiveWindowBytes; a longer one aborts the association, unless
     * messages are handed up in parts; default {@code 128 * 1024}.
     */
    public AssociationConfigBuilder maxMessageBytes(final int value) {
        maxMessageBytes = (int) inRange("maxMessageBytes", value, 1, 1 << 30);
        return this;
    }

    /**
     * Sets after how many bytes a message still arriving is handed up in parts, at most receiveWindowBytes; 0 hands up
     * whole messages only, and aborts an association whose peer sends one longer than maxMessageBytes; default {@code
     * 0}.
     */
    public AssociationConfigBuilder partialDeliveryBytes(final int value) {
        partialDeliveryBytes = (int) inRange("partialDeliveryBytes", value, 0, 1 << 30);
        return this;
    }

    /**
     * Sets whether small messages go at once, even while data is unacknowledged (no Nagle algorithm); default
     * {@code true}.
     */
    public AssociationConfigBuilder noDelay(final boolean value) {
        noDelay = value;
        return this;
    }

    /**
     * Sets whether messages that will not be delivered are handed back in {@code onSendFailed}; if not, they are just
     * freed; default {@code true}.
     */
    public AssociationConfigBuilder reportFailedMessages(final boolean value) {
        reportFailedMessages = value;
        return this;
    }

    /** Sets HB.Max.Burst, the heartbeats to unconfirmed addresses sent in one RTO; default {@code 1}. */
    public AssociationConfigBuilder heartbeatMaxBurst(final int value) {
        heartbeatMaxBurst = (int) inRange("heartbeatMaxBurst", value, 1, 256);
        return this;
    }

    /**
     * Sets how long a message that holds memory may go without another fragment, in nanoseconds; then the association
     * ends (MESSAGE_UNFINISHED). 0 for ever; default {@code seconds(300)}.
     */
    public AssociationConfigBuilder reassemblyTimeoutNs(final long value) {
        reassemblyTimeoutNs = inRange("reassemblyTimeoutNs", value, 0, seconds(1_000_000));
        return this;
    }

    /** Sets the longest time-out of INIT and COOKIE ECHO, in nanoseconds; default {@code seconds(60)}. */
    public AssociationConfigBuilder maxInitTimeoutNs(final long value) {
        maxInitTimeoutNs = inRange("maxInitTimeoutNs", value, 1, seconds(3600));
        return this;
    }

    /** Sets the most user data of one chunk in bytes; 0, the default, lets the packet size decide. */
    public AssociationConfigBuilder maxChunkPayload(final int value) {
        maxChunkPayload = (int) inRange("maxChunkPayload", value, 0, 65535);
        return this;
    }

    /** Sets the mark of packets to a new path, 0 to 255; default 0. */
    public AssociationConfigBuilder trafficClass(final int value) {
        trafficClass = (int) inRange("trafficClass", value, 0, 255);
        return this;
    }

    /**
     * Sets whether new associations offer FORWARD TSN (RFC 3758), so that messages already sent can be given up;
     * default {@code true}.
     */
    public AssociationConfigBuilder partialReliability(final boolean value) {
        partialReliability = value;
        return this;
    }

    /**
     * Sets whether the addresses of new associations can change (RFC 5061): the peer's, up to maxPaths at a time, and
     * this end's if localAddresses lists them. It needs authenticationSupported; default {@code false}.
     */
    public AssociationConfigBuilder addressReconfigurationSupported(final boolean value) {
        addressReconfigurationSupported = value;
        return this;
    }

    /** Sets whether new associations may change their streams (RFC 6525); default {@code true}. */
    public AssociationConfigBuilder reconfigurationSupported(final boolean value) {
        reconfigurationSupported = value;
        return this;
    }

    /**
     * Sets what the peer may do to streams: the sum of {@link AssociationConfig#GRANT_STREAM_RESET},
     * {@link AssociationConfig#GRANT_ASSOCIATION_RESET} and {@link AssociationConfig#GRANT_MORE_STREAMS}, which are the bits of
     * SCTP_ENABLE_STREAM_RESET (RFC 6525 section 6.3.1); what is not granted is denied; default {@code 0}.
     */
    public AssociationConfigBuilder grantedReconfigurations(final int value) {
        grantedReconfigurations = (int) inRange("grantedReconfigurations", value, 0, 7);
        return this;
    }

    /** Sets what the peer is told of the layer above SCTP (RFC 5061 section 4.2.6); default {@code 0}, nothing. */
    public AssociationConfigBuilder adaptationIndication(final int value) {
        adaptationIndication = value;
        return this;
    }

    /** Sets which stream's message is sent next; default {@link StreamScheduler#FIRST_COME_FIRST_SERVED}. */
    public AssociationConfigBuilder streamScheduler(final StreamScheduler value) {
        streamScheduler = Objects.requireNonNull(value, "streamScheduler");
        return this;
    }

    /**
     * Whether new associations offer I-DATA (RFC 8260 section 2); default false. If the peer does, too, the
     * {@code streamScheduler}, unless it is the default one, chooses a stream for each chunk, so that no message waits
     * for the rest of a longer one, as far as the peer has room to complete those that are begun. A peer that fills
     * this end's window so that none can be completed is aborted; it cannot where all are handed up in parts
     * ({@code partialDeliveryBytes}, {@code partsInterleaved}).
     */
    public AssociationConfigBuilder interleavingSupported(final boolean value) {
        interleavingSupported = value;
        return this;
    }

    /**
     * Whether parts of several interleaved messages may be handed up in turn (RFC 6458 section 8.1.20, level 2), at
     * most one ordered and one unordered message of each stream; default false: other messages wait until the one is
     * over that is handed up in parts.
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
     * Sets the types of chunks that new associations take only when they are authenticated, at most 16; INIT, INIT
     * ACK, SHUTDOWN COMPLETE and AUTH cannot be (RFC 4895 section 3.2); default none.
     */
    public AssociationConfigBuilder authenticatedChunks(final List<Integer> value) {
        authentication = authentication.withChunks(value);
        return this;
    }

    /**
     * Sets the HMAC identifiers that new associations offer, the preferred one first: SHA-256, 3, and SHA-1, 1, which
     * RFC 4895 section 3.3 demands; default both.
     */
    public AssociationConfigBuilder authAlgorithms(final List<Integer> value) {
        authentication = authentication.withAlgorithms(value);
        return this;
    }

    /**
     * Sets the shared keys with which new associations begin, by number, and the one to sign with; default the empty
     * key 0, which there is only while there is no other.
     */
    public AssociationConfigBuilder authKeys(final Map<Integer, byte[]> value, final int active) {
        authentication = authentication.withKeys(value, active);
        return this;
    }

    /** Sets the addresses listed to peers; a driver's number for an address is its place in this list. */
    public AssociationConfigBuilder localAddresses(final List<IpAddress> value) {
        localAddresses = List.copyOf(value);
        return this;
    }

    /** As above, with the driver's number for each address. */
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

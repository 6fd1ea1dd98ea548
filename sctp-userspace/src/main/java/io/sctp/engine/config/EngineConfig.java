package io.sctp.engine.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Limits and protocol parameters of one engine; immutable. Defaults are those of RFC 9260 section 16 where it names one.
 * Built with {@link #builder}, which refuses values out of range.
 */
public final class EngineConfig {
    /** For {@link Builder#grantedReconfigurations}: the peer may reset streams, its own and this end's. */
    public static final int GRANT_STREAM_RESET = 1;

    /** For {@link Builder#grantedReconfigurations}: the peer may reset the association. */
    public static final int GRANT_ASSOCIATION_RESET = 2;

    /** For {@link Builder#grantedReconfigurations}: the peer may add streams, its own and this end's. */
    public static final int GRANT_MORE_STREAMS = 4;

    /** For {@link Builder#primarySwitchoverRetransmissions}: data goes back to the primary path as soon as it answers. */
    public static final int NO_SWITCHOVER = 65535;

    private static final int HMAC_SHA_1 = 1;
    private static final int HMAC_SHA_256 = 3;
    private static final int MAX_AUTHENTICATED_CHUNKS = 16;

    /** INIT, INIT ACK, SHUTDOWN COMPLETE and AUTH. */
    private static final Set<Integer> NEVER_AUTHENTICATED = Set.of(1, 2, 14, 15);

    private final int maxPacketSize;
    private final long pathMtuRaiseNs;
    private final int maxProbeSize;
    private final long rtoInitialNs;
    private final long rtoMinNs;
    private final long rtoMaxNs;
    private final long sackDelayNs;
    private final int packetsPerSack;
    private final int maxBurst;
    private final long cookieLifeNs;
    private final int maxInitRetransmissions;
    private final int maxAssociationRetransmissions;
    private final int maxPathRetransmissions;
    private final int potentiallyFailedRetransmissions;
    private final int primarySwitchoverRetransmissions;
    private final long heartbeatIntervalNs;
    private final long autocloseNs;
    private final int outboundStreams;
    private final int maxInboundStreams;
    private final int sendBufferBytes;
    private final int receiveWindowBytes;
    private final int maxMessageBytes;
    private final int maxPaths;
    private final int maxAssociations;
    private final int maxInitsPerSecond;
    private final long memoryLimitBytes;
    private final int slabBytes;
    private final int maxReplies;
    private final int maxControlChunks;
    private final int partialDeliveryBytes;
    private final boolean noDelay;
    private final boolean reportFailedMessages;
    private final int heartbeatMaxBurst;
    private final long maxInitTimeoutNs;
    private final int maxChunkPayload;
    private final int trafficClass;
    private final boolean reconfigurationSupported;
    private final int grantedReconfigurations;
    private final int adaptationIndication;
    private final StreamScheduler streamScheduler;
    private final boolean interleavingSupported;
    private final boolean partsInterleaved;
    private final boolean authenticationSupported;
    private final List<Integer> authenticatedChunks;
    private final List<Integer> authAlgorithms;
    private final Map<Integer, byte[]> authKeys;
    private final int activeAuthKey;
    private final boolean partialReliability;
    private final boolean addressReconfigurationSupported;
    private final List<IpAddress> localAddresses;
    private final List<Integer> localIds;

    private EngineConfig(final Builder builder) {
        maxPacketSize = builder.maxPacketSize;
        pathMtuRaiseNs = builder.pathMtuRaiseNs;
        maxProbeSize = builder.maxProbeSize;
        rtoInitialNs = builder.rtoInitialNs;
        rtoMinNs = builder.rtoMinNs;
        rtoMaxNs = builder.rtoMaxNs;
        sackDelayNs = builder.sackDelayNs;
        packetsPerSack = builder.packetsPerSack;
        maxBurst = builder.maxBurst;
        cookieLifeNs = builder.cookieLifeNs;
        maxInitRetransmissions = builder.maxInitRetransmissions;
        maxAssociationRetransmissions = builder.maxAssociationRetransmissions;
        maxPathRetransmissions = builder.maxPathRetransmissions;
        potentiallyFailedRetransmissions = builder.potentiallyFailedRetransmissions;
        primarySwitchoverRetransmissions = builder.primarySwitchoverRetransmissions;
        heartbeatIntervalNs = builder.heartbeatIntervalNs;
        autocloseNs = builder.autocloseNs;
        outboundStreams = builder.outboundStreams;
        maxInboundStreams = builder.maxInboundStreams;
        sendBufferBytes = builder.sendBufferBytes;
        receiveWindowBytes = builder.receiveWindowBytes;
        maxMessageBytes = builder.maxMessageBytes;
        maxPaths = builder.maxPaths;
        maxAssociations = builder.maxAssociations;
        maxInitsPerSecond = builder.maxInitsPerSecond;
        memoryLimitBytes = builder.memoryLimitBytes;
        slabBytes = builder.slabBytes;
        maxReplies = builder.maxReplies;
        maxControlChunks = builder.maxControlChunks;
        partialDeliveryBytes = builder.partialDeliveryBytes;
        noDelay = builder.noDelay;
        reportFailedMessages = builder.reportFailedMessages;
        heartbeatMaxBurst = builder.heartbeatMaxBurst;
        maxInitTimeoutNs = builder.maxInitTimeoutNs;
        maxChunkPayload = builder.maxChunkPayload;
        trafficClass = builder.trafficClass;
        reconfigurationSupported = builder.reconfigurationSupported;
        grantedReconfigurations = builder.grantedReconfigurations;
        adaptationIndication = builder.adaptationIndication;
        streamScheduler = builder.streamScheduler;
        interleavingSupported = builder.interleavingSupported;
        partsInterleaved = builder.partsInterleaved;
        authenticationSupported = builder.authenticationSupported;
        authenticatedChunks = builder.authenticatedChunks;
        authAlgorithms = builder.authAlgorithms;
        authKeys = Map.copyOf(builder.authKeys);
        activeAuthKey = builder.activeAuthKey;
        partialReliability = builder.partialReliability;
        addressReconfigurationSupported = builder.addressReconfigurationSupported;
        localAddresses = List.copyOf(builder.localAddresses);
        localIds = List.copyOf(builder.localIds);
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Begins with the values of this configuration. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Returns the largest SCTP packet a new path carries, in bytes from the common header on; over UDP, the largest
     * UDP payload.
     */
    public int maxPacketSize() {
        return maxPacketSize;
    }

    /** Returns PMTU_RAISE_TIMER in nanoseconds; 0 if the MTU of paths is not discovered. */
    public long pathMtuRaiseNs() {
        return pathMtuRaiseNs;
    }

    /** Returns MAX_PLPMTU: the largest SCTP packet that a path is tried with where its MTU is discovered. */
    public int maxProbeSize() {
        return maxProbeSize;
    }

    /** Returns RTO.Initial, in nanoseconds. */
    public long rtoInitialNs() {
        return rtoInitialNs;
    }

    /** Returns RTO.Min, in nanoseconds. */
    public long rtoMinNs() {
        return rtoMinNs;
    }

    /** Returns RTO.Max, in nanoseconds. */
    public long rtoMaxNs() {
        return rtoMaxNs;
    }

    /** Returns how long an acknowledgement may wait, in nanoseconds (RFC 9260 section 6.2 allows 500 ms). */
    public long sackDelayNs() {
        return sackDelayNs;
    }

    /** Returns acknowledge at the latest after this many packets with data. */
    public int packetsPerSack() {
        return packetsPerSack;
    }

    /** Returns Max.Burst: packets with new data that one acknowledgement may release. */
    public int maxBurst() {
        return maxBurst;
    }

    /** Returns Valid.Cookie.Life, in nanoseconds; secrets rotate at the same pace. */
    public long cookieLifeNs() {
        return cookieLifeNs;
    }

    /** Returns Max.Init.Retransmits. */
    public int maxInitRetransmissions() {
        return maxInitRetransmissions;
    }

    /** Returns Association.Max.Retrans: unanswered transmissions in a row after which the peer is lost. */
    public int maxAssociationRetransmissions() {
        return maxAssociationRetransmissions;
    }

    /** Returns Path.Max.Retrans: unanswered transmissions in a row after which a path is inactive. */
    public int maxPathRetransmissions() {
        return maxPathRetransmissions;
    }

    /**
     * Returns Potentially.Failed.Max.Retrans (RFC 7829 section 3.2): unanswered transmissions in a row after which data goes
     * to other paths if it can.
     */
    public int potentiallyFailedRetransmissions() {
        return potentiallyFailedRetransmissions;
    }

    /**
     * Returns Primary.Switchover.Max.Retrans (RFC 7829 section 5): unanswered transmissions in a row after which the primary
     * path is another.
     */
    public int primarySwitchoverRetransmissions() {
        return primarySwitchoverRetransmissions;
    }

    /** Returns HB.interval, in nanoseconds; 0 sends heartbeats only to confirm addresses. */
    public long heartbeatIntervalNs() {
        return heartbeatIntervalNs;
    }

    /** Returns shut an association down after this long without user data, in nanoseconds; 0 never. */
    public long autocloseNs() {
        return autocloseNs;
    }

    /** Returns streams asked for towards the peer. */
    public int outboundStreams() {
        return outboundStreams;
    }

    /** Returns streams granted to the peer. */
    public int maxInboundStreams() {
        return maxInboundStreams;
    }

    /**
     * Returns user data queued or unacknowledged in one association; a longer message is refused as TOO_LONG, a full
     * buffer as WOULD_BLOCK.
     */
    public int sendBufferBytes() {
        return sendBufferBytes;
    }

    /**
     * Returns user data held for one association before the peer must stop; up to twice as much is held to fill gaps.
     */
    public int receiveWindowBytes() {
        return receiveWindowBytes;
    }

    /**
     * Returns the longest message accepted, at most receiveWindowBytes; a longer one aborts the association, unless
     * messages are handed up in parts.
     */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** Returns addresses used of one peer; further ones are ignored. */
    public int maxPaths() {
        return maxPaths;
    }

    /** Returns associations; INIT beyond it is answered with ABORT (out of resource). */
    public int maxAssociations() {
        return maxAssociations;
    }

    /** Returns INIT and COOKIE ECHO chunks answered in a second; more are dropped and counted. */
    public int maxInitsPerSecond() {
        return maxInitsPerSecond;
    }

    /**
     * Returns user data of all associations; beyond it sends report WOULD_BLOCK and received data is dropped
     * unacknowledged.
     */
    public long memoryLimitBytes() {
        return memoryLimitBytes;
    }

    /** Returns how much memory is taken from the system at a time. */
    public int slabBytes() {
        return slabBytes;
    }

    /** Returns answers to packets of no association that wait to be polled; more are dropped and counted. */
    public int maxReplies() {
        return maxReplies;
    }

    /**
     * Returns heartbeat acknowledgements and errors of one association that wait to be sent; more are dropped and
     * counted.
     */
    public int maxControlChunks() {
        return maxControlChunks;
    }

    /**
     * Returns after how many bytes a message still arriving is handed up in parts (RFC 9260 section 6.9, RFC 6458 section
     * 8.1.21); 0 hands up whole messages only.
     */
    public int partialDeliveryBytes() {
        return partialDeliveryBytes;
    }

    /** Returns whether small messages go at once; if not, they wait while data is unacknowledged (RFC 9260 section 6.1). */
    public boolean noDelay() {
        return noDelay;
    }

    /** Returns whether messages that will not be delivered are handed back. */
    public boolean reportFailedMessages() {
        return reportFailedMessages;
    }

    /** Returns HB.Max.Burst: heartbeats to unconfirmed addresses sent in one RTO. */
    public int heartbeatMaxBurst() {
        return heartbeatMaxBurst;
    }

    /** Returns the longest time-out of INIT and COOKIE ECHO, in nanoseconds. */
    public long maxInitTimeoutNs() {
        return maxInitTimeoutNs;
    }

    /** Returns the most user data of one chunk in bytes; 0 lets the packet size decide. */
    public int maxChunkPayload() {
        return maxChunkPayload;
    }

    /** Returns whether peers are offered FORWARD TSN (RFC 3758), so that messages already sent can be given up. */
    public boolean partialReliability() {
        return partialReliability;
    }

    /** Returns the mark of packets: the octet that IPv4 calls type of service, and IPv6 traffic class. */
    public int trafficClass() {
        return trafficClass;
    }

    /** Returns the addresses listed to peers, in the order of their numbers at the driver; empty for one address only. */
    public List<IpAddress> localAddresses() {
        return localAddresses;
    }

    /** Says whether the driver's number is that of a listed address; with none listed, or unnumbered, every one is. */
    public boolean hasLocalId(final int id) {
        return localIds.isEmpty() || localIds.contains(id);
    }

    /** Returns the driver's number for the local address in this place of the list. */
    public int localId(final int place) {
        return localIds.isEmpty() ? place : localIds.get(place);
    }

    /** Says whether the addresses of new associations can change (RFC 5061). */
    public boolean addressReconfigurationSupported() {
        return addressReconfigurationSupported;
    }

    /** Says whether new associations may change their streams (RFC 6525). */
    public boolean reconfigurationSupported() {
        return reconfigurationSupported;
    }

    /** Returns what the peer may do to streams, as bits. */
    public int grantedReconfigurations() {
        return grantedReconfigurations;
    }

    /** Returns what the peer is told of the layer above SCTP (RFC 5061 section 4.2.6); 0 is not told. */
    public int adaptationIndication() {
        return adaptationIndication;
    }

    /** Returns which stream's message is sent next. */
    public StreamScheduler streamScheduler() {
        return streamScheduler;
    }

    /** Says whether new associations offer to send messages as I-DATA, so that they may be interleaved (RFC 8260). */
    public boolean interleavingSupported() {
        return interleavingSupported;
    }

    /** Says whether parts of several interleaved messages may be handed up in turn (RFC 6458 section 8.1.20, level 2). */
    public boolean partsInterleaved() {
        return partsInterleaved;
    }

    /** Says whether chunks of new associations can be authenticated (RFC 4895). */
    public boolean authenticationSupported() {
        return authenticationSupported;
    }

    /** Returns the types of chunks that new associations take only when they are authenticated. */
    public List<Integer> authenticatedChunks() {
        return authenticatedChunks;
    }

    /** Returns the HMAC identifiers (RFC 4895 section 8) that new associations offer, the preferred one first. */
    public List<Integer> authAlgorithms() {
        return authAlgorithms;
    }

    /** Returns the shared keys with which new associations begin, by number. */
    public Map<Integer, byte[]> authKeys() {
        return authKeys;
    }

    /** Returns the number of the key with which new associations sign. */
    public int activeAuthKey() {
        return activeAuthKey;
    }

    private static long seconds(final long count) {
        return count * 1_000_000_000;
    }

    private static long millis(final long count) {
        return count * 1_000_000;
    }

    /** Collects values; each is checked when it is set. */
    public static final class Builder {
        private int maxPacketSize = 1452;
        private long pathMtuRaiseNs;
        private int maxProbeSize = 65_000;
        private long rtoInitialNs = seconds(1);
        private long rtoMinNs = seconds(1);
        private long rtoMaxNs = seconds(60);
        private long sackDelayNs = millis(200);
        private int packetsPerSack = 2;
        private int maxBurst = 4;
        private long cookieLifeNs = seconds(60);
        private int maxInitRetransmissions = 8;
        private int maxAssociationRetransmissions = 10;
        private int maxPathRetransmissions = 5;
        private int potentiallyFailedRetransmissions = 0;
        private int primarySwitchoverRetransmissions = NO_SWITCHOVER;
        private long heartbeatIntervalNs = seconds(30);
        private long autocloseNs = 0;
        private int outboundStreams = 64;
        private int maxInboundStreams = 2048;
        private int sendBufferBytes = 256 * 1024;
        private int receiveWindowBytes = 256 * 1024;
        private int maxMessageBytes = 128 * 1024;
        private int maxPaths = 8;
        private int maxAssociations = 100_000;
        private int maxInitsPerSecond = 10_000;
        private long memoryLimitBytes = 256L << 20;
        private int slabBytes = 1 << 20;
        private int maxReplies = 64;
        private int maxControlChunks = 16;
        private int partialDeliveryBytes = 0;
        private boolean noDelay = true;
        private boolean reportFailedMessages = true;
        private int heartbeatMaxBurst = 1;
        private long maxInitTimeoutNs = seconds(60);
        private int maxChunkPayload = 0;
        private int trafficClass = 0;
        private boolean reconfigurationSupported = true;
        private int grantedReconfigurations;
        private int adaptationIndication;
        private StreamScheduler streamScheduler = StreamScheduler.FIRST_COME_FIRST_SERVED;
        private boolean interleavingSupported;
        private boolean partsInterleaved;
        private boolean authenticationSupported;
        private List<Integer> authenticatedChunks = List.of();
        private List<Integer> authAlgorithms = List.of(HMAC_SHA_256, HMAC_SHA_1);
        private Map<Integer, byte[]> authKeys = Map.of();
        private int activeAuthKey;
        private boolean partialReliability = true;
        private boolean addressReconfigurationSupported;
        private List<IpAddress> localAddresses = List.of();

        private List<Integer> localIds = List.of();

        private Builder() {}

        private Builder(final EngineConfig config) {
            maxPacketSize = config.maxPacketSize;
            pathMtuRaiseNs = config.pathMtuRaiseNs;
            maxProbeSize = config.maxProbeSize;
            rtoInitialNs = config.rtoInitialNs;
            rtoMinNs = config.rtoMinNs;
            rtoMaxNs = config.rtoMaxNs;
            sackDelayNs = config.sackDelayNs;
            packetsPerSack = config.packetsPerSack;
            maxBurst = config.maxBurst;
            cookieLifeNs = config.cookieLifeNs;
            maxInitRetransmissions = config.maxInitRetransmissions;
            maxAssociationRetransmissions = config.maxAssociationRetransmissions;
            maxPathRetransmissions = config.maxPathRetransmissions;
            potentiallyFailedRetransmissions = config.potentiallyFailedRetransmissions;
            primarySwitchoverRetransmissions = config.primarySwitchoverRetransmissions;
            heartbeatIntervalNs = config.heartbeatIntervalNs;
            autocloseNs = config.autocloseNs;
            outboundStreams = config.outboundStreams;
            maxInboundStreams = config.maxInboundStreams;
            sendBufferBytes = config.sendBufferBytes;
            receiveWindowBytes = config.receiveWindowBytes;
            maxMessageBytes = config.maxMessageBytes;
            maxPaths = config.maxPaths;
            maxAssociations = config.maxAssociations;
            maxInitsPerSecond = config.maxInitsPerSecond;
            memoryLimitBytes = config.memoryLimitBytes;
            slabBytes = config.slabBytes;
            maxReplies = config.maxReplies;
            maxControlChunks = config.maxControlChunks;
            partialDeliveryBytes = config.partialDeliveryBytes;
            noDelay = config.noDelay;
            reportFailedMessages = config.reportFailedMessages;
            heartbeatMaxBurst = config.heartbeatMaxBurst;
            maxInitTimeoutNs = config.maxInitTimeoutNs;
            maxChunkPayload = config.maxChunkPayload;
            trafficClass = config.trafficClass;
            reconfigurationSupported = config.reconfigurationSupported;
            grantedReconfigurations = config.grantedReconfigurations;
            adaptationIndication = config.adaptationIndication;
            streamScheduler = config.streamScheduler;
            interleavingSupported = config.interleavingSupported;
            partsInterleaved = config.partsInterleaved;
            authenticationSupported = config.authenticationSupported;
            authenticatedChunks = config.authenticatedChunks;
            authAlgorithms = config.authAlgorithms;
            authKeys = config.authKeys;
            activeAuthKey = config.activeAuthKey;
            partialReliability = config.partialReliability;
            addressReconfigurationSupported = config.addressReconfigurationSupported;
            localAddresses = config.localAddresses;
            localIds = config.localIds;
        }

        /**
         * Sets the largest SCTP packet a new path carries, in bytes from the common header on; over UDP, the largest UDP
         * payload; default {@code 1452}.
         */
        public Builder maxPacketSize(final int value) {
            maxPacketSize = (int) inRange("maxPacketSize", value, 512, 65535);
            return this;
        }

        /**
         * Sets whether the MTU of paths is discovered (RFC 8899) instead of fixed, and PMTU_RAISE_TIMER: how long a path
         * keeps what was found before larger packets are tried again, in nanoseconds; RFC 8899 section 5.1.1 suggests 600
         * seconds, and 1 is the least. Default 0: it is not. {@code maxPacketSize} then has no meaning.
         */
        public Builder pathMtuRaiseNs(final long value) {
            pathMtuRaiseNs = value == 0 ? 0 : inRange("pathMtuRaiseNs", value, seconds(1), seconds(24 * 3600));
            return this;
        }

        /** Sets MAX_PLPMTU, the largest SCTP packet that a path is tried with; default {@code 65_000}. */
        public Builder maxProbeSize(final int value) {
            maxProbeSize = (int) inRange("maxProbeSize", value, 512, 65_000);
            return this;
        }

        /** Sets RTO.Initial, in nanoseconds; default {@code seconds(1)}. */
        public Builder rtoInitialNs(final long value) {
            rtoInitialNs = inRange("rtoInitialNs", value, 1, seconds(3600));
            return this;
        }

        /** Sets RTO.Min, in nanoseconds; default {@code seconds(1)}. */
        public Builder rtoMinNs(final long value) {
            rtoMinNs = inRange("rtoMinNs", value, 1, seconds(3600));
            return this;
        }

        /** Sets RTO.Max, in nanoseconds; default {@code seconds(60)}. */
        public Builder rtoMaxNs(final long value) {
            rtoMaxNs = inRange("rtoMaxNs", value, 1, seconds(3600));
            return this;
        }

        /**
         * Sets how long an acknowledgement may wait, in nanoseconds (RFC 9260 section 6.2 allows 500 ms); default {@code
         * millis(200)}.
         */
        public Builder sackDelayNs(final long value) {
            sackDelayNs = inRange("sackDelayNs", value, 0, millis(500));
            return this;
        }

        /** Sets acknowledge at the latest after this many packets with data; default {@code 2}. */
        public Builder packetsPerSack(final int value) {
            packetsPerSack = (int) inRange("packetsPerSack", value, 1, 1024);
            return this;
        }

        /** Sets Max.Burst: packets with new data that one acknowledgement may release; default {@code 4}. */
        public Builder maxBurst(final int value) {
            maxBurst = (int) inRange("maxBurst", value, 1, 1024);
            return this;
        }

        /** Sets Valid.Cookie.Life, in nanoseconds; secrets rotate at the same pace; default {@code seconds(60)}. */
        public Builder cookieLifeNs(final long value) {
            cookieLifeNs = inRange("cookieLifeNs", value, millis(1), seconds(3600));
            return this;
        }

        /** Sets Max.Init.Retransmits; default {@code 8}. */
        public Builder maxInitRetransmissions(final int value) {
            maxInitRetransmissions = (int) inRange("maxInitRetransmissions", value, 0, 1000);
            return this;
        }

        /**
         * Sets Association.Max.Retrans: unanswered transmissions in a row after which the peer is lost; default {@code
         * 10}.
         */
        public Builder maxAssociationRetransmissions(final int value) {
            maxAssociationRetransmissions = (int) inRange("maxAssociationRetransmissions", value, 0, 1000);
            return this;
        }

        /**
         * Sets Path.Max.Retrans: unanswered transmissions in a row after which a path is inactive; default {@code 5}.
         */
        public Builder maxPathRetransmissions(final int value) {
            maxPathRetransmissions = (int) inRange("maxPathRetransmissions", value, 0, 1000);
            return this;
        }

        /**
         * Sets Potentially.Failed.Max.Retrans (RFC 7829 section 3.2): unanswered transmissions in a row after which data goes to
         * other paths if it can. With Path.Max.Retrans or more no path is ever in that state. Default {@code 0}, as the RFC
         * suggests and Linux has it.
         */
        public Builder potentiallyFailedRetransmissions(final int value) {
            potentiallyFailedRetransmissions = (int) inRange("potentiallyFailedRetransmissions", value, 0, 65535);
            return this;
        }

        /**
         * Sets Primary.Switchover.Max.Retrans (RFC 7829 section 5): unanswered transmissions in a row after which the primary
         * path is another, for good; at least Potentially.Failed.Max.Retrans; default {@link #NO_SWITCHOVER}, never, as Linux
         * has it.
         */
        public Builder primarySwitchoverRetransmissions(final int value) {
            primarySwitchoverRetransmissions =
                    (int) inRange("primarySwitchoverRetransmissions", value, 0, NO_SWITCHOVER);
            return this;
        }

        /**
         * Sets HB.interval, in nanoseconds; 0 sends heartbeats only to confirm addresses; default {@code seconds(30)}.
         */
        public Builder heartbeatIntervalNs(final long value) {
            heartbeatIntervalNs = inRange("heartbeatIntervalNs", value, 0, seconds(86400));
            return this;
        }

        /**
         * Sets shut an association down after this long without user data, in nanoseconds; 0 never; default {@code 0}.
         */
        public Builder autocloseNs(final long value) {
            autocloseNs = inRange("autocloseNs", value, 0, seconds(86400));
            return this;
        }

        /** Sets streams asked for towards the peer; default {@code 64}. */
        public Builder outboundStreams(final int value) {
            outboundStreams = (int) inRange("outboundStreams", value, 1, 65535);
            return this;
        }

        /** Sets streams granted to the peer; default {@code 2048}. */
        public Builder maxInboundStreams(final int value) {
            maxInboundStreams = (int) inRange("maxInboundStreams", value, 1, 65535);
            return this;
        }

        /**
         * Sets user data queued or unacknowledged in one association; a longer message is refused as TOO_LONG, a full
         * buffer as WOULD_BLOCK; default {@code 256 * 1024}.
         */
        public Builder sendBufferBytes(final int value) {
            sendBufferBytes = (int) inRange("sendBufferBytes", value, 1500, 1 << 30);
            return this;
        }

        /**
         * Sets user data held for one association before the peer must stop; up to twice as much is held to fill gaps;
         * default {@code 256 * 1024}.
         */
        public Builder receiveWindowBytes(final int value) {
            receiveWindowBytes = (int) inRange("receiveWindowBytes", value, 1500, 1 << 30);
            return this;
        }

        /**
         * Sets the longest message accepted, at most receiveWindowBytes; a longer one aborts the association, unless messages are handed up
         * in parts; default
         * {@code 128 * 1024}.
         */
        public Builder maxMessageBytes(final int value) {
            maxMessageBytes = (int) inRange("maxMessageBytes", value, 1, 1 << 30);
            return this;
        }

        /** Sets addresses used of one peer; further ones are ignored; default {@code 8}. */
        public Builder maxPaths(final int value) {
            maxPaths = (int) inRange("maxPaths", value, 1, 64);
            return this;
        }

        /** Sets associations; INIT beyond it is answered with ABORT (out of resource); default {@code 100_000}. */
        public Builder maxAssociations(final int value) {
            maxAssociations = (int) inRange("maxAssociations", value, 1, 1 << 24);
            return this;
        }

        /**
         * Sets INIT and COOKIE ECHO chunks answered in a second; more are dropped and counted; default {@code 10_000}.
         */
        public Builder maxInitsPerSecond(final int value) {
            maxInitsPerSecond = (int) inRange("maxInitsPerSecond", value, 1, 1 << 30);
            return this;
        }

        /**
         * Sets user data of all associations; beyond it sends report WOULD_BLOCK and received data is dropped
         * unacknowledged; default {@code 256L << 20}.
         */
        public Builder memoryLimitBytes(final long value) {
            memoryLimitBytes = inRange("memoryLimitBytes", value, 1 << 20, 1L << 36);
            return this;
        }

        /** Sets how much memory is taken from the system at a time; default {@code 1 << 20}. */
        public Builder slabBytes(final int value) {
            slabBytes = (int) inRange("slabBytes", value, 1 << 16, 1 << 28);
            return this;
        }

        /**
         * Sets answers to packets of no association that wait to be polled; more are dropped and counted; default {@code
         * 64}.
         */
        public Builder maxReplies(final int value) {
            maxReplies = (int) inRange("maxReplies", value, 1, 1 << 16);
            return this;
        }

        /**
         * Sets heartbeat acknowledgements and errors of one association that wait to be sent; more are dropped and
         * counted; default {@code 16}.
         */
        public Builder maxControlChunks(final int value) {
            maxControlChunks = (int) inRange("maxControlChunks", value, 1, 256);
            return this;
        }

        /**
         * Sets after how many bytes a message still arriving is handed up in parts, at most receiveWindowBytes; 0 hands up
         * whole messages only, and aborts an association whose peer sends one longer than maxMessageBytes; default {@code
         * 0}.
         */
        public Builder partialDeliveryBytes(final int value) {
            partialDeliveryBytes = (int) inRange("partialDeliveryBytes", value, 0, 1 << 30);
            return this;
        }

        /** Sets whether small messages go at once, even while data is unacknowledged (no Nagle algorithm); default {@code true}. */
        public Builder noDelay(final boolean value) {
            noDelay = value;
            return this;
        }

        /** Sets whether messages that will not be delivered are handed back in {@code onSendFailed}; if not, they are just freed; default {@code true}. */
        public Builder reportFailedMessages(final boolean value) {
            reportFailedMessages = value;
            return this;
        }

        /** Sets HB.Max.Burst, the heartbeats to unconfirmed addresses sent in one RTO; default {@code 1}. */
        public Builder heartbeatMaxBurst(final int value) {
            heartbeatMaxBurst = (int) inRange("heartbeatMaxBurst", value, 1, 256);
            return this;
        }

        /** Sets the longest time-out of INIT and COOKIE ECHO, in nanoseconds; default {@code seconds(60)}. */
        public Builder maxInitTimeoutNs(final long value) {
            maxInitTimeoutNs = inRange("maxInitTimeoutNs", value, 1, seconds(3600));
            return this;
        }

        /** Sets the most user data of one chunk in bytes; 0, the default, lets the packet size decide. */
        public Builder maxChunkPayload(final int value) {
            maxChunkPayload = (int) inRange("maxChunkPayload", value, 0, 65535);
            return this;
        }

        /** Sets the mark of packets, 0 to 255; default 0. */
        public Builder trafficClass(final int value) {
            trafficClass = (int) inRange("trafficClass", value, 0, 255);
            return this;
        }

        /**
         * Sets whether new associations offer FORWARD TSN (RFC 3758), so that messages already sent can be given up;
         * default {@code true}.
         */
        public Builder partialReliability(final boolean value) {
            partialReliability = value;
            return this;
        }

        /**
         * Sets whether the addresses of new associations can change (RFC 5061): the peer's, up to maxPaths at a time, and
         * this end's if localAddresses lists them. It needs authenticationSupported; default {@code false}.
         */
        public Builder addressReconfigurationSupported(final boolean value) {
            addressReconfigurationSupported = value;
            return this;
        }

        /** Sets whether new associations may change their streams (RFC 6525); default {@code true}. */
        public Builder reconfigurationSupported(final boolean value) {
            reconfigurationSupported = value;
            return this;
        }

        /**
         * Sets what the peer may do to streams: the sum of {@link #GRANT_STREAM_RESET}, {@link #GRANT_ASSOCIATION_RESET}
         * and {@link #GRANT_MORE_STREAMS}, which are the bits of SCTP_ENABLE_STREAM_RESET (RFC 6525
         * section 6.3.1); what is not granted is denied; default {@code 0}.
         */
        public Builder grantedReconfigurations(final int value) {
            grantedReconfigurations = (int) inRange("grantedReconfigurations", value, 0, 7);
            return this;
        }

        /** Sets what the peer is told of the layer above SCTP (RFC 5061 section 4.2.6); default {@code 0}, nothing. */
        public Builder adaptationIndication(final int value) {
            adaptationIndication = value;
            return this;
        }

        /** Sets which stream's message is sent next; default {@link StreamScheduler#FIRST_COME_FIRST_SERVED}. */
        public Builder streamScheduler(final StreamScheduler value) {
            streamScheduler = Objects.requireNonNull(value, "streamScheduler");
            return this;
        }

        /**
         * Whether new associations offer I-DATA (RFC 8260 section 2); default false. If the peer does, too, the
         * {@code streamScheduler}, unless it is the default one, chooses a stream for each chunk, so that no message waits
         * for the rest of a longer one. The receiver must have room for what is begun at a time, one message of each
         * stream: hand messages up in parts that are not bounded ({@code partialDeliveryBytes}, {@code partsInterleaved}).
         * If none can be completed for lack of room, the association is aborted.
         */
        public Builder interleavingSupported(final boolean value) {
            interleavingSupported = value;
            return this;
        }

        /**
         * Whether parts of several interleaved messages may be handed up in turn (RFC 6458 section 8.1.20, level 2), at most
         * one ordered and one unordered message of each stream; default false: other messages wait until the one is over
         * that is handed up in parts.
         */
        public Builder partsInterleaved(final boolean value) {
            partsInterleaved = value;
            return this;
        }

        /** Sets whether chunks of new associations can be authenticated (RFC 4895); default {@code false}. */
        public Builder authenticationSupported(final boolean value) {
            authenticationSupported = value;
            return this;
        }

        /**
         * Sets the types of chunks that new associations take only when they are authenticated, at most 16; INIT, INIT
         * ACK, SHUTDOWN COMPLETE and AUTH cannot be (RFC 4895 section 3.2); default none.
         */
        public Builder authenticatedChunks(final List<Integer> value) {
            if (value.size() > MAX_AUTHENTICATED_CHUNKS) {
                throw new IllegalArgumentException(
                        value.size() + " chunk types, more than " + MAX_AUTHENTICATED_CHUNKS);
            }
            for (final int type : value) {
                if (type < 0 || type > 255 || NEVER_AUTHENTICATED.contains(type)) {
                    throw new IllegalArgumentException("chunk type " + type + " cannot be authenticated");
                }
            }
            authenticatedChunks = List.copyOf(value);
            return this;
        }

        /**
         * Sets the HMAC identifiers that new associations offer, the preferred one first: SHA-256, 3, and SHA-1, 1, which
         * RFC 4895 section 3.3 demands; default both.
         */
        public Builder authAlgorithms(final List<Integer> value) {
            if (!value.contains(HMAC_SHA_1)
                    || Set.copyOf(value).size() < value.size()
                    || !Set.of(HMAC_SHA_1, HMAC_SHA_256).containsAll(value)) {
                throw new IllegalArgumentException("HMAC identifiers " + value + ", not 1 alone, or 1 and 3");
            }
            authAlgorithms = List.copyOf(value);
            return this;
        }

        /**
         * Sets the shared keys with which new associations begin, by number, and the one to sign with; default the empty
         * key 0, which there is only while there is no other.
         */
        public Builder authKeys(final Map<Integer, byte[]> value, final int active) {
            if (value.isEmpty() ? active != 0 : !value.containsKey(active)) {
                throw new IllegalArgumentException("there is no key " + active);
            }
            authKeys = Map.copyOf(value);
            activeAuthKey = active;
            return this;
        }

        /** Sets the addresses listed to peers; a driver's number for an address is its place in this list. */
        public Builder localAddresses(final List<IpAddress> value) {
            localAddresses = List.copyOf(value);
            return this;
        }

        /** As above, with the driver's number for each address. */
        public Builder localAddresses(final List<IpAddress> value, final List<Integer> ids) {
            localAddresses = List.copyOf(value);
            localIds = List.copyOf(ids);
            return this;
        }

        /** Checks the values against each other and makes the configuration. */
        public EngineConfig build() {
            if (rtoMinNs > rtoMaxNs) {
                throw new IllegalArgumentException("rtoMinNs " + rtoMinNs + " is above rtoMaxNs " + rtoMaxNs);
            }
            if (potentiallyFailedRetransmissions > primarySwitchoverRetransmissions) {
                throw new IllegalArgumentException(
                        "potentiallyFailedRetransmissions " + potentiallyFailedRetransmissions
                                + " is above primarySwitchoverRetransmissions " + primarySwitchoverRetransmissions);
            }
            if (!localIds.isEmpty() && localIds.size() != localAddresses.size()) {
                throw new IllegalArgumentException(
                        localIds.size() + " numbers for " + localAddresses.size() + " local addresses");
            }
            if (addressReconfigurationSupported && !authenticationSupported) {
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
            return new EngineConfig(this);
        }

        private static long inRange(final String name, final long value, final long min, final long max) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(name + " is " + value + ", not in " + min + " to " + max);
            }
            return value;
        }
    }
}

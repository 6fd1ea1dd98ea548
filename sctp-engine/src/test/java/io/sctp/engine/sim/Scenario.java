package io.sctp.engine.sim;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.CongestionControl;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.config.StreamScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a seed makes of the networks and of the two ends' configurations, before anything happens. */
final class Scenario {
    private static final int DATA = 0;
    private static final int SACK = 3;
    private static final int COOKIE_ECHO = 10;
    private static final int I_DATA = 64;
    private static final long INTERLEAVING_SEED = 0x1DA7A;
    private static final long ADDRESSES = 0x5061_5061_5061_5061L;
    private static final long ATTACKS = 0xA77A_C4ED_A77A_C4EDL;
    private static final long REPLAYS = 0xC00C_1E00_C00C_1E00L;
    private static final long DRIVERS_SEED = 0xBA7C_4ED0L;
    private static final long CAPACITIES = 0x0CA9_AC17_1E50L;
    private static final long CONTROLLERS = 0xC0BE_9438L;
    private static final long CROWDS = 0xC20D_ED00L;
    private static final double CROWDED_SHARE = 0.02;
    private static final int CROWD_BUFFER = 384 << 10;

    /** More than a packet to the widest path, and less than an association needs to send anything. */
    private static final int MAX_PACKET = 9300;

    private static final int MAX_TINY = 511;
    private static final long SECOND = 1_000_000_000L;

    /** Draws what happens later, too. */
    final SimRandom random;

    /** For changes of addresses, so that what is drawn for them changes nothing else. */
    final SimRandom addressRandom;

    final int netCount;

    /** Whether the networks lose and change nothing. */
    final boolean clean;

    final boolean authenticated;
    final boolean interleaved;
    final boolean changesAddresses;
    final MtuScript mtus;

    /** For somebody who sends cookies again; null for nobody. */
    final SimRandom replayRandom;

    /** For somebody who attacks both; null for nobody. */
    final SimRandom attackRandom;

    /** For thousands of short messages that wait at once in large buffers; null for few. */
    final SimRandom crowdRandom;

    /** By network one bit: whether the hosts have IPv6 addresses there. */
    private final int ipv6Nets;

    /**
     * Whether there may be too little memory, or room for associations, for all: those that fit keep their promises.
     */
    final boolean scarce;

    /** By host and network: what a host's packets go through. */
    final SimLink[][] links;

    final AssociationConfig[] configs;
    final EngineConfig[] engines = {engine(), engine()};

    /** By host: for how long packets that come are handed over before the engine is polled; 0 for each by itself. */
    final long[] batchNs = new long[2];

    /** By host: from when on and for how long nobody reads, or 0. */
    final long[] awayFromNs = new long[2];

    final long[] awayForNs = new long[2];

    /** For drivers whose buffers are small, or null. */
    private final SimRandom capacities;

    private final long seed;

    /** For what was thought of later, so that seeds go on meaning what they meant. */
    private final SimRandom laterRandom;

    private final CongestionControl congestionControl;

    /** Up to what buffers grow; 0 for not at all. */
    private final int maxBuffer;

    Scenario(final long seed, final boolean attacked) {
        this.seed = seed;
        random = new SimRandom(seed);
        laterRandom = new SimRandom(~seed);
        final SimRandom controllers = new SimRandom(seed ^ CONTROLLERS);
        final CongestionControl[] all = CongestionControl.values();
        congestionControl = all[controllers.between(0, all.length - 1)];
        maxBuffer = controllers.chance(0.4) ? controllers.between(64, 1024) * 1024 : 0;
        final SimRandom replays = new SimRandom(seed ^ REPLAYS);
        replayRandom = replays.chance(0.2) ? replays : null;
        final SimRandom drawn = new SimRandom(seed ^ CAPACITIES);
        capacities = drawn.chance(0.3) ? drawn : null;
        final SimRandom attacks = new SimRandom(seed ^ ATTACKS);
        attackRandom = attacks.chance(0.25) || attacked ? attacks : null;
        scarce = attackRandom != null && attackRandom.chance(0.25);
        final SimRandom crowds = new SimRandom(seed ^ CROWDS);
        crowdRandom = attackRandom == null && crowds.chance(CROWDED_SHARE) ? crowds : null;
        netCount = random.chance(0.5) ? 1 : random.between(2, 3);
        clean = random.chance(0.2);
        addressRandom = new SimRandom(seed ^ ADDRESSES);
        changesAddresses = netCount > 1 && addressRandom.chance(0.3);
        authenticated = random.chance(0.25) || changesAddresses;
        ipv6Nets =
                attackRandom == null || changesAddresses || attackRandom.chance(0.7) ? 0 : attackRandom.between(1, 7);
        final int maxPacketSize = random.chance(0.3) ? (random.between(512, 1500) & ~3) : 1452;
        links = new SimLink[2][netCount];
        for (int host = 0; host < 2; host++) {
            for (int net = 0; net < netCount; net++) {
                links[host][net] = SimLink.draw(random, maxPacketSize);
                if (clean) {
                    links[host][net].heal();
                    links[host][net].jitterNs = 0;
                }
            }
        }
        mtus = new MtuScript(seed, links);
        configs = new AssociationConfig[] {drawConfig(maxPacketSize, 1), drawConfig(maxPacketSize, 2)};
        drawInterleaving();
        drawDrivers();
        final boolean scarceMemory = scarce && attackRandom.chance(0.5);
        for (int i = 0; scarce && i < 2; i++) {
            engines[i] = drawScarcity(engines[i], scarceMemory);
        }
        for (int i = 0; crowdRandom != null && i < 2; i++) {
            configs[i] = configs[i].toBuilder()
                    .sendBufferBytes(CROWD_BUFFER)
                    .receiveWindowBytes(CROWD_BUFFER)
                    .build();
        }
        interleaved = configs[0].interleavingSupported() && configs[1].interleavingSupported();
    }

    /** How each end's driver and reader behave; drawn apart, so that the other draws of a seed stay what they were. */
    private void drawDrivers() {
        final SimRandom apart = new SimRandom(seed ^ DRIVERS_SEED);
        for (int host = 0; host < 2; host++) {
            batchNs[host] = apart.chance(0.4) ? apart.between(1000L, 5_000_000L) : 0;
            if (apart.chance(0.15)) {
                awayFromNs[host] = apart.between(0L, SECOND);
                awayForNs[host] = apart.between(SECOND, 150 * SECOND);
            }
        }
    }

    /**
     * Both ends interleave messages, or one would, and mostly with a scheduler that makes something of it. Drawn apart,
     * so that the other draws of a seed stay what they were.
     */
    private void drawInterleaving() {
        final SimRandom apart = new SimRandom(seed ^ INTERLEAVING_SEED);
        final boolean[] offers = {apart.chance(0.4), apart.chance(0.4)};
        offers[1] = apart.chance(0.8) ? offers[0] : offers[1];
        for (int i = 0; i < 2; i++) {
            final StreamScheduler[] all = StreamScheduler.values();
            final StreamScheduler scheduler = offers[i] && apart.chance(0.8)
                    ? all[apart.between(1, all.length - 1)]
                    : configs[i].streamScheduler();
            configs[i] = configs[i].toBuilder()
                    .interleavingSupported(offers[i])
                    .streamScheduler(scheduler)
                    .partsInterleaved(apart.chance(0.5))
                    .build();
        }
    }

    /** Where a host is in a network: of either family, where somebody attacks and no address changes. */
    private IpAddress address(final int net, final int host) {
        final IpAddress ipv4 = SimHost.address(net, host);
        return (ipv6Nets >> net & 1) == 0 ? ipv4 : new IpAddress(SimHost.IPV6, ipv4.low() & 0xFFFF_FFFFL);
    }

    /** Where a host is, in each network. */
    List<IpAddress> addresses(final int host) {
        return IntStream.range(0, netCount).mapToObj(net -> address(net, host)).toList();
    }

    private AssociationConfig drawConfig(final int maxPacketSize, final int host) {
        final int window = random.between(8, 128) * 1024;
        final List<IpAddress> locals = addresses(host);
        final int first = changesAddresses ? addressRandom.between(1, netCount) : netCount;
        final long rtoMin = random.between(200, 1000) * 1_000_000L;
        final int potentiallyFailed = laterRandom.chance(0.5) ? 0 : laterRandom.between(1, 5);
        final boolean switchesOver = laterRandom.chance(0.3);
        return mtus.tune(AssociationConfig.builder())
                .maxPacketSize(maxPacketSize)
                .receiveWindowBytes(window)
                .maxMessageBytes(window / 2)
                .partialDeliveryBytes(random.chance(0.4) ? random.between(500, 6000) : 0)
                .partialReliability(random.chance(0.9))
                .noDelay(random.chance(0.8))
                .heartbeatMaxBurst(random.between(1, 3))
                .sendBufferBytes(random.between(32, 128) * 1024)
                .rtoMinNs(rtoMin)
                .maxAssociationRetransmissions(30)
                .maxInitRetransmissions(30)
                .potentiallyFailedRetransmissions(potentiallyFailed)
                .primarySwitchoverRetransmissions(
                        switchesOver ? potentiallyFailed + laterRandom.between(0, 2) : AssociationConfig.NO_SWITCHOVER)
                .packetsPerSack(random.between(1, 3))
                .heartbeatIntervalNs(random.between(1, 30) * SECOND)
                .outboundStreams(random.between(1, 20))
                .authenticationSupported(authenticated)
                .authenticatedChunks(authenticated ? drawChunks() : List.of())
                .authKeys(Map.of(0, new byte[] {9}, 1, new byte[] {1, 2, 3}), random.between(0, 1))
                .grantedReconfigurations(random.chance(0.8) ? 7 : random.between(0, 7))
                .streamScheduler(drawScheduler())
                .congestionControl(congestionControl)
                .maxSendBufferBytes(maxBuffer)
                .maxReceiveWindowBytes(maxBuffer)
                .addressReconfigurationSupported(changesAddresses)
                .localAddresses(
                        netCount > 1 ? locals.subList(0, first) : List.of(),
                        netCount > 1 ? List.of(0, 1, 2).subList(0, first) : List.of())
                .build();
    }

    private static EngineConfig engine() {
        return EngineConfig.builder()
                .memoryLimitBytes(16 << 20)
                .slabBytes(1 << 16)
                .maxReplies(16)
                .build();
    }

    private EngineConfig drawScarcity(final EngineConfig config, final boolean memory) {
        return memory
                ? config.toBuilder().memoryLimitBytes(1 << 20).build()
                : config.toBuilder().maxAssociations(attackRandom.between(2, 4)).build();
    }

    private StreamScheduler drawScheduler() {
        final StreamScheduler[] all = StreamScheduler.values();
        return random.chance(0.5) ? StreamScheduler.FIRST_COME_FIRST_SERVED : all[random.between(0, all.length - 1)];
    }

    /** DATA always, so that a checker can hold every packet to it. */
    private List<Integer> drawChunks() {
        final List<Integer> types = new ArrayList<>(List.of(DATA, I_DATA));
        if (random.chance(0.5)) {
            types.add(SACK);
        }
        if (random.chance(0.3)) {
            types.add(COOKIE_ECHO);
        }
        return types;
    }

    /** Returns what a poll has room for, which is more than any packet is long. */
    int capacity(final int most) {
        return capacities == null ? most : capacities.between(MAX_PACKET, most);
    }

    /** Returns what a poll before that has room for, or 0 for none. */
    int tinyCapacity() {
        return capacities == null || capacities.chance(0.7) ? 0 : capacities.between(1, MAX_TINY);
    }
}

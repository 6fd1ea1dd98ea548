package io.sctp.bench.peers;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The peers, and what each can be measured with. */
enum PeerKind {
    PLAIN("plain", Side.OURS, null, Scale.STREAMS, "this library, one message at a time"),
    BATCH("batch", Side.OURS, null, Scale.STREAMS, "this library, batches"),
    DISPATCHER("dispatcher", Side.OURS, null, Scale.STREAMS, "this library, a dispatcher with two workers receives"),
    ONE_TO_ONE(
            "one-to-one", Side.SCALING, null, Scale.ASSOCIATIONS, "this library, batches, a channel per association"),
    MANY_RECEIVES(
            "many-receives", Side.SCALING, null, Scale.ASSOCIATIONS, "this library, one channel receives from all"),
    MANY_SENDS("many-sends", Side.SCALING, null, Scale.ASSOCIATIONS, "this library, one channel sends to all"),
    JDK("jdk", Side.KERNEL, null, Scale.NONE, "com.sun.nio.sctp"),
    NETTY("netty", Side.KERNEL, null, Scale.NONE, "Netty's SCTP transport"),
    C("c", Side.KERNEL, "sctp-peer", Scale.NONE, "C: sendmmsg with MSG_MORE, recvmmsg; nothing known of a message"),
    C_INFO("c-info", Side.KERNEL, "sctp-peer", Scale.NONE, "the same with stream and ppid of every message"),
    IPERF3("iperf3", Side.KERNEL, null, Scale.NONE, "iperf3 --sctp, a yardstick"),
    USRSCTP("usrsctp", Side.BESIDE_EITHER, "usrsctp-peer", Scale.NONE, "C on usrsctp over UDP"),
    UDP("udp", Side.USERSPACE, "udp-peer", Scale.NONE, "the floor: bare UDP with UDP_SEGMENT and UDP_GRO"),
    TCP("tcp", Side.BESIDE_EITHER, null, Scale.NONE, "TCP, a yardstick");

    /** The kind of a peer. */
    private enum Side {
        OURS,
        SCALING,
        KERNEL,
        USERSPACE,
        /** Like this library's own peers, with any provider; needs no kernel SCTP. */
        BESIDE_EITHER
    }

    /** The quantities that can be more than one. */
    private enum Scale {
        NONE,
        STREAMS,
        ASSOCIATIONS
    }

    static final String USERSPACE_PROVIDER = "userspace";

    private final String label;
    private final Side side;
    private final String program;
    private final Scale scale;
    private final String description;

    PeerKind(final String label, final Side side, final String program, final Scale scale, final String description) {
        this.label = label;
        this.side = side;
        this.program = program;
        this.scale = scale;
        this.description = description;
    }

    /** Its name on command lines and in results. */
    String label() {
        return label;
    }

    String description() {
        return description;
    }

    /** The C program's name; null if it runs in a JVM. */
    String program() {
        return program;
    }

    /** The reason for which its program may be missing. */
    String whyMissing() {
        return this == USRSCTP
                ? "it is built where Debian's package libusrsctp-dev is installed"
                : "it is built with this project";
    }

    /** Whether it is this library, with which others are compared. */
    boolean isOurs() {
        return side == Side.OURS || side == Side.SCALING;
    }

    /** Whether it supports this measurement. */
    boolean can(final Mode mode, final int associations, final int streams) {
        return (mode == Mode.ONE_WAY || side != Side.SCALING)
                && (mode == Mode.ONE_WAY || (this != C_INFO && this != IPERF3))
                && (associations == 1 || scale == Scale.ASSOCIATIONS)
                && (streams == 1 || scale == Scale.STREAMS);
    }

    /** The peers that are measured by default, with one provider. */
    static Set<PeerKind> defaults(final String provider, final boolean manyAssociations) {
        final Side others = provider.equals(USERSPACE_PROVIDER) ? Side.USERSPACE : Side.KERNEL;
        final Set<PeerKind> chosen = EnumSet.noneOf(PeerKind.class);
        for (final PeerKind kind : values()) {
            if (kind.side == Side.OURS
                    || kind.side == Side.BESIDE_EITHER
                    || kind.side == others
                    || (kind.side == Side.SCALING && manyAssociations)) {
                chosen.add(kind);
            }
        }
        return chosen;
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(PeerKind::label).toList();
    }

    static PeerKind of(final String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no peer '" + label + "'; there are: " + String.join(", ", labels())));
    }
}

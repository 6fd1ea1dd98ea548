package io.sctp.bench.faults;

import io.sctp.bench.environment.Device;
import io.sctp.bench.environment.KernelFacts;
import io.sctp.bench.environment.Network;
import io.sctp.bench.environment.NetworkNamespace;
import java.io.IOException;
import java.util.List;

/** The network device that faults disturb. It is as it was before when all of them are over. */
public final class DisturbedDevice {
    /** Drops every packet. In every kernel that has queueing disciplines, unlike netem. */
    private static final List<String> BLACK_HOLE = List.of("blackhole");
    /** Drops nothing, and is in every such kernel too. */
    private static final List<String> HARMLESS = List.of("pfifo");

    private final Device device;
    private final Network usual;

    /**
     * A device that is not disturbed yet.
     *
     * @param usual what is emulated on it while there is no fault
     */
    public DisturbedDevice(final Device device, final Network usual) {
        this.device = device;
        this.usual = usual;
    }

    /** The name of the device. */
    String name() {
        return device.name();
    }

    /**
     * Checks that faults can be planted here, with a discipline that does no harm; before {@link Network#apply}.
     *
     * @throws IllegalArgumentException if others use the device too, or it is configured already
     * @throws IOException if the system refuses it; the message says why
     */
    public void require(final FaultPlan plan) throws IOException {
        if (!KernelFacts.isLab() && !NetworkNamespace.isSeparate()) {
            throw new IllegalArgumentException("--fault would disturb this machine's own traffic. It works in the lab "
                    + "(--kernel) and in a network namespace: unshare -rn sh -c 'ip link set lo up; ./sctp load ...', "
                    + "or ip netns exec NAME ./sctp load ...");
        }
        if (device.hasOwnDiscipline()) {
            throw new IllegalArgumentException("--fault would replace the queueing discipline of " + device.name()
                    + "; to remove that: tc qdisc del dev " + device.name() + " root");
        }
        for (final Fault fault : plan.faults()) {
            if (fault.kind() != Fault.Kind.KILL) {
                require(fault);
            }
        }
    }

    private void require(final Fault fault) throws IOException {
        try {
            device.discipline(fault.kind() == Fault.Kind.DOWN ? HARMLESS : Network.UNDISTURBED.discipline());
        } catch (final IOException e) {
            throw new IOException(
                    "'" + fault.text() + "' is not possible here: " + e.getMessage()
                            + " (a kernel without netem knows only 'down'; the lab's have it: --kernel)",
                    e);
        }
        device.restore();
    }

    /** Begins a fault. */
    void begin(final Fault fault) throws IOException {
        device.discipline(disciplineOf(fault));
    }

    /**
     * Ends a fault. After a delay netem stays, without one, until {@link #restore}: it would drop the packets that it
     * holds, which are to arrive in their time.
     */
    void end(final Fault fault) throws IOException {
        if (fault.kind() == Fault.Kind.DELAY || !usual.isUndisturbed()) {
            device.discipline(usual.discipline());
        } else {
            device.restore();
        }
    }

    /** Makes the device what it was before the first fault. */
    void restore() throws IOException {
        if (!usual.isUndisturbed()) {
            device.discipline(usual.discipline());
        } else if (device.hasOwnDiscipline()) {
            device.restore();
        }
    }

    private List<String> disciplineOf(final Fault fault) {
        return switch (fault.kind()) {
            case DOWN -> BLACK_HOLE;
            case LOSS -> new Network(fault.loss(), usual.delay()).discipline();
            case DELAY -> new Network(usual.loss(), fault.delay()).discipline();
            case KILL -> throw new IllegalArgumentException(fault.text());
        };
    }
}

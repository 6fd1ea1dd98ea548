package io.sctp.bench;

import io.sctp.bench.environment.Device;
import io.sctp.bench.environment.Network;
import io.sctp.bench.faults.DisturbedDevice;
import io.sctp.bench.faults.Fault;
import io.sctp.bench.faults.FaultInjector;
import io.sctp.bench.faults.FaultPlan;
import io.sctp.bench.options.Named;
import java.io.IOException;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options for faults during the measurement. */
final class FaultOptions {
    @Option(
            names = "--fault",
            description = "Plants a fault while measuring: down@3s+1s drops every packet for 1 s, 3 s after the start, "
                    + "loss=10%%@3s+2s some, delay=50ms@5s+1s holds each back, kill@4s ends the peer (load only). All "
                    + "but kill in the lab or in a network namespace only. May be repeated.",
            converter = FaultConverter.class,
            paramLabel = "FAULT")
    private List<Fault> faults = new ArrayList<>();

    @Option(
            names = "--fault-device",
            description = "The network device whose packets faults drop or delay as it sends them (default: lo, which "
                    + "is both directions).",
            defaultValue = "lo",
            paramLabel = "DEVICE")
    private String device;

    /**
     * Returns the faults of a run.
     *
     * @param measurement its duration
     * @throws IllegalArgumentException if they do not fit into it, or each other
     */
    FaultPlan plan(final Duration measurement) {
        Named.option("--fault-device", () -> new Device(device));
        return Named.option("--fault", () -> FaultPlan.of(faults, measurement));
    }

    /**
     * Checks that the faults can be planted here; before the network is emulated.
     *
     * @param usual what is emulated on the loopback interface without a fault
     * @throws IllegalArgumentException if they would disturb others
     * @throws IOException if the system refuses it
     */
    FaultInjector injector(final Duration measurement, final Network usual) throws IOException {
        final FaultPlan plan = plan(measurement);
        if (!plan.needsDevice()) {
            return new FaultInjector(plan, null);
        }
        if (NetworkInterface.getByName(device) == null) {
            throw new IllegalArgumentException("--fault-device: there is no network device '" + device + "' here");
        }
        final Device disturbed = new Device(device);
        final DisturbedDevice target =
                new DisturbedDevice(disturbed, disturbed.equals(Device.LOOPBACK) ? usual : Network.UNDISTURBED);
        target.require(plan);
        return new FaultInjector(plan, target);
    }
}

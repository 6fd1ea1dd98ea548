package io.sctp.bench;

import io.sctp.bench.load.LoadRun;
import io.sctp.bench.options.LabOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures latency under load, with client and server in one process over the loopback interface. */
@Command(
        name = "load",
        description = {
            "Sends messages on a schedule to a server in the same process and measures each one's latency from the "
                    + "time it was to be sent. Exits 1 if the run is invalid, 69 if there is no SCTP here."
        },
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    /** Where the provider userspace listens. */
    private static final String UDP_PORT_PROPERTY = "io.sctp.udp.port";

    @Mixin
    private LoadOptions options;

    @Mixin
    private FaultOptions faults;

    @Mixin
    private LabOptions lab;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        lab.requireTaken();
        faults.plan(options.duration);
        if (lab.onlyChecks()) {
            options.check();
            return ExitCode.OK;
        }
        takeAnyUdpPort();
        return new LoadSession(options, faults, spec).run(LoadRun::runWithServer);
    }

    /** No other program needs to find the server, and the default port may be in use. */
    static void takeAnyUdpPort() {
        if (System.getProperty(UDP_PORT_PROPERTY) == null) {
            System.setProperty(UDP_PORT_PROPERTY, "0");
        }
    }
}

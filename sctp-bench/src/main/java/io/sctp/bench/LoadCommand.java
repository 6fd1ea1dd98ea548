package io.sctp.bench;

import io.sctp.bench.load.LoadRun;
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
            "Sends messages on a schedule to a server in the same process and measures each one's latency from the time "
                    + "it was to be sent. Exits 1 if the run is invalid, 69 if there is no SCTP here."
        },
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    @Mixin
    private LoadOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return new LoadSession(options, spec).run(LoadRun::runWithServer);
    }
}

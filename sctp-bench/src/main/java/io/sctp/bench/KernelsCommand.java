package io.sctp.bench;

import io.sctp.bench.kernels.Campaign;
import io.sctp.bench.kernels.KernelComparison;
import io.sctp.bench.kernels.Lab;
import io.sctp.bench.kernels.Load;
import io.sctp.bench.options.CampaignOptions;
import io.sctp.bench.report.Reports;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Compares kernels under the same load. */
@Command(
        name = "kernels",
        description = {
            "Boots each kernel several times in the lab, in random order, runs the same load on it, and reports what "
                    + "the kernels' differences are. All options of load can be given.",
            "Exits 1 if a run failed or is invalid."
        },
        mixinStandardHelpOptions = true)
final class KernelsCommand implements Callable<Integer> {
    private static final String LOAD_NAME = "load";
    private static final int BOOTS = 3;

    @Mixin
    private LoadOptions options;

    @Mixin
    private CampaignOptions campaigns;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.check(); // reports a mistake before the first boot
        final PrintWriter out = spec.commandLine().getOut();
        final Load load =
                new Load(LOAD_NAME, LoadArguments.of(spec.commandLine().getParseResult()));
        final Path folder = options.out == null ? Folders.dated("kernels") : options.out;
        final Campaign campaign = campaigns.campaign(BOOTS, List.of(load), options.seed, folder);
        final String startedAt = Instant.now().toString();
        campaign.run(Lab.ofProject(campaigns.sysctls(), campaigns.paths()), new CampaignProgress(out));
        final KernelComparison comparison = KernelComparison.of(startedAt, campaign, load);
        ResultFile.write(folder.resolve(KernelComparison.FILE), comparison);
        options.json.write(comparison);
        out.print(KernelTable.of(comparison));
        Reports.ofKernels(comparison, folder).writeTo(folder, spec.commandLine().getErr()::println);
        out.println("report: " + folder.resolve(Reports.PAGE));
        out.flush();
        return comparison.valid() ? ExitCode.OK : ExitCode.FAILED;
    }
}

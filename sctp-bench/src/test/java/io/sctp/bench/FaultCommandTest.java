package io.sctp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.bench.environment.KernelFacts;
import io.sctp.bench.result.FaultResult;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command with faults, in network namespaces of its own. */
@Timeout(120)
class FaultCommandTest {
    private static final String IN_NAMESPACE =
            "ip link set lo up && \"$@\"; status=$?; echo left: $(tc qdisc show dev lo); " + "exit $status";

    @TempDir
    private Path folder;

    @Test
    void shouldCutThePathRestoreItAndTellWhenTheRunHadRecovered() throws Exception {
        assumeTrue(run(List.of("unshare", "-rn", "sh", "-c", IN_NAMESPACE, "sh", "true"))
                        .status()
                == 0);
        final Path json = folder.resolve("result.json");
        final Said said = run(inNamespace(
                "load --provider userspace --rate 500 --warmup 500ms --duration 4s --fault down@1s+300ms --json "
                        + json));
        assertEquals(0, said.status(), said.text());
        assertTrue(said.text().contains("left: qdisc noqueue"), said.text());
        assertTrue(said.text().contains("fault down@1s+300ms: from 1."), said.text());
        final LoadResult result = ResultFile.read(json);
        assertEquals(0, result.lost());
        final FaultResult fault = result.faults().get(0);
        assertTrue(fault.fromS() >= 1 && fault.toS() >= fault.fromS() + 0.3, fault.toString());
        assertTrue(fault.recoveryS() > 0 && fault.toS() + fault.recoveryS() < 5, fault.toString());
        final long stalledNs = Math.round((fault.toS() - fault.fromS()) * 0.9e9);
        assertTrue(result.latencyNs().max() > stalledNs, "a message that was due when the path went down waited");
    }

    @Test
    void shouldKeepAwayFromTheMachinesOwnNetworkAndFromWhatOthersConfigured() throws Exception {
        assumeFalse(KernelFacts.isLab(), "there it is allowed");
        final Said refused = run(command("load --provider userspace --duration 3s --fault down@1s+1s"));
        assertEquals(2, refused.status(), refused.text());
        assertTrue(refused.text().contains("unshare -rn"), refused.text());
        final List<String> configured =
                new ArrayList<>(inNamespace("load --provider userspace --duration 3s " + "--fault down@1s+1s"));
        configured.set(4, "tc qdisc add dev lo root pfifo limit 7; " + IN_NAMESPACE);
        final Said kept = run(configured);
        assumeTrue(kept.text().contains("left: qdisc pfifo"), kept.text());
        assertEquals(2, kept.status(), kept.text());
        assertTrue(kept.text().contains("limit 7"), kept.text());
    }

    private static List<String> inNamespace(final String line) {
        final List<String> words = new ArrayList<>(List.of("unshare", "-rn", "sh", "-c", IN_NAMESPACE, "sh"));
        words.addAll(command(line));
        return words;
    }

    private static List<String> command(final String line) {
        final List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        words.addAll(List.of(line.split(" ")));
        return words;
    }

    private static Said run(final List<String> command) throws IOException, InterruptedException {
        final Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (final IOException e) {
            return new Said(-1, e.getMessage()); // there is no such program
        }
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    private record Said(int status, String text) {}
}

package io.sctp.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which peers are measured, and what is said of those that this machine lacks. */
class PeersRunTest {
    @TempDir
    private Path noPrograms;

    @ParameterizedTest
    @ValueSource(strings = {"kernel", "userspace"})
    void shouldMeasureUsrsctpAndTcpBesideEitherProvider(final String provider) {
        final Set<PeerKind> chosen = PeerKind.defaults(provider, false);
        assertTrue(chosen.containsAll(List.of(PeerKind.PLAIN, PeerKind.USRSCTP, PeerKind.TCP)), chosen.toString());
    }

    @Test
    void shouldSayWhyAPeerWasSkipped() throws Exception {
        final PeersResult result = run(false);
        assertEquals(List.of(), result.results());
        assertEquals(List.of(new PeersResult.Skipped("usrsctp", reason())), result.skipped());
    }

    @Test
    void shouldTellThatAPeerThatWasNamedCannotBeMeasured() throws Exception {
        final PeersRun run = prepare(EnumSet.of(PeerKind.USRSCTP), true);
        assertEquals(
                List.of(new PeersResult.Skipped("usrsctp", reason())),
                run.run(List.of()).skipped());
        assertTrue(run.missedSome());
        final PeersRun lenient = prepare(EnumSet.of(PeerKind.USRSCTP), false);
        lenient.run(List.of());
        assertFalse(lenient.missedSome(), "it was not named");
    }

    /** One hangs, one fails, one is missing, and the fourth is measured in every round. */
    @Test
    @Timeout(60)
    void shouldMeasureTheOthersWhereOnePeerHangsAndOneFails() throws Exception {
        program("sctp-peer", "case $1 in c) exec sleep 600 ;; *) echo broken >&2; exit 3 ;; esac");
        program("udp-peer", "echo '" + new Round(true, 1_000, 1_000_000, 500, 0).line() + "'");
        final PeersRun run = prepare(EnumSet.of(PeerKind.C, PeerKind.C_INFO, PeerKind.USRSCTP, PeerKind.UDP), false);
        final PeersResult result = run.run(List.of());
        assertEquals(
                List.of("udp"),
                result.results().stream().map(PeersResult.Line::peer).toList());
        assertEquals(2, result.runs().size());
        assertEquals(
                List.of("usrsctp", "c", "c-info"),
                result.skipped().stream().map(PeersResult.Skipped::peer).toList());
        assertTrue(result.skipped().get(1).reason().startsWith("it hung, and was ended after"), result::toString);
        assertEquals("it ended with status 3: broken", result.skipped().get(2).reason());
        assertTrue(PeersTable.of(result).contains("not measured: c: it hung"), PeersTable.of(result));
        assertTrue(run.missedSome());
    }

    @Test
    @Timeout(60)
    void shouldEndWithWhatThereIsWhenItIsStopped() throws Exception {
        program("udp-peer", "echo '" + new Round(true, 1_000, 1_000_000, 500, 0).line() + "'");
        final PeersRun run = prepare(EnumSet.of(PeerKind.UDP), false);
        run.stop();
        assertEquals(List.of(), run.run(List.of()).runs());
        assertTrue(run.isStopped());
    }

    private void program(final String name, final String script) throws IOException {
        final Path file = Files.writeString(noPrograms.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private String reason() {
        return noPrograms.resolve("usrsctp-peer")
                + " is not there: it is built where Debian's package libusrsctp-dev is installed";
    }

    private PeersResult run(final boolean strict) throws Exception {
        return prepare(EnumSet.of(PeerKind.USRSCTP), strict).run(List.of());
    }

    private PeersRun prepare(final Set<PeerKind> peers, final boolean strict) {
        final PeersRun.Plan plan =
                new PeersRun.Plan(peers, EnumSet.of(Mode.ONE_WAY), List.of(100), List.of(1), List.of(1), 64, 2, strict);
        final PeerProcess processes = new PeerProcess(
                "kernel", noPrograms, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(3));
        return new PeersRun(plan, processes, text -> {});
    }
}

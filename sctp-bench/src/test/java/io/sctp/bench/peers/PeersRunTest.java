package io.sctp.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
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
    void shouldFailIfAPeerThatWasNamedCannotBeMeasured() {
        assertEquals(
                reason(),
                assertThrows(PeerProcess.Unavailable.class, () -> run(true)).getMessage());
    }

    private String reason() {
        return noPrograms.resolve("usrsctp-peer")
                + " is not there: it is built where Debian's package libusrsctp-dev is installed";
    }

    private PeersResult run(final boolean strict) throws Exception {
        final PeersRun.Plan plan = new PeersRun.Plan(
                EnumSet.of(PeerKind.USRSCTP),
                EnumSet.of(Mode.ONE_WAY),
                List.of(100),
                List.of(1),
                List.of(1),
                64,
                2,
                strict);
        final PeerProcess processes = new PeerProcess("kernel", noPrograms, Duration.ofMillis(1), Duration.ofMillis(1));
        return new PeersRun(plan, processes, text -> {}).run(List.of());
    }
}

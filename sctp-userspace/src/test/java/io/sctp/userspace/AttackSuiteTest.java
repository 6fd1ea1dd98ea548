package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.userspace.config.StackConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Each attack beside honest traffic on the same driver, in a JVM with little memory: nothing is lost, every newcomer is
 * served, the provider is well. {@link AttackSuite} measures how long the honest have to wait.
 */
class AttackSuiteTest {
    private static final Duration TIME = Duration.ofSeconds(2);
    private static final String PASSED = "passed";

    @Test
    void shouldLoseNothingUnderAnyAttack() throws Exception {
        final String said = ChildJvm.run(
                AttackSuiteTest.class,
                List.of("-Xmx96m", "-XX:+ExitOnOutOfMemoryError", "-D" + StackConfig.THREADS_PROPERTY + "=1"));
        for (final Attack attack : Attack.values()) {
            assertTrue(said.contains(attack + " " + PASSED), said);
        }
    }

    /** The program. */
    public static void main(final String[] arguments) throws Exception {
        try (HonestTraffic honest = new HonestTraffic()) {
            for (final Attack attack : Attack.values()) {
                final AttackSuite.Outcome outcome = AttackSuite.run(honest, attack, honest.udpPort(), TIME);
                assertEquals("", outcome.complaints(), attack.name());
                System.out.printf(
                        Locale.ROOT,
                        "%s %s: %d packets, slowest answer %d us, slowest newcomer %d us%n",
                        attack,
                        PASSED,
                        outcome.sent(),
                        outcome.asked().maxNs() / 1000,
                        outcome.newcomers().slowestNs() / 1000);
            }
        }
    }
}

package io.sctp.script;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Makes a test of each script. All are played first, several at a time. */
final class ScriptTests {
    private ScriptTests() {}

    static Stream<DynamicTest> of(final String provider) throws Exception {
        final Deviations deviations = Conformance.deviations();
        try (TestedSystem system = TestedSystem.of(provider)) {
            return Conformance.play(system, Conformance.scripts(), deviations).stream()
                    .map(verdict -> DynamicTest.dynamicTest(verdict.script().name(), () -> {
                        final String complaint = deviations.complaint(system.name(), verdict);
                        if (complaint != null) {
                            fail(complaint);
                        }
                    }));
        }
    }
}

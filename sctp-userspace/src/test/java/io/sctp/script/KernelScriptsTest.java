package io.sctp.script;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.tck.Tck;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Plays all packet scripts of lab/conformance against the SCTP of the running kernel. */
class KernelScriptsTest {
    @TestFactory
    Stream<DynamicTest> shouldDoWhatTheScriptsExpect() throws Exception {
        final String missing = TestedSystem.Kernel.missing();
        final boolean required = Arrays.asList(
                        System.getProperty(Tck.REQUIRED, "").split(",", -1))
                .contains("kernel");
        assertFalse(required && missing != null && !missing.contains("udp_port"), missing);
        assumeTrue(missing == null, missing);
        return ScriptTests.of("kernel");
    }
}

package io.sctp.script;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Plays all packet scripts of lab/conformance against the engine. */
class UserspaceScriptsTest {
    @TestFactory
    Stream<DynamicTest> shouldDoWhatTheScriptsExpect() throws Exception {
        return ScriptTests.of("userspace");
    }
}

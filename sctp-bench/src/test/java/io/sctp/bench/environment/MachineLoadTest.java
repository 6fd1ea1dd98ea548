package io.sctp.bench.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MachineLoadTest {
    @Test
    void shouldCountBusyTimeWithoutIdleTime() {
        assertEquals(190_000_000L, MachineLoad.busyNs("cpu  1 2 3 400 500 4 4 5 0 0\ncpu0 1 1 1 1 1\n"));
        assertEquals(0, MachineLoad.busyNs(""));
    }

    @Test
    void shouldCountUserAndSystemTimeOfEndedChildren() {
        final String stat = "77 (a (odd) name) S 1 77 77 0 -1 4194304 1 2 3 4 50 60 7 8 20 0 1 0 5 6";
        assertEquals(150_000_000L, MachineLoad.childrenNs(stat));
        assertEquals(0, MachineLoad.childrenNs("77 (a) S 1"));
    }
}

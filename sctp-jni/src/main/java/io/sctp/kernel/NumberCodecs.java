package io.sctp.kernel;

import io.sctp.natives.Abi;
import io.sctp.option.StreamResetPermission;
import io.sctp.option.StreamScheduler;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Options whose value is a 32-bit number: an {@code int}, or a {@code struct sctp_assoc_value}. */
final class NumberCodecs {
    private static final int VALUE = Abi.AssocValue.VALUE;

    /** Linux distinguishes "never set" (0), for which the sysctl applies, from "off". */
    private static final int EXPOSE_OFF = 1;

    private static final int EXPOSE_ON = 2;

    private NumberCodecs() {}

    static OptionCodec<Boolean> endpointFlag() {
        return new StructCodec<>(
                OptionLayout.INT, memory -> memory.getInt(0) != 0, (memory, on) -> memory.putInt(0, on ? 1 : 0));
    }

    static OptionCodec<Integer> endpointNumber() {
        return new StructCodec<>(
                OptionLayout.INT, memory -> memory.getInt(0), (memory, value) -> memory.putInt(0, value));
    }

    static OptionCodec<Duration> endpointSeconds() {
        return new StructCodec<>(
                OptionLayout.INT,
                memory -> Duration.ofSeconds(Integer.toUnsignedLong(memory.getInt(0))),
                (memory, value) -> memory.putInt(0, (int) value.toSeconds()));
    }

    static OptionCodec<Boolean> flag() {
        return new StructCodec<>(
                OptionLayout.ASSOC_VALUE,
                memory -> memory.getInt(VALUE) != 0,
                (memory, on) -> memory.putInt(VALUE, on ? 1 : 0));
    }

    static OptionCodec<Integer> number() {
        return new StructCodec<>(
                OptionLayout.ASSOC_VALUE,
                memory -> memory.getInt(VALUE),
                (memory, value) -> memory.putInt(VALUE, value));
    }

    static OptionCodec<Boolean> exposePotentiallyFailed() {
        return new StructCodec<>(
                OptionLayout.ASSOC_VALUE,
                memory -> memory.getInt(VALUE) == EXPOSE_ON,
                (memory, on) -> memory.putInt(VALUE, on ? EXPOSE_ON : EXPOSE_OFF));
    }

    static OptionCodec<StreamScheduler> scheduler() {
        return new StructCodec<>(
                OptionLayout.ASSOC_VALUE,
                memory -> knownScheduler(memory.getInt(VALUE)),
                (memory, value) -> memory.putInt(VALUE, KernelCodes.SCHEDULERS.number(value)));
    }

    private static StreamScheduler knownScheduler(final int number) {
        final StreamScheduler scheduler = KernelCodes.SCHEDULERS.constant(number);
        if (scheduler == null) {
            throw new IllegalStateException("the kernel's stream scheduler " + number + " is none that we know");
        }
        return scheduler;
    }

    static OptionCodec<Set<StreamResetPermission>> resetPermissions() {
        return new StructCodec<>(
                OptionLayout.ASSOC_VALUE,
                memory -> {
                    final Set<StreamResetPermission> granted = EnumSet.noneOf(StreamResetPermission.class);
                    for (final StreamResetPermission permission : StreamResetPermission.values()) {
                        if ((memory.getInt(VALUE) & KernelCodes.RESET_PERMISSIONS.number(permission)) != 0) {
                            granted.add(permission);
                        }
                    }
                    return Set.copyOf(granted);
                },
                (memory, granted) -> {
                    int bits = 0;
                    for (final StreamResetPermission permission : granted) {
                        bits |= KernelCodes.RESET_PERMISSIONS.number(permission);
                    }
                    memory.putInt(VALUE, bits);
                });
    }
}

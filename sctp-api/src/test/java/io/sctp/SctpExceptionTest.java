package io.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SctpExceptionTest {
    private static final SctpAddress LOCAL = SctpAddress.parse("10.0.0.1:1000");
    private static final SctpAddress PEER = SctpAddress.parse("10.0.0.2/10.1.0.2:2000");

    private static final Map<Class<? extends SctpException>, Set<Errno>> KINDS = Map.of(
            SctpException.Refused.class, EnumSet.of(Errno.ECONNREFUSED),
            SctpException.Unreachable.class,
                    EnumSet.of(Errno.EHOSTUNREACH, Errno.EHOSTDOWN, Errno.ENETUNREACH, Errno.ENETDOWN),
            SctpException.TimedOut.class, EnumSet.of(Errno.ETIMEDOUT),
            SctpException.AddressInUse.class, EnumSet.of(Errno.EADDRINUSE),
            SctpException.AddressNotAvailable.class, EnumSet.of(Errno.EADDRNOTAVAIL),
            SctpException.MessageTooBig.class, EnumSet.of(Errno.EMSGSIZE),
            SctpException.Ended.class, EnumSet.of(Errno.ECONNRESET, Errno.ECONNABORTED, Errno.EPIPE, Errno.ESHUTDOWN),
            SctpException.NotConnected.class, EnumSet.of(Errno.ENOTCONN),
            SctpException.PermissionDenied.class, EnumSet.of(Errno.EACCES, Errno.EPERM));

    @ParameterizedTest
    @EnumSource(Errno.class)
    void shouldDescribeEveryError(final Errno errno) {
        final SctpException failure = SctpException.of("connect", errno.number(), LOCAL, PEER);
        assertSame(kindOf(errno), failure.getClass());
        assertEquals("connect", failure.operation());
        assertEquals(errno.number(), failure.errno());
        assertEquals(errno.name(), failure.errnoName());
        assertSame(LOCAL, failure.local());
        assertSame(PEER, failure.peer());
        assertEquals(
                "connect, local 10.0.0.1:1000, peer 10.0.0.2/10.1.0.2:2000: " + errno.meaning() + " (" + errno.name()
                        + ")",
                failure.getMessage());
        assertSame(errno, Errno.of(errno.number()));
    }

    @Test
    void shouldTellMostKindsApartByTheirNumbers() {
        final Set<Class<?>> kinds = new HashSet<>();
        for (final Errno errno : Errno.values()) {
            kinds.add(kindOf(errno));
        }
        assertEquals(11, kinds.size(), () -> "nine kinds, unsupported ones, and the rest: " + kinds);
    }

    @Test
    void shouldLeaveOutAddressesThatAreNotConcerned() {
        final SctpException failure = SctpException.of("receive", Errno.EBADF.number(), null, null);
        assertEquals("receive: closed (EBADF)", failure.getMessage());
        assertNull(failure.local());
        assertNull(failure.peer());
    }

    @Test
    void shouldEndWithTheAdvice() {
        final SctpException failure = SctpException.of(
                "set SCTP_AUTH_CHUNK", Errno.EACCES.number(), null, null, "switch AUTH_SUPPORTED on first");
        assertEquals(
                "set SCTP_AUTH_CHUNK: permission denied (EACCES): switch AUTH_SUPPORTED on first",
                failure.getMessage());
    }

    @Test
    void shouldDescribeNumbersItDoesNotKnow() {
        for (final int unknown : new int[] {-1, 0, 200, 255, 256, 100_000, Integer.MIN_VALUE}) {
            final SctpException failure = SctpException.of("send", unknown, null, PEER);
            assertSame(SctpException.class, failure.getClass());
            assertEquals(unknown, failure.errno());
            assertEquals("errno " + unknown, failure.errnoName());
            assertTrue(failure.getMessage().endsWith("errno " + unknown), failure::getMessage);
            assertNull(Errno.of(unknown));
        }
    }

    private static Class<? extends SctpException> kindOf(final Errno errno) {
        for (final var kind : KINDS.entrySet()) {
            if (kind.getValue().contains(errno)) {
                return kind.getKey();
            }
        }
        return switch (errno) {
            case EPROTONOSUPPORT, ESOCKTNOSUPPORT, EAFNOSUPPORT, ENOPROTOOPT, EOPNOTSUPP, ENOSYS ->
                SctpException.Unsupported.class;
            default -> SctpException.class;
        };
    }
}

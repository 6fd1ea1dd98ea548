package io.sctp.kernel;

import io.sctp.Errno;
import io.sctp.OptionTarget;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;

/**
 * Options that need another one, where Linux does not check it. Who lists ASCONF in an INIT must list AUTH too (RFC
 * 5061 section 4.2.7).
 */
final class RequiredOptions {
    private RequiredOptions() {}

    /** Throws an exception if a value contradicts another option of the endpoint. */
    static void check(final int fd, final SctpOption<?> option, final Object value) throws SctpException {
        if (option.equals(SctpOptions.ASCONF_SUPPORTED)
                && value.equals(true)
                && !isOn(fd, SctpOptions.AUTH_SUPPORTED)) {
            throw refused(option, Errno.EACCES, "it needs SCTP_AUTH_SUPPORTED, which is not set");
        }
        if (option.equals(SctpOptions.AUTH_SUPPORTED)
                && value.equals(false)
                && isOn(fd, SctpOptions.AUTH_SUPPORTED)
                && isOn(fd, SctpOptions.ASCONF_SUPPORTED)) {
            throw refused(option, Errno.EBUSY, "SCTP_ASCONF_SUPPORTED, which is set, needs it");
        }
    }

    private static boolean isOn(final int fd, final SctpOption<Boolean> option) throws SctpException {
        return KernelOptions.get(fd, option, OptionTarget.ENDPOINT);
    }

    private static SctpException refused(final SctpOption<?> option, final Errno errno, final String reason) {
        return SctpException.of("set " + option.name(), errno.number(), null, null, reason);
    }
}

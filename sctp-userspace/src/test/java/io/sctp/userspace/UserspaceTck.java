package io.sctp.userspace;

import io.sctp.spi.SctpProvider;

/** What the contract tests need to know of this provider. */
final class UserspaceTck {
    static final SctpProvider PROVIDER = new UserspaceProvider();

    private UserspaceTck() {}
}

package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.ErrorsTck;

class UserspaceErrorsTest extends ErrorsTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}

package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.NioExceptionsTck;

class UserspaceNioExceptionsTest extends NioExceptionsTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}

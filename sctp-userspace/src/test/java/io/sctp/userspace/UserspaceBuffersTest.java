package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.BuffersTck;

class UserspaceBuffersTest extends BuffersTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}

package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.MemoryTck;

class UserspaceMemoryTest extends MemoryTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}

package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.VirtualThreadsTck;

class UserspaceVirtualThreadsTest extends VirtualThreadsTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}

package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.FailedMessagesTck;

class UserspaceFailedMessagesTest extends FailedMessagesTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}

package io.sctp.kernel;

import io.sctp.natives.Abi;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.NotificationsTck;

class KernelNotificationsTest extends NotificationsTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected int reasonOfAConfirmedPath() {
        return Abi.NotificationError.HEARTBEAT_SUCCESS;
    }
}

package io.sctp.kernel;

import io.sctp.option.StreamScheduler;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.OptionsTck;
import java.util.Set;

class KernelOptionsTest extends OptionsTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected Set<StreamScheduler> unsupportedSchedulers() {
        return KernelTck.unsupportedSchedulers();
    }
}

package io.sctp.bench.options;

import io.sctp.bench.transport.Transports;
import java.util.ArrayList;

/** The values of {@code --provider}, for its help. */
final class ProviderNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    ProviderNames() {
        super(Transports.names());
    }
}

package io.sctp.spi;

import io.sctp.SctpChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.util.concurrent.Callable;

/** Providers that can be chosen and nothing more. */
public final class TestProviders {
    private TestProviders() {}

    /** Works, and comes first. */
    public static final class Preferred extends Base {
        /** For the service loader. */
        public Preferred() {
            super("preferred", 10, new Availability(true, "it works"));
        }
    }

    /** Works. */
    public static final class Fallback extends Base {
        /** For the service loader. */
        public Fallback() {
            super("fallback", 1, new Availability(true, "it works"));
        }
    }

    /** Does not work, and comes first. */
    public static final class Broken extends Base {
        /** For the service loader. */
        public Broken() {
            super("broken", 20, new Availability(false, "it lacks a module; load it"));
        }
    }

    /** Does not work. */
    public static final class AlsoBroken extends Base {
        /** For the service loader. */
        public AlsoBroken() {
            super("also-broken", 2, new Availability(false, "it lacks a port; open it"));
        }
    }

    /** Chooses, in the class loader it was loaded by. */
    public static final class Choice implements Callable<String> {
        /** For reflection. */
        public Choice() {}

        @Override
        public String call() {
            try {
                return SctpProvider.auto().name();
            } catch (final IOException | IllegalArgumentException e) {
                return e.getClass().getSimpleName() + ": " + e.getMessage();
            }
        }
    }

    private abstract static class Base implements SctpProvider {
        private final String name;
        private final int preference;
        private final Availability availability;

        Base(final String name, final int preference, final Availability availability) {
            this.name = name;
            this.preference = preference;
            this.availability = availability;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int preference() {
            return preference;
        }

        @Override
        public Availability availability() {
            return availability;
        }

        @Override
        public SctpChannel openChannel(final ProtocolFamily family) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SctpServerChannel openServerChannel(final ProtocolFamily family) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SctpMultiChannel openMultiChannel(final ProtocolFamily family) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SctpPoller openPoller() {
            throw new UnsupportedOperationException();
        }
    }
}

package io.sctp.engine.association;

/** A peer's address with both ports; mutable, so that a look-up creates nothing. Never changed while in a table. */
final class TransportKey {
    private long high;
    private long low;
    private int ports;

    void set(final long addressHigh, final long addressLow, final int localPort, final int peerPort) {
        high = addressHigh;
        low = addressLow;
        ports = localPort << 16 | peerPort;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof TransportKey key && key.low == low && key.high == high && key.ports == ports;
    }

    @Override
    public int hashCode() {
        final long mixed = (high * 31 + low) * 31 + ports;
        return Long.hashCode(mixed * 0x9E37_79B9_7F4A_7C15L);
    }
}

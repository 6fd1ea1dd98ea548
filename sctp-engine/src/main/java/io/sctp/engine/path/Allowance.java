package io.sctp.engine.path;

/**
 * What may be sent to an address, or a UDP port, before it has been shown to be the peer's (RFC 9260 section 5.4): a
 * multiple of the bytes that came from it, and a limited number of HEARTBEATs.
 */
public final class Allowance {
    private long bytes;
    private int probes;
    private boolean isDeferred;

    /** Returns the bytes that may still be sent there. */
    public long bytes() {
        return bytes;
    }

    public void add(final long more) {
        bytes += more;
    }

    public void spend(final int sent) {
        bytes -= sent;
    }

    /** Another UDP port: nothing came from it. */
    void clear() {
        bytes = 0;
    }

    /** Returns how many HEARTBEATs went there. */
    public int probes() {
        return probes;
    }

    public void countProbe() {
        probes++;
    }

    /** As many went there before, when the address was listed earlier. */
    public void countProbes(final int before) {
        probes = Math.max(probes, before);
    }

    /** A HEARTBEAT was due, and had to wait. */
    public void defer() {
        isDeferred = true;
    }

    /** Returns, once, whether a HEARTBEAT waits. */
    public boolean takeDeferred() {
        final boolean was = isDeferred;
        isDeferred = false;
        return was;
    }
}

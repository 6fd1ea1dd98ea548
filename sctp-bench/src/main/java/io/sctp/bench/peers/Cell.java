package io.sctp.bench.peers;

/** One measurement, as it is identified in results. */
record Cell(PeerKind kind, Mode mode, Traffic traffic) {
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder(kind.label())
                .append(' ')
                .append(mode.label())
                .append(' ')
                .append(traffic.size())
                .append(" B");
        if (traffic.associations() > 1) {
            text.append(", ").append(traffic.associations()).append(" associations");
        }
        if (traffic.streams() > 1) {
            text.append(", ").append(traffic.streams()).append(" streams");
        }
        return text.toString();
    }
}

package io.sctp.engine.sim;

/** One direction of one network: how it treats packets. */
final class SimLink {
    double loss;
    double burstStart;
    double burstEnd;
    double duplication;
    double corruption;
    double reordering;
    long delayNs;
    long jitterNs;
    int maxPacketSize;
    boolean up = true;

    private boolean inBurst;

    /** Draws the character of a link. */
    static SimLink draw(final SimRandom random, final int maxPacketSize) {
        final SimLink link = new SimLink();
        link.maxPacketSize = maxPacketSize;
        link.delayNs = random.between(10_000L, random.chance(0.2) ? 300_000_000L : 20_000_000L);
        link.jitterNs = random.chance(0.5) ? 0 : link.delayNs / 2;
        if (random.chance(0.6)) {
            link.loss = random.chance(0.3) ? 0.2 : 0.02;
        }
        if (random.chance(0.3)) {
            link.burstStart = 0.01;
            link.burstEnd = 0.2;
        }
        if (random.chance(0.4)) {
            link.duplication = 0.05;
        }
        if (random.chance(0.3)) {
            link.corruption = 0.03;
        }
        if (random.chance(0.5)) {
            link.reordering = 0.1;
        }
        return link;
    }

    /** Makes the link perfect, so that everything must come to its end. */
    void heal() {
        loss = 0;
        burstStart = 0;
        inBurst = false;
        duplication = 0;
        corruption = 0;
        reordering = 0;
        up = true;
    }

    boolean loses(final SimRandom random) {
        inBurst = inBurst ? !random.chance(burstEnd) : random.chance(burstStart);
        return !up || inBurst || random.chance(loss);
    }

    long delay(final SimRandom random) {
        final long late = random.chance(reordering) ? random.between(1L, 3 * delayNs) : 0;
        return delayNs + late + (jitterNs == 0 ? 0 : random.between(0L, jitterNs));
    }
}

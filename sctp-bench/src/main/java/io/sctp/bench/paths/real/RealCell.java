package io.sctp.bench.paths.real;

import java.time.Duration;

/**
 * Who sends to whom over which path.
 *
 * @param roundTrip the delays of both directions
 * @param loss the share of packets that are lost in each direction
 */
record RealCell(EndKind sender, EndKind receiver, Duration roundTrip, double loss) {
    /** Returns the cell that this one is compared with. */
    RealCell ofUsrsctp() {
        return new RealCell(EndKind.USRSCTP, EndKind.USRSCTP, roundTrip, loss);
    }
}

/** The native libraries, one per platform, as resources; there is no code in here. */
module io.sctp.natives {}

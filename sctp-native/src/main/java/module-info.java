/** The native library, one per platform, as resources. */
module io.sctp.natives {}

/** The native library, one per platform, as resources; and the constants that Java and it share. */
@SuppressWarnings("module") // io.sctp.jni is built after it
module io.sctp.natives {
    exports io.sctp.natives to
            io.sctp.jni;
}

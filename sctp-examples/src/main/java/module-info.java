/** Small programs that show how the library is used. */
module io.sctp.examples {
    requires io.sctp;
    requires io.sctp.dispatch;
}

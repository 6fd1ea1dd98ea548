/** The dispatcher: messages of many channels through ring buffers to few threads. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"}) // Agrona is no named module yet
module io.sctp.dispatch {
    requires transitive io.sctp;
    requires jdk.jfr;
    requires transitive org.agrona;

    exports io.sctp.dispatch;
}

/** SCTP for Java: the vocabulary that every provider speaks. */
module io.sctp {
    exports io.sctp;
    exports io.sctp.option;
    exports io.sctp.spi;

    uses io.sctp.spi.SctpProvider;
}

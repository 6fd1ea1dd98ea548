/** The values of {@link io.sctp.SctpOptions}, and what {@link io.sctp.Association} reports: immutable records. */
package io.sctp.option;

/** One association: its state, and one class for each procedure of RFC 9260 that moves it. */
package io.sctp.engine.association;

/**
 * One association: its state, and one class for each procedure of RFC 9260 that changes the state. A protocol extension
 * is an {@link io.sctp.engine.association.Extension} in a package of its own.
 */
package io.sctp.engine.association;

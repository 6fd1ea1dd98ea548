/**
 * One association: its state, and one class for each procedure of RFC 9260 that changes it. What goes beyond RFC 9260
 * is an {@link io.sctp.engine.association.Extension} in a package of its own.
 */
package io.sctp.engine.association;

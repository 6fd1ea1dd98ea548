/**
 * Whether this engine is still the one that answers at an address of the peer: an extension of the core, which does not
 * know it.
 */
package io.sctp.engine.mark;

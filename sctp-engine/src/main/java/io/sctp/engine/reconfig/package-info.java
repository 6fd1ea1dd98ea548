/** Resets of streams, and more streams (RFC 6525): an extension of the core, which does not know it. */
package io.sctp.engine.reconfig;

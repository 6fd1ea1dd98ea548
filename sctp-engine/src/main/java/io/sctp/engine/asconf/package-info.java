/** Addresses that come and go while an association is up (RFC 5061): an extension of the core, which does not know it. */
package io.sctp.engine.asconf;

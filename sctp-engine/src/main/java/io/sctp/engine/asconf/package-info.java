/** Dynamic address reconfiguration (RFC 5061): an extension, which the core does not know. */
package io.sctp.engine.asconf;

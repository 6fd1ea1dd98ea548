/** Stream reconfiguration (RFC 6525): an extension, which the core does not know. */
package io.sctp.engine.reconfig;

/** The authentication keys of an association, and the parameters by which both ends negotiate them (RFC 4895). */
package io.sctp.engine.auth;

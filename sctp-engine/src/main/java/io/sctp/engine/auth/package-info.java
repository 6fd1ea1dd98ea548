/** The keys of an association, and what both ends tell each other of them (RFC 4895). */
package io.sctp.engine.auth;

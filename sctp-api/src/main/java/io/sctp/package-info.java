/** SCTP channels, addresses, options and notifications. */
package io.sctp;

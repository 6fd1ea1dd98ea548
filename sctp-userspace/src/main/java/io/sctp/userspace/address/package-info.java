/** IP addresses: of this machine, of the engine, and by number. */
package io.sctp.userspace.address;

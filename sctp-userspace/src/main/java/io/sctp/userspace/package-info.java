/** The provider {@code userspace}: the engine of this module over UDP, behind the API of {@code io.sctp}. */
package io.sctp.userspace;

/** The provider {@code userspace}, and the stacks that it runs: SCTP over UDP behind the API of {@code io.sctp}. */
package io.sctp.userspace;

/**
 * The provider {@code kernel}: the SCTP sockets of Linux.
 *
 * <p>Sockets are always non-blocking. A call tries first and waits only if it must: a platform thread in poll(2), a
 * virtual thread parked while one thread of the provider watches its socket ({@link io.sctp.kernel.ReadinessWatcher}).
 */
package io.sctp.kernel;

/**
 * The contract of the API as tests, one class a subject, which every provider proves by extending each in its own
 * module: {@code class KernelOneToOneTest extends OneToOneTck { ... }}. {@link io.sctp.tck.Tck} says what a provider's
 * test has to supply and what it may override.
 */
package io.sctp.tck;

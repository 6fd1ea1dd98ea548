/**
 * A deterministic simulator: engines, a virtual clock and a network drawn from one seed, watched by checkers that share
 * no code with the engine.
 */
package io.sctp.engine.sim;

/**
 * An SCTP of its own, small and independent of the engine, with the habits of other stacks. It shares no code with the
 * engine, so that both cannot be wrong in the same way.
 */
package io.sctp.foreign;

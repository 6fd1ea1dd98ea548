/** Deadlines: the fixed slots of one association, and the heap that finds the earliest of all. */
package io.sctp.engine.timer;

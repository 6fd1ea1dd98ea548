/** Deadlines: the timer slots of one association, and the heap that finds the earliest deadline of all. */
package io.sctp.engine.timer;

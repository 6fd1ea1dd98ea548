/** The engine's bounded pool of direct memory, in which every queued or received payload lives. */
package io.sctp.engine.memory;

/** The engine's bounded pool of direct memory, which holds every queued or received payload. */
package io.sctp.engine.memory;

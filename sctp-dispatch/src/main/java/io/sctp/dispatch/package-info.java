/**
 * The dispatcher on Agrona's ring buffers: a poller that owns the channels, workers that call the handlers, and rings
 * of slot numbers between them.
 */
package io.sctp.dispatch;

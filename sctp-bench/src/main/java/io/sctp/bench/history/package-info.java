/** The results of the nights over months: a store, the nights at which they changed, and the possible causes. */
package io.sctp.bench.history;

/** What nights have measured over months: a store, the points where it changed, and what may have changed it. */
package io.sctp.bench.history;

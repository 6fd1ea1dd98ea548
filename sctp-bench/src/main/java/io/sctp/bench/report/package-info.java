/** A page that shows one or many results, and needs nothing but itself to be opened. */
package io.sctp.bench.report;

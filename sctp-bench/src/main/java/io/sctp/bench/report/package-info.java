/** A self-contained page that shows one or many results. */
package io.sctp.bench.report;

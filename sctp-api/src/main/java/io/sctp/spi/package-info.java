/** What a provider of SCTP implements, and the memory layouts it shares with the API. */
package io.sctp.spi;

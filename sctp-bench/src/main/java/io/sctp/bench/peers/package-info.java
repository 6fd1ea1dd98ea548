/**
 * The same traffic through this library, through the JDK's {@code com.sun.nio.sctp} and through a C program
 * ({@code src/main/c/peer.c}), side by side in one place. {@link io.sctp.bench.peers.PeerMain} measures one peer in one JVM;
 * the JDK's needs {@code libsctp.so.1}.
 */
package io.sctp.bench.peers;

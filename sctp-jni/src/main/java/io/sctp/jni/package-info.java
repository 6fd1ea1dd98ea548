/**
 * The native library from Java: {@link io.sctp.jni.NativeLibrary} loads it, {@link io.sctp.jni.Syscalls} is its table
 * of system calls, {@link io.sctp.natives.Abi} the constants and struct offsets that both sides rely on.
 *
 * <p>No policy and no state lives here: addresses and numbers go in, counts or {@code -errno} come out.
 */
package io.sctp.jni;

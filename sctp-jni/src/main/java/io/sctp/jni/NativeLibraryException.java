package io.sctp.jni;

/** The native library cannot be used on this machine. The message says why and what to do. */
public final class NativeLibraryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NativeLibraryException(String message) {
        super(message);
    }

    NativeLibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}

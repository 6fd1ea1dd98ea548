package io.sctp.dispatch;

import org.agrona.ErrorHandler;

/** An error handler whose own errors end nothing: they are logged, with what it was told. */
record Contained(ErrorHandler handler) implements ErrorHandler {
    @Override
    public void onError(final Throwable error) {
        try {
            handler.onError(error);
        } catch (final Throwable e) {
            error.addSuppressed(e);
            System.getLogger("io.sctp.dispatch")
                    .log(System.Logger.Level.ERROR, "the error handler failed as well", error);
        }
    }
}

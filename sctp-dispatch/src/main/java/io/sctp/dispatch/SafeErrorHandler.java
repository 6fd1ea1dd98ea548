package io.sctp.dispatch;

import org.agrona.ErrorHandler;

/** An error handler that never throws: its own errors are logged together with the error it was given. */
record SafeErrorHandler(ErrorHandler handler) implements ErrorHandler {
    @Override
    public void onError(final Throwable error) {
        try {
            handler.onError(error);
        } catch (final Throwable e) {
            log(error, e);
        }
    }

    /** Without memory even logging can fail. Then the error is lost. */
    private static void log(final Throwable error, final Throwable ofHandler) {
        try {
            error.addSuppressed(ofHandler);
            System.getLogger("io.sctp.dispatch")
                    .log(System.Logger.Level.ERROR, "the error handler failed as well", error);
        } catch (final Throwable e) {
            // The caller of the error handler must continue.
        }
    }
}

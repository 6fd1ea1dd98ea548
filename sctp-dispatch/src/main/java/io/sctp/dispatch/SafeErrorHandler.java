package io.sctp.dispatch;

import org.agrona.ErrorHandler;

/** An error handler whose own errors end nothing: they are logged, with what it was told. */
record SafeErrorHandler(ErrorHandler handler) implements ErrorHandler {
    @Override
    public void onError(final Throwable error) {
        try {
            handler.onError(error);
        } catch (final Throwable e) {
            log(error, e);
        }
    }

    /** Without memory even this can fail; then there is nobody left to tell. */
    private static void log(final Throwable error, final Throwable ofHandler) {
        try {
            error.addSuppressed(ofHandler);
            System.getLogger("io.sctp.dispatch")
                    .log(System.Logger.Level.ERROR, "the error handler failed as well", error);
        } catch (final Throwable e) {
            // What called the error handler goes on.
        }
    }
}

package io.sctp.examples;

import io.sctp.SctpAddress;
import io.sctp.SctpServerChannel;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * What {@link ImageTest} runs in an image: sends a message through a provider if it works here, and prints what came
 * back.
 */
final class ImageProgram {
    private ImageProgram() {}

    public static void main(final String[] arguments) throws Exception {
        final SctpProvider provider = SctpProvider.named(arguments[0]);
        System.out.println(provider.availability().available() ? answer(provider) : "not available here");
    }

    private static String answer(final SctpProvider provider) throws Exception {
        try (SctpServerChannel server = provider.openServerChannel(null)) {
            server.bind(SctpAddress.loopback(0));
            final FutureTask<?> served = inBackground(() -> {
                SimpleEcho.serveOne(server);
                return null;
            });
            final String answer = SimpleEcho.ask(server.getLocalAddress(), "hello");
            served.get();
            return answer;
        }
    }

    private static FutureTask<?> inBackground(final Callable<?> work) throws IOException {
        final FutureTask<?> task = new FutureTask<>(work);
        final Thread thread = new Thread(task, "server");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}

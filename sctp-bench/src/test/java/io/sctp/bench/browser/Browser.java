package io.sctp.bench.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;

/**
 * A real browser without a window, driven over the DevTools protocol: starting one takes seconds, showing a page in it
 * hardly any, so that a test class starts one for all of its pages. For one thread.
 */
public final class Browser implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final long LIMIT_S = 60;
    private static final long TICK_MS = 20;
    private static final String LOG = "browser.log";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TWO_FRAMES =
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))";

    private final Path folder;
    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> incoming;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private int calls;
    private boolean loaded;

    private Browser(
            final Path folder, final Process process, final WebSocket socket, final BlockingQueue<JsonNode> incoming) {
        this.folder = folder;
        this.process = process;
        this.socket = socket;
        this.incoming = incoming;
    }

    /** Whether there is one on this machine. */
    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** Starts one, with a profile that lasts as long as it does. */
    public static Browser start() throws IOException, InterruptedException {
        final Path folder = Files.createTempDirectory("browser-");
        final Path profile = folder.resolve("profile");
        final ProcessBuilder program = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(LOG).toFile());
        program.environment().put("TMPDIR", folder.toString()); // for its sockets, which it leaves behind
        final Process process = program.start();
        try {
            final BlockingQueue<JsonNode> incoming = new LinkedBlockingQueue<>();
            final HttpClient http = HttpClient.newHttpClient();
            final WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(page(http, port(process, profile.resolve("DevToolsActivePort"))), new Inbox(incoming))
                    .join();
            final Browser browser = new Browser(folder, process, socket, incoming);
            for (final String domain : List.of("Page", "Runtime", "Log", "Network")) {
                browser.call(domain + ".enable", Map.of());
            }
            return browser;
        } catch (final IOException | InterruptedException | RuntimeException e) {
            process.destroyForcibly();
            throw new IOException(Files.readString(folder.resolve(LOG)), e);
        }
    }

    /** Opens a page in a window of this size and waits until it is drawn. */
    public void open(final Path html, final int width, final int height, final boolean dark)
            throws IOException, InterruptedException {
        complaints.clear();
        requests.clear();
        show(width, height, dark);
        loaded = false;
        call("Page.navigate", Map.of("url", html.toUri().toString()));
        while (!loaded) {
            take();
        }
        evaluate(TWO_FRAMES);
    }

    /** Makes the window another size and turns the page light or dark, as a user's system may at any time. */
    public void resize(final int width, final int height, final boolean dark) throws IOException, InterruptedException {
        show(width, height, dark);
        evaluate(TWO_FRAMES);
    }

    /** What an expression of JavaScript, or the promise it is, comes to. */
    public JsonNode evaluate(final String expression) throws IOException, InterruptedException {
        final JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.get("result").path("value");
    }

    /** The page as one sees it, from its top to its end. */
    public BufferedImage picture() throws IOException, InterruptedException {
        final JsonNode size = evaluate("({ width: innerWidth, height: document.documentElement.scrollHeight })");
        final Map<String, Object> clip = Map.of(
                "x",
                0,
                "y",
                0,
                "width",
                size.get("width").intValue(),
                "height",
                size.get("height").intValue(),
                "scale",
                1);
        final JsonNode answer =
                call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", clip));
        return ImageIO.read(new ByteArrayInputStream(
                Base64.getDecoder().decode(answer.get("data").textValue())));
    }

    /** The page on paper. */
    public byte[] pdf() throws IOException, InterruptedException {
        return Base64.getDecoder()
                .decode(call("Page.printToPDF", Map.of("printBackground", true))
                        .get("data")
                        .textValue());
    }

    /** What the page wrote to its console since it was opened: errors, failed loads, anything. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** The addresses that it loaded since, its own first. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Ends it and its helpers, and removes its profile. */
    @Override
    public void close() throws IOException {
        final List<ProcessHandle> helpers = process.descendants().toList();
        socket.abort();
        process.destroy();
        process.onExit().orTimeout(LIMIT_S, TimeUnit.SECONDS).join();
        // They outlive it, and write into the profile until they notice.
        helpers.forEach(ProcessHandle::destroyForcibly);
        removeFolder();
    }

    /** Begins again when a helper that nobody knew of has put a file into a folder that was just emptied. */
    private void removeFolder() throws IOException {
        final long giveUpNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (true) {
            try {
                Files.walkFileTree(folder, new Removal());
                return;
            } catch (final IOException e) {
                if (System.nanoTime() - giveUpNs > 0) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MS));
            }
        }
    }

    private void show(final int width, final int height, final boolean dark) throws IOException, InterruptedException {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < height));
        final Map<String, String> scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    }

    private static int port(final Process process, final Path file) throws IOException, InterruptedException {
        final long giveUpNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (process.isAlive() && System.nanoTime() - giveUpNs < 0) {
            // Its second line tells that the first is whole.
            final List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() > 1) {
                return Integer.parseInt(lines.get(0));
            }
            Thread.sleep(TICK_MS);
        }
        throw new IOException("the browser did not start");
    }

    private static URI page(final HttpClient http, final int port) throws IOException, InterruptedException {
        final URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
        final String targets = http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        for (final JsonNode target : MAPPER.readTree(targets)) {
            if (target.path("type").asText().equals("page")) {
                return URI.create(target.get("webSocketDebuggerUrl").textValue());
            }
        }
        throw new IOException("the browser has no page: " + targets);
    }

    private JsonNode call(final String method, final Map<String, ?> parameters)
            throws IOException, InterruptedException {
        final int id = ++calls;
        final Map<String, Object> request = Map.of("id", id, "method", method, "params", parameters);
        socket.sendText(MAPPER.writeValueAsString(request), true).join();
        JsonNode answer = take();
        while (answer.path("id").asInt() != id) {
            answer = take();
        }
        if (answer.has("error")) {
            throw new IOException(method + ": " + answer.get("error"));
        }
        return answer.get("result");
    }

    /** The next message, having noted what it is if nobody asked for it. */
    private JsonNode take() throws IOException, InterruptedException {
        final JsonNode message = incoming.poll(LIMIT_S, TimeUnit.SECONDS);
        if (message == null) {
            throw new IOException("the browser does not answer");
        }
        final JsonNode event = message.path("params");
        switch (message.path("method").asText()) {
            case "Page.loadEventFired" -> loaded = true;
            case "Runtime.consoleAPICalled" -> complaints.add(event.get("args").toString());
            case "Runtime.exceptionThrown" ->
                complaints.add(event.get("exceptionDetails").toString());
            case "Log.entryAdded" -> complaints.add(event.get("entry").toString());
            case "Network.requestWillBeSent" ->
                requests.add(event.at("/request/url").textValue());
            default -> {}
        }
        return message;
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(final Path emptied, final IOException failure) throws IOException {
            Files.deleteIfExists(emptied);
            return FileVisitResult.CONTINUE;
        }
    }

    /** Puts the parts of messages together. */
    private static final class Inbox implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> messages;
        private final StringBuilder text = new StringBuilder();

        Inbox(final BlockingQueue<JsonNode> messages) {
            this.messages = messages;
        }

        @Override
        public CompletionStage<?> onText(final WebSocket socket, final CharSequence part, final boolean last) {
            text.append(part);
            if (last) {
                try {
                    messages.add(MAPPER.readTree(text.toString()));
                } catch (final IOException e) {
                    throw new IllegalStateException("no JSON: " + text, e);
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}

package io.sctp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files for Kubernetes, against the types of its API. */
class KubernetesJobTest {
    private static final Path FILES = Path.of("..", "jobs", "kubernetes");

    /** By {@code apiVersion} and {@code kind}. */
    private static final Map<String, Class<?>> TYPES = Map.of(
            "batch/v1 Job", V1Job.class,
            "apps/v1 Deployment", V1Deployment.class,
            "v1 Service", V1Service.class,
            "v1 PersistentVolumeClaim", V1PersistentVolumeClaim.class);

    @Test
    void shouldBeWhatTheApiTakes() throws IOException {
        final String load = Files.readString(FILES.resolve("load.yaml"));
        final String server = Files.readString(FILES.resolve("server.yaml"));

        assertEquals(List.of(V1Job.class), accepted(load));
        assertEquals(List.of(V1PersistentVolumeClaim.class, V1Service.class, V1Deployment.class), accepted(server));
    }

    @ParameterizedTest
    @CsvSource({
        "completionMode:, completionMod:",
        "restartPolicy:, restart:",
        "mountPath:, path:",
        "fieldPath:, field:",
        "completions: 4, completions: four",
        "batch/v1, batch/v1beta1",
        "maxSkew:, max_skew:"
    })
    void shouldNotPassWithAnErrorInIt(final String right, final String wrong) throws IOException {
        final String load = Files.readString(FILES.resolve("load.yaml"));
        assertTrue(load.contains(right), right);

        assertThrows(RuntimeException.class, () -> accepted(load.replace(right, wrong)), wrong);
    }

    @Test
    void shouldNameTheNumberOfGeneratorsThreeTimes() throws IOException {
        final JsonNode spec =
                documents(Files.readString(FILES.resolve("load.yaml"))).get(0).path("spec");
        final JsonNode environment = container(spec).path("env").path(0);

        assertTrue(spec.path("completions").isInt());
        assertEquals(spec.path("completions"), spec.path("parallelism"));
        assertEquals("GENERATORS", environment.path("name").asText());
        assertEquals(
                spec.path("completions").asText(), environment.path("value").textValue());
    }

    @Test
    void shouldGiveTheProgramOptionsThatItHas() throws IOException {
        final JsonNode generator = container(
                documents(Files.readString(FILES.resolve("load.yaml"))).get(0).path("spec"));
        final JsonNode server = container(
                documents(Files.readString(FILES.resolve("server.yaml"))).get(2).path("spec"));

        assertEquals("client", subcommand(Stream.concat(Stream.of("client", "HOST"), words(generator.path("args")))));
        assertEquals("server", subcommand(words(server.path("command")).skip(3)));
    }

    private static Stream<String> words(final JsonNode list) {
        return list.valueStream().map(JsonNode::textValue);
    }

    private static String subcommand(final Stream<String> words) {
        return Main.commandLine()
                .parseArgs(words.toArray(String[]::new))
                .subcommand()
                .commandSpec()
                .name();
    }

    @Test
    void shouldReferToEachOther() throws IOException {
        final JsonNode job =
                documents(Files.readString(FILES.resolve("load.yaml"))).get(0).path("spec");
        final List<JsonNode> server = documents(Files.readString(FILES.resolve("server.yaml")));
        final JsonNode claim = server.get(0).path("metadata").path("name");
        final JsonNode service = server.get(1);
        final JsonNode deployment = server.get(2).path("spec");

        assertTrue(container(job)
                .path("command")
                .path(2)
                .asText()
                .contains(" client " + service.path("metadata").path("name").asText() + " "));
        assertEquals(
                deployment.path("template").path("metadata").path("labels"),
                service.path("spec").path("selector"));
        assertEquals(
                deployment.path("template").path("metadata").path("labels"),
                deployment.path("selector").path("matchLabels"));
        for (final JsonNode user : List.of(job, deployment)) {
            final JsonNode volumes = user.path("template").path("spec").path("volumes");
            assertEquals(Set.of(claim), valuesOf(volumes, "/persistentVolumeClaim/claimName"));
            assertEquals(valuesOf(volumes, "/name"), valuesOf(container(user).path("volumeMounts"), "/name"));
        }
    }

    private static JsonNode container(final JsonNode spec) {
        return spec.path("template").path("spec").path("containers").path(0);
    }

    private static Set<JsonNode> valuesOf(final JsonNode list, final String path) {
        return list.valueStream().map(item -> item.at(path)).collect(Collectors.toSet());
    }

    /** Reads every document as its type, which refuses fields and values that this has not, and returns the types. */
    private static List<Class<?>> accepted(final String yaml) throws IOException {
        final List<Class<?>> types = new ArrayList<>();
        for (final JsonNode document : documents(yaml)) {
            final String name = document.path("apiVersion").asText() + " "
                    + document.path("kind").asText();
            final Class<?> type = TYPES.get(name);
            if (type == null) {
                throw new IllegalArgumentException("unknown type " + name);
            }
            types.add(JSON.getGson().fromJson(document.toString(), type).getClass());
        }
        return types;
    }

    private static List<JsonNode> documents(final String yaml) throws IOException {
        try (MappingIterator<JsonNode> documents =
                new YAMLMapper().readerFor(JsonNode.class).readValues(yaml)) {
            return documents.readAll();
        }
    }
}

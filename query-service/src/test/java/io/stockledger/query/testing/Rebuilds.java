package io.stockledger.query.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.QueryService.Answer;

import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import java.time.Duration;

/** Rebuilds over HTTP: the calls of an operator, and the answers of {@code /v1/projections}. */
public final class Rebuilds {

    private static final Duration MOST = Duration.ofMinutes(2);

    private Rebuilds() {}

    public static Answer rebuild(QueryService service, String name) {
        return service.call("POST", "/v1/projections/" + name + "/rebuild");
    }

    public static Answer cancel(QueryService service, String name) {
        return service.call("DELETE", "/v1/projections/" + name + "/rebuild");
    }

    public static Answer swap(QueryService service, String name, int generation) {
        return service.call("POST", "/v1/projections/" + name + "/swap?generation=" + generation);
    }

    public static JsonNode projections(QueryService service) {
        return service.get("/v1/projections").json().path("projections");
    }

    private static JsonNode projection(QueryService service, String name) {
        for (JsonNode projection : projections(service)) {
            if (projection.path("name").asString().equals(name)) {
                return projection;
            }
        }
        throw new AssertionError("no projection " + name);
    }

    /** The generation of that number as it is shown; a missing node if it does not exist. */
    public static JsonNode generation(JsonNode projection, int number) {
        for (JsonNode generation : projection.path("generations")) {
            if (generation.path("generation").asInt() == number) {
                return generation;
            }
        }
        return projection.path("no such generation");
    }

    public static String state(QueryService service, String name, int number) {
        return generation(projection(service, name), number).path("state").asString("");
    }

    public static void awaitState(QueryService service, String name, int number, String state) {
        Awaitility.await()
                .atMost(MOST)
                .pollInterval(Duration.ofMillis(25))
                .untilAsserted(() -> assertThat(state(service, name, number)).isEqualTo(state));
    }

    /** Waits until the read model has the schemas of exactly these generations. */
    public static void awaitSchemas(JdbcClient jdbc, String name, String... schemas) {
        Awaitility.await()
                .atMost(MOST)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () ->
                                assertThat(
                                                jdbc.sql(
                                                                """
                                                                SELECT nspname FROM pg_namespace
                                                                WHERE nspname LIKE ? || '_g%'
                                                                """)
                                                        .param(name)
                                                        .query(String.class)
                                                        .list())
                                        .containsExactlyInAnyOrder(schemas));
    }

    /** Asserts that every product is as its history left it, and that none is held. */
    public static void assertShown(QueryService service, Histories histories) {
        for (ProductHistory model : histories.models()) {
            JsonNode item = service.get("/v1/inventory/" + model.productId).json();
            assertThat(item.path("version").asLong()).isEqualTo(model.version);
            assertThat(item.path("totalStock").asLong()).isEqualTo(model.total());
            assertThat(item.path("name").asString()).isEqualTo(model.name);
        }
        assertThat(projections(service))
                .allSatisfy(p -> assertThat(p.path("heldProducts").asLong()).isZero());
    }
}

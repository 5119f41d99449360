package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A command whose event the event store rejects. */
class PoisonedCommandIT {

    private static final String REFUSE_POISON =
            """
            ALTER TABLE events ADD CONSTRAINT no_poison
                CHECK (payload ->> 'reference' IS DISTINCT FROM 'poison')
            """;

    @Test
    void a_command_that_the_store_rejects_fails_alone_with_an_internal_error() throws SQLException {
        try (RunningCommandService service = RunningCommandService.start()) {
            Calls calls = new Calls(service.url());
            String product = calls.product(0);
            asOwner(service, REFUSE_POISON);
            var lines = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                lines.append(
                        "{\"type\":\"receive-stock\",\"productId\":\"%s\",\"warehouseId\":\"main\","
                                        .formatted(product)
                                + "\"quantity\":1,\"reference\":\"%s\"}\n"
                                        .formatted(i % 100 == 50 ? "poison" : "r"));
            }

            List<JsonNode> results = calls.bulk(lines.toString());

            for (int i = 0; i < results.size(); i++) {
                JsonNode result = results.get(i);
                assertThat(result.get("status").asInt())
                        .as("%s", result)
                        .isEqualTo(i % 100 == 50 ? 500 : 200);
                assertThat(result.toString()).doesNotContain("poison", "constraint", "Exception");
            }
            Answer single =
                    calls.command(
                            product,
                            "receipts",
                            "{\"warehouseId\":\"main\",\"quantity\":1,\"reference\":\"poison\"}");
            assertThat(single.problem()).isEqualTo("internal-error");
            assertThat(single.response().body()).doesNotContain("constraint", "Exception", "SQL");
            assertThat(calls.product(product).body().get("totalStock").asLong()).isEqualTo(297);
            assertThat(calls.receive(product, "main", 1).body().get("version").asLong())
                    .isEqualTo(299);
        }
    }

    private static void asOwner(RunningCommandService service, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                service.database().jdbcUrl(),
                                service.database().ownerUser(),
                                service.database().ownerPassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.teststack.TestDatabase;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The lifetime of a receipt. */
class ReceiptsIT {

    private static final String KEY = "Idempotency-Key";

    @Test
    void a_key_is_still_known_after_a_restart() {
        RunningCommandService before = RunningCommandService.start();
        Answer first;
        Calls calls = new Calls(before.url());
        String product = calls.product(1);
        first = calls.receive(product, "main", 1, KEY, "k-1");
        before.close();

        try (RunningCommandService after = before.startSibling()) {
            calls = new Calls(after.url());
            Answer again = calls.receive(product, "main", 1, KEY, "k-1");
            Answer other = calls.receive(product, "main", 2, KEY, "k-1");

            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(again.response().body()).isEqualTo(first.response().body());
            assertThat(other.problem()).isEqualTo("idempotency-key-reused");
            assertThat(calls.version(product)).isEqualTo(2);
        }
    }

    @Test
    void a_key_is_known_until_its_partition_is_dropped_and_can_be_used_again_after_that()
            throws SQLException {
        try (RunningCommandService service = RunningCommandService.start()) {
            Calls calls = new Calls(service.url());
            String product = calls.product(1);
            calls.receive(product, "main", 1, KEY, "k-1");

            maintainReceipts(service.database(), 8);
            maintainReceipts(service.database(), 14);
            assertThat(calls.receive(product, "main", 1, KEY, "k-1").header("Idempotency-Replayed"))
                    .isEqualTo("true");
            assertThat(calls.receive(product, "main", 2, KEY, "k-1").problem())
                    .isEqualTo("idempotency-key-reused");

            maintainReceipts(service.database(), 16);
            Answer later = calls.receive(product, "main", 2, KEY, "k-1");
            assertThat(later.status()).isEqualTo(200);
            assertThat(later.header("Idempotency-Replayed")).isEmpty();
            assertThat(calls.version(product)).isEqualTo(3);
        }
    }

    /** Runs a pass as if the clock were some days ahead. */
    private static void maintainReceipts(TestDatabase database, int daysAhead) throws SQLException {
        asOwner(
                database,
                "SELECT maintain_receipts(now() + interval '%d days', interval '7 days')"
                        .formatted(daysAhead));
    }

    private static void asOwner(TestDatabase database, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(),
                                database.ownerUser(),
                                database.ownerPassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

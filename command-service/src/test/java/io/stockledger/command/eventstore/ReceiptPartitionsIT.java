package io.stockledger.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.MigratedDatabase;
import io.stockledger.command.testing.Seeds;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The partitions of the receipts while the clock of the database jumps. A day in a test is the
 * number of days from now, and what the clock shows is passed to the function.
 */
class ReceiptPartitionsIT {

    private static final int KEPT_DAYS = 7;
    private static final int PARTITIONS_MAX = 7;

    private static final String RECORD =
            """
            INSERT INTO receipts (idempotency_key, fingerprint, first_position, event_count,
                                  recorded_at)
            VALUES (:key, gen_random_uuid(), 1, 1, now() + make_interval(days => :day))
            """;

    private static final String PASS =
            """
            SELECT 1
            FROM maintain_receipts(now() + make_interval(days => :day),
                                   make_interval(days => :kept))
            """;

    private static final String GAPS =
            """
            SELECT count(*)
            FROM (SELECT starts_at,
                         coalesce(lag(ends_at) OVER (ORDER BY ends_at), '-infinity') AS end_before
                  FROM receipt_partitions) AS partitions
            WHERE starts_at <> end_before
            """;

    private final MigratedDatabase database = new MigratedDatabase();
    private final JdbcClient owner = JdbcClient.create(database.owner());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_receipt_finds_a_partition_whatever_the_clock_shows() {
        for (int day : List.of(0, -1, 1, -20_000, 20_000)) {
            record("day " + day, day);
        }

        assertThat(keys()).hasSize(5);
    }

    @Test
    void a_key_is_known_for_one_to_two_spans_while_the_clock_runs_normally() {
        record("k", 0);
        for (int day = 0; day <= KEPT_DAYS; day++) {
            pass(day);
            assertThat(keys()).contains("k");
        }
        for (int day = KEPT_DAYS + 1; day <= 2 * KEPT_DAYS + 1; day++) {
            pass(day);
        }

        assertThat(keys()).isEmpty();
    }

    @Test
    void a_clock_that_is_ahead_for_less_than_the_kept_time_costs_no_key() {
        record("before", 0);
        pass(1_000);
        record("ahead", 1_000);
        pass(1_000 + KEPT_DAYS - 1);
        pass(0);
        record("after", 0);
        pass(KEPT_DAYS);

        assertThat(keys()).containsExactlyInAnyOrder("before", "ahead", "after");
        pass(2 * KEPT_DAYS + 1);
        pass(3 * KEPT_DAYS + 1);
        assertThat(keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -300, -1_000})
    void a_clock_that_is_behind_for_a_while_costs_no_key(int day) {
        record("before", 0);
        pass(day);
        record("behind", day);
        pass(0);
        pass(KEPT_DAYS - 1);

        assertThat(keys()).containsExactlyInAnyOrder("before", "behind");
    }

    @Test
    void a_receipt_beyond_the_last_partition_is_kept_and_leaves_the_default_partition() {
        record("ahead", 365);
        assertThat(inDefaultPartition()).isEqualTo(1);

        pass(0);
        assertThat(inDefaultPartition()).isZero();
        assertThat(keys()).containsExactly("ahead");

        record("later", 365);
        pass(365);
        assertThat(inDefaultPartition()).isZero();
        assertThat(keys()).containsExactlyInAnyOrder("ahead", "later");
    }

    @Test
    void after_any_jumps_of_the_clock_few_partitions_follow_each_other_without_a_gap() {
        Random random = Seeds.one("jumps of the clock of the receipts");
        int day = 0;
        for (int i = 0; i < 20; i++) {
            day = random.nextInt(4) == 0 ? random.nextInt(-20_000, 20_000) : day + 1;
            record("key " + i, day);
            pass(day);

            assertThat(owner.sql(GAPS).query(Long.class).single())
                    .as("gaps on day %d", day)
                    .isZero();
            assertThat(inDefaultPartition()).isZero();
            assertThat(keys()).contains("key " + i);
            assertThat(partitions()).isLessThanOrEqualTo(PARTITIONS_MAX);
        }
    }

    @Test
    void the_application_role_cannot_choose_the_time() {
        record("k", 0);
        JdbcClient application = JdbcClient.create(database.application());
        for (int day : List.of(1_000, 2_000, 3_000)) {
            application
                    .sql(PASS)
                    .param("day", day)
                    .param("kept", KEPT_DAYS)
                    .query(Integer.class)
                    .single();
        }

        assertThat(keys()).containsExactly("k");
        assertThat(partitions()).isEqualTo(2);
    }

    @Test
    void the_partitions_of_the_previous_version_are_continued() {
        TestDatabase previous = TestStack.shared().newEventsDatabase();
        migrate(previous, "6");
        JdbcClient jdbc =
                JdbcClient.create(
                        new DriverManagerDataSource(
                                previous.jdbcUrl(),
                                previous.ownerUser(),
                                previous.ownerPassword()));
        pass(jdbc, 0);
        record(jdbc, "before the upgrade", 0);

        migrate(previous, "latest");
        record(jdbc, "before the first pass", -1);
        pass(jdbc, 0);
        record(jdbc, "behind", -100);

        assertThat(jdbc.sql(GAPS).query(Long.class).single()).isZero();
        assertThat(keys(jdbc))
                .containsExactlyInAnyOrder("before the upgrade", "before the first pass", "behind");
    }

    private static void migrate(TestDatabase database, String version) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.ownerUser(), database.ownerPassword())
                .placeholders(Map.of("application_role", database.applicationUser()))
                .target(version)
                .load()
                .migrate();
    }

    private void record(String key, int day) {
        record(owner, key, day);
    }

    private static void record(JdbcClient jdbc, String key, int day) {
        jdbc.sql(RECORD).param("key", key).param("day", day).update();
    }

    private void pass(int day) {
        pass(owner, day);
    }

    private static void pass(JdbcClient jdbc, int day) {
        jdbc.sql(PASS).param("day", day).param("kept", KEPT_DAYS).query(Integer.class).single();
    }

    private List<String> keys() {
        return keys(owner);
    }

    private static List<String> keys(JdbcClient jdbc) {
        return jdbc.sql("SELECT idempotency_key FROM receipts")
                .query((row, _) -> row.getString(1))
                .list();
    }

    private long inDefaultPartition() {
        return owner.sql("SELECT count(*) FROM receipts_default").query(Long.class).single();
    }

    private long partitions() {
        return owner.sql("SELECT count(*) FROM receipt_partitions").query(Long.class).single();
    }
}

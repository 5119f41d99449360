package io.stockledger.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.replay.StandIn.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The whole program against a stand-in over HTTP, with every fault that it must notice. */
class ReplayIT {

    private static final int LINES = 2_000;

    @TempDir private Path folder = Path.of("");

    private Path sales() throws IOException {
        Random random = new Random(7);
        List<String> rows = new ArrayList<>();
        rows.add(
                "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country");
        for (int number = 0; number < LINES; number++) {
            int kind = random.nextInt(20);
            boolean free = kind == 1 || kind == 2;
            rows.add(
                    "%s%d,22%03d%s,\"CAKE, 3 TIER\",%d,2010-12-01 08:26:00,%s,%s,United Kingdom"
                            .formatted(
                                    kind == 0 ? "C" : "",
                                    536_365 + number / 10,
                                    random.nextInt(40),
                                    random.nextBoolean() ? "a" : "A",
                                    (kind <= 1 ? -1 : 1) * (1 + random.nextInt(24)),
                                    free ? "0" : "2.55",
                                    free ? "" : String.valueOf(random.nextInt(20))));
        }
        return Files.write(folder.resolve("sales.csv"), rows);
    }

    private int replay(StandIn system, String... options) throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                sales().toString(),
                                "--command=" + system.url(),
                                "--query=" + system.url() + "," + system.url(),
                                "--views-timeout=2s",
                                "--in-flight=16"));
        arguments.addAll(Arrays.asList(options));
        return Replay.execute(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--stock=enough",
                "--stock=scarce",
                "--probe-every=3",
                "--no-hold-back",
                "--warehouses=1",
                "--prefix=a /é?",
                "--idempotency-keys"
            })
    void a_replay_into_a_system_that_keeps_the_rules_ends_without_differences(String option)
            throws IOException {
        try (StandIn system = new StandIn(Fault.NONE, 0)) {
            assertThat(replay(system, option)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWERS_LOST", "UNAVAILABLE"})
    void lost_answers_and_an_unavailable_system_change_nothing_in_the_end(Fault fault)
            throws IOException {
        try (StandIn system = new StandIn(fault, 0)) {
            assertThat(replay(system, "--stock=scarce", "--limit=400")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VIEW_OFF_BY_ONE", "ORDER_LINE_WRONG", "OVERSELLS"})
    void a_system_that_is_wrong_in_one_place_is_found_out(Fault fault) throws IOException {
        try (StandIn system = new StandIn(fault, 0)) {
            assertThat(replay(system, "--stock=scarce", "--limit=400")).isEqualTo(1);
        }
    }

    @Test
    void a_second_replay_needs_a_prefix() throws IOException {
        try (StandIn system = new StandIn(Fault.NONE, 0)) {
            assertThat(replay(system, "--limit=200")).isZero();
            assertThat(replay(system, "--limit=200")).isEqualTo(ReplayFailure.EXIT_SYSTEM);
            assertThat(replay(system, "--limit=200", "--prefix=run2-")).isZero();
        }
    }

    @Test
    void what_the_journal_says_was_acknowledged_is_found_or_reported_as_lost() throws IOException {
        String journal = folder.resolve("journal").toString();
        try (StandIn system = new StandIn(Fault.NONE, 0)) {
            assertThat(replay(system, "--limit=200", "--journal=" + journal)).isZero();
            String[] verify = {"verify-journal", journal, "--command=" + system.url()};
            assertThat(Replay.execute(verify)).isZero();
            String productId = Journal.read(Path.of(journal)).getLast().productId();
            system.product(productId).loseLastEvent();
            assertThat(Replay.execute(verify)).isEqualTo(1);
        }
    }

    @Test
    void wrong_usage_and_an_unreachable_system_have_exit_codes_of_their_own() throws IOException {
        assertThat(Replay.execute()).isEqualTo(ReplayFailure.EXIT_USAGE);
        assertThat(Replay.execute("--stock=plenty", "x")).isEqualTo(ReplayFailure.EXIT_USAGE);
        assertThat(Replay.execute("no-such-file")).isEqualTo(ReplayFailure.EXIT_USAGE);
        StandIn system = new StandIn(Fault.NONE, 0);
        system.close();
        assertThat(replay(system, "--limit=10")).isEqualTo(ReplayFailure.EXIT_SYSTEM);
    }
}

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

/** Runs the whole program against a stand-in of the services with each fault that it must find. */
class ReplayIT {

    @TempDir private Path folder = Path.of("");

    private static int replay(StandIn system, String... options) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--command=" + system.url(),
                                "--query=" + system.url() + "," + system.url(),
                                "--views-timeout=2s",
                                "--in-flight=16",
                                "--no-verify"));
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
    void a_replay_on_a_correct_system_ends_without_differences(String option) throws IOException {
        try (StandIn system = new StandIn(Fault.NONE, 0)) {
            assertThat(replay(system, option)).isZero();
        }
    }

    @Test
    void a_file_of_sales_is_replayed_like_a_sample() throws IOException {
        Path sales = Files.writeString(folder.resolve("sales.csv"), SampleSales.csv(300, 7));
        try (StandIn system = new StandIn(Fault.NONE, 0)) {
            assertThat(replay(system, sales.toString())).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWERS_LOST", "UNAVAILABLE", "OVER_THE_RATE"})
    void a_replay_ends_without_differences_despite_lost_answers_and_unavailability(Fault fault)
            throws IOException {
        try (StandIn system = new StandIn(fault, 0)) {
            assertThat(replay(system, "--stock=scarce", "--limit=400")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VIEW_OFF_BY_ONE", "ORDER_LINE_WRONG", "OVERSELLS"})
    void one_wrong_value_of_the_system_is_reported_as_a_difference(Fault fault) throws IOException {
        try (StandIn system = new StandIn(fault, 0)) {
            assertThat(replay(system, "--stock=scarce", "--limit=400")).isEqualTo(1);
        }
    }

    @Test
    void a_second_replay_on_the_same_system_is_refused_unless_it_has_a_prefix() throws IOException {
        try (StandIn system = new StandIn(Fault.NONE, 0)) {
            assertThat(replay(system, "--limit=200")).isZero();
            assertThat(replay(system, "--limit=200")).isEqualTo(ReplayFailure.EXIT_SYSTEM);
            assertThat(replay(system, "--limit=200", "--prefix=run2-")).isZero();
        }
    }

    @Test
    void every_request_has_the_token_of_the_file() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "a.b.c\n");
        String journal = folder.resolve("journal").toString();
        try (StandIn system = new StandIn(Fault.NONE, 0)) {
            system.requireToken("a.b.c");
            assertThat(
                            replay(
                                    system,
                                    "--limit=200",
                                    "--journal=" + journal,
                                    "--token-file=" + token))
                    .isZero();
            assertThat(
                            Replay.execute(
                                    "verify-journal",
                                    journal,
                                    "--command=" + system.url(),
                                    "--token-file=" + token))
                    .isZero();
        }
    }

    @Test
    void a_refused_token_ends_the_replay_before_its_first_command() throws IOException {
        try (StandIn system = new StandIn(Fault.NONE, 0)) {
            system.requireToken("a.b.c");
            assertThat(replay(system, "--limit=200", "--data=" + folder))
                    .isEqualTo(ReplayFailure.EXIT_SYSTEM);
        }
    }

    @Test
    void acknowledged_commands_of_a_journal_are_found_or_reported_as_lost() throws IOException {
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
    void a_replay_that_cannot_verify_the_system_is_refused_before_its_first_command()
            throws IOException {
        try (StandIn system = new StandIn(Fault.NONE, 0)) {
            assertThat(
                            Replay.execute(
                                    "--command=" + system.url(),
                                    "--query=none",
                                    "--data=" + folder))
                    .isEqualTo(ReplayFailure.EXIT_SYSTEM);
            assertThat(replay(system, "--limit=200")).isZero();
        }
    }

    @Test
    void wrong_usage_and_an_unreachable_system_have_different_exit_codes() throws IOException {
        assertThat(Replay.execute("--sample-rows=0")).isEqualTo(ReplayFailure.EXIT_USAGE);
        assertThat(Replay.execute("--seed=1", "x")).isEqualTo(ReplayFailure.EXIT_USAGE);
        assertThat(Replay.execute("--stock=plenty", "x")).isEqualTo(ReplayFailure.EXIT_USAGE);
        assertThat(Replay.execute("no-such-file")).isEqualTo(ReplayFailure.EXIT_USAGE);
        StandIn system = new StandIn(Fault.NONE, 0);
        system.close();
        assertThat(replay(system, "--limit=10")).isEqualTo(ReplayFailure.EXIT_SYSTEM);
    }
}

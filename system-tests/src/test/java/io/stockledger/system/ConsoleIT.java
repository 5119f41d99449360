package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.stockledger.events.EventTopic;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The console as a user sees it: the packaged system in a real browser. Each test is one scenario
 * of {@code console/src/test/browser/scenarios}. Skipped with one line on a machine without
 * Chromium or npm.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {

    private static final long TOKEN_SECONDS_MAX = 120;
    private static final long RECORD_SECONDS_MAX = 60;

    @TempDir private static Path folder;

    private static @Nullable RunningSystem open;
    private static @Nullable RunningSystem secure;
    private static boolean filled;

    @BeforeAll
    static void start() throws Exception {
        String reason = ConsoleBrowser.reasonToSkip();
        if (reason != null) {
            System.out.println("ConsoleIT: skipped, " + reason);
            abort(reason);
        }
        open = RunningSystem.start(folder.resolve("open"), 1);
    }

    @AfterAll
    static void stop() {
        if (open != null) {
            open.close();
        }
        if (secure != null) {
            secure.close();
        }
    }

    /** Before the others, which fill the system. */
    @Test
    @Order(1)
    void an_empty_system_tells_how_to_register_a_product() throws Exception {
        ConsoleBrowser.run("empty", system());
    }

    @Test
    void a_list_of_thousands_is_searched_filtered_sorted_and_scrolled_through() throws Exception {
        ConsoleBrowser.run("list", filled());
    }

    @Test
    void a_product_is_shown_with_every_quantity_whatever_characters_its_id_has() throws Exception {
        ConsoleBrowser.run("product", filled());
    }

    @Test
    void an_order_is_shown_with_each_status_of_a_line_and_its_history() throws Exception {
        ConsoleBrowser.run("orders", filled());
    }

    @Test
    void movements_are_filtered_scrolled_through_and_exported() throws Exception {
        ConsoleBrowser.run("movements", filled());
    }

    @Test
    void a_curve_shows_each_event_compares_two_instants_and_grows() throws Exception {
        ConsoleBrowser.run("time", filled());
    }

    @Test
    void a_change_is_seen_at_once_and_a_broken_stream_is_shown() throws Exception {
        ConsoleBrowser.run("live", filled());
    }

    @Test
    void everything_can_be_done_with_the_keyboard() throws Exception {
        ConsoleBrowser.run("keyboard", filled());
    }

    @Test
    void every_page_is_accessible_in_light_in_dark_and_on_a_phone() throws Exception {
        ConsoleBrowser.run("appearance", filled());
    }

    @Test
    void an_operator_sees_the_lag_releases_a_held_product_rebuilds_and_swaps_back()
            throws Exception {
        RunningSystem system = filled();
        sendGarbage(system, "P-00007");
        ConsoleBrowser.run("operation", system);
    }

    @Test
    void a_command_shows_what_it_would_do_before_it_is_recorded_and_once_only() throws Exception {
        ConsoleBrowser.run("try", filled());
    }

    @Test
    void every_command_has_the_effect_that_its_check_has_shown() throws Exception {
        ConsoleBrowser.run("forecasts", filled());
    }

    @Test
    void a_token_that_ends_is_asked_for_again_without_losing_the_page() throws Exception {
        String lasting = token(secure(), "1h", "inventory:read");
        // Made last, since the browser has to start and sign in with it before its end.
        String ending = token(secure(), "30s", "inventory:read");
        ConsoleBrowser.run("sign-in", secure(), ending, lasting);
    }

    @Test
    void an_operator_without_the_scope_learns_which_one_is_needed() throws Exception {
        ConsoleBrowser.run(
                "operator",
                secure(),
                token(secure(), "1h", "inventory:read"),
                token(secure(), "1h", "inventory:read", "inventory:admin"));
    }

    private static RunningSystem system() {
        RunningSystem system = open;
        if (system == null) {
            throw new AssertionError("the system was not started");
        }
        return system;
    }

    private static RunningSystem filled() throws Exception {
        if (!filled) {
            ConsoleBrowser.run("fill", system());
            filled = true;
        }
        return system();
    }

    private static RunningSystem secure() throws Exception {
        RunningSystem system = secure;
        if (system == null) {
            system = RunningSystem.startSecure(folder.resolve("secure"));
            secure = system;
        }
        return system;
    }

    /** Sends a record that is not an event, as another program with rights on the topic could. */
    private static void sendGarbage(RunningSystem system, String productId) throws Exception {
        var ports = new Properties();
        try (Reader file = Files.newBufferedReader(system.data().resolve("ports.properties"))) {
            ports.load(file);
        }
        Map<String, Object> settings =
                Map.of("bootstrap.servers", "127.0.0.1:" + ports.getProperty("kafka"));
        try (Producer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(EventTopic.DEFAULT_NAME, productId, "{\"garbage"))
                    .get(RECORD_SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    private static String token(RunningSystem system, String lasting, String... scopes)
            throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of("token", "--expires-in=" + lasting, "--data=" + system.data()));
        Stream.of(scopes).map("--scope="::concat).forEach(arguments::add);
        try (Script script = Script.start("stockledger", arguments)) {
            assertThat(script.awaitExit(TOKEN_SECONDS_MAX)).as(script.output()).isZero();
            return script.output()
                    .lines()
                    .filter(line -> line.startsWith("ey"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}

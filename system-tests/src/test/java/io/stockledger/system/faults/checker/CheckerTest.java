package io.stockledger.system.faults.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.system.faults.history.CommandResult;
import io.stockledger.system.faults.history.CommandResult.Recorded;
import io.stockledger.system.faults.history.CommandResult.RecordedEvent;
import io.stockledger.system.faults.history.CommandResult.Refused;
import io.stockledger.system.faults.history.CommandResult.Unknown;
import io.stockledger.system.faults.history.EventLog;
import io.stockledger.system.faults.history.EventLog.LogEvent;
import io.stockledger.system.faults.history.History;
import io.stockledger.system.faults.history.HistoryEntry.CommandCall;
import io.stockledger.system.faults.history.HistoryEntry.ProductRead;
import io.stockledger.system.faults.history.HistoryEntry.StockSeen;
import io.stockledger.system.faults.history.HistoryEntry.ViewAnswer;
import io.stockledger.system.faults.history.HistoryEntry.ViewRead;
import io.stockledger.system.faults.history.LeaderHeartbeat;
import io.stockledger.system.faults.history.LogSample;
import io.stockledger.system.faults.history.SeedEvidence;
import io.stockledger.system.faults.history.StockCommand;
import io.stockledger.system.faults.history.StockCommand.Register;
import io.stockledger.system.faults.history.StockCommand.Reserve;
import io.stockledger.system.faults.history.TopicRecord;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Hand-made histories of one product with 10 pieces: registered by "r" at 0 ms, and 4 of them
 * reserved by "a" at 100 ms. Times are in milliseconds; a call lasts 10.
 */
class CheckerTest {

    private final History history = new History();
    private final List<LogEvent> events = new ArrayList<>();
    private final List<LogSample> samples = new ArrayList<>();
    private final List<TopicRecord> topic = new ArrayList<>();
    private final List<LeaderHeartbeat> leaders = new ArrayList<>();

    @BeforeEach
    void a_registered_product_with_a_reservation() {
        event("r", "ProductRegistered", "\"initialQuantity\": 10, \"warehouseId\": \"main\"");
        event("a", "StockReserved", "\"orderId\": \"a\", \"quantity\": 4");
        call("r", 0, new Register("p", 10, "main"), recorded(1));
        call("a", 100, reserve("a", 4), recorded(2));
    }

    @Test
    void a_true_history_is_accepted() {
        call("b", 200, reserve("b", 7), shortOf(6));
        read(300, 2, 10, 4);
        view(400, 2, 4, 0, null);
        assertThat(rules()).isEmpty();
    }

    @Test
    void an_acknowledged_command_without_events_is_lost() {
        call("b", 200, reserve("b", 1), recorded(3));
        assertThat(rules()).contains("acknowledged-but-lost");
    }

    @Test
    void a_refused_command_with_an_event_is_a_violation() {
        event("b", "StockReserved", "\"orderId\": \"b\", \"quantity\": 6");
        call("b", 200, reserve("b", 6), shortOf(5));
        assertThat(rules()).contains("refused-but-recorded");
    }

    @Test
    void an_unknown_command_may_be_recorded_once_or_not_at_all() {
        call("b", 200, reserve("b", 1), new Unknown("time-out"));
        call("c", 300, reserve("c", 1), new Unknown("time-out"));
        event("c", "StockReserved", "\"orderId\": \"c\", \"quantity\": 1");
        assertThat(rules()).isEmpty();
    }

    @Test
    void a_command_recorded_by_two_attempts_is_a_violation() {
        call("b", 200, reserve("b", 1), new Unknown("time-out"));
        event("b", "StockReserved", "\"orderId\": \"b\", \"quantity\": 1", "first");
        event("b", "ReservationCancelled", "\"orderId\": \"b\", \"quantity\": 1", "second");
        assertThat(rules()).contains("recorded-twice");
    }

    @Test
    void an_event_that_no_client_caused_is_a_violation() {
        event("nobody", "StockReceived", "\"warehouseId\": \"main\", \"quantity\": 1");
        assertThat(rules()).contains("event-without-command");
    }

    @Test
    void an_answer_with_another_version_than_the_log_is_a_violation() {
        event("b", "StockReserved", "\"orderId\": \"b\", \"quantity\": 1");
        call("b", 200, reserve("b", 1), recorded(2));
        assertThat(rules()).contains("answer-differs-from-log");
    }

    @Test
    void a_refusal_after_the_acknowledgement_of_the_same_command_is_a_violation() {
        call("a", 200, reserve("a", 4), new Refused(409, "reservation-exists", Map.of()));
        assertThat(rules()).contains("repeat-contradicts");
    }

    @Test
    void a_command_before_one_that_was_acknowledged_earlier_is_a_violation() {
        call("b", 200, reserve("b", 1), recorded(4));
        call("c", 300, reserve("c", 1), recorded(3));
        event("c", "StockReserved", "\"orderId\": \"c\", \"quantity\": 1");
        event("b", "StockReserved", "\"orderId\": \"b\", \"quantity\": 1");
        assertThat(rules()).contains("log-order", "linearizable");
    }

    @Test
    void a_grant_beyond_the_stock_is_a_violation() {
        event("b", "StockReserved", "\"orderId\": \"b\", \"quantity\": 7");
        call("b", 200, reserve("b", 7), recorded(3));
        assertThat(rules()).contains("log-fold", "linearizable");
    }

    @Test
    void a_gap_in_the_positions_is_a_violation() {
        events.remove(0);
        assertThat(rules()).contains("positions", "log-fold");
    }

    @Test
    void a_refusal_that_no_state_explains_is_a_violation() {
        call("b", 200, reserve("b", 7), shortOf(5));
        assertThat(rules()).containsExactly("linearizable");
    }

    @Test
    void a_consistent_read_of_an_older_state_is_a_violation() {
        read(300, 1, 10, 0);
        assertThat(rules()).containsExactly("linearizable");
    }

    @Test
    void a_consistent_read_during_a_command_may_show_either_state() {
        read(95, 1, 10, 0);
        assertThat(rules()).isEmpty();
    }

    @Test
    void a_view_behind_its_claimed_lag_is_a_violation() {
        view(2_000, 1, 0, 800, null);
        assertThat(rules()).containsExactly("honest-lag");
    }

    @Test
    void a_view_that_admits_its_lag_is_accepted() {
        view(2_000, 1, 0, 900, null);
        assertThat(rules()).isEmpty();
    }

    @Test
    void a_view_older_than_its_position_is_a_violation() {
        view(150, 1, 0, 0, null, 2);
        assertThat(rules()).containsExactly("position-complete");
    }

    @Test
    void a_position_beyond_the_head_is_a_violation() {
        samples.add(new LogSample(nanos(250), nanos(260), 2, 0, Map.of()));
        view(200, 2, 4, 0, null, 3);
        assertThat(rules()).containsExactly("position-beyond-head");
    }

    @Test
    void a_view_below_the_asked_version_is_a_violation() {
        view(150, 1, 0, 0, 2L);
        assertThat(rules()).containsExactly("min-version");
    }

    @Test
    void a_view_that_goes_back_is_a_violation() {
        view(120, 2, 4, 0, null);
        view(150, 1, 0, 0, null);
        assertThat(rules()).containsExactly("view-goes-back");
    }

    @Test
    void a_view_with_other_quantities_than_the_log_is_a_violation() {
        view(150, 2, 5, 0, null);
        assertThat(rules()).containsExactly("view-differs");
    }

    @Test
    void a_view_of_a_version_that_does_not_exist_is_a_violation() {
        view(150, 3, 4, 0, null);
        assertThat(rules()).containsExactly("view-invents");
    }

    @Test
    void an_event_that_is_missing_in_the_topic_is_a_violation() {
        topic.remove(1);
        assertThat(rules()).containsExactly("topic-complete");
    }

    @Test
    void an_event_before_its_predecessor_in_the_topic_is_a_violation() {
        topic.add(topic.remove(0));
        assertThat(rules()).containsExactly("topic-order");
    }

    @Test
    void a_checkpoint_ahead_of_the_topic_is_a_violation() {
        samples.add(new LogSample(nanos(250), nanos(260), 2, 2, Map.of(0, 1L)));
        assertThat(rules()).containsExactly("checkpoint-ahead");
    }

    @Test
    void a_leader_that_goes_on_in_the_term_of_another_one_is_a_violation() {
        leaders.add(new LeaderHeartbeat(0, 1, 7, Instant.ofEpochMilli(0)));
        leaders.add(new LeaderHeartbeat(1, 1, 8, Instant.ofEpochMilli(4_000)));
        leaders.add(new LeaderHeartbeat(2, 1, 7, Instant.ofEpochMilli(5_000)));
        assertThat(rules()).containsExactly("one-leader");
    }

    @Test
    void a_heartbeat_that_an_earlier_leader_sent_in_its_own_term_may_arrive_late() {
        leaders.add(new LeaderHeartbeat(0, 1, 8, Instant.ofEpochMilli(4_000)));
        leaders.add(new LeaderHeartbeat(1, 1, 7, Instant.ofEpochMilli(900)));
        assertThat(rules()).isEmpty();
    }

    private List<String> rules() {
        var log =
                new EventLog(
                        0, events.isEmpty() ? 0 : events.getLast().position(), events, List.of());
        var evidence =
                new SeedEvidence(history, log, Set.of("p"), Set.of("p"), samples, topic, leaders);
        return new Checker(evidence, false).check().stream().map(Violation::rule).toList();
    }

    private void event(String owner, String type, String fields) {
        event(owner, type, fields, "command of " + owner);
    }

    private void event(String owner, String type, String fields, String commandId) {
        long number = events.size() + 1L;
        events.add(
                new LogEvent(
                        number,
                        "id-" + number,
                        "p",
                        number,
                        type,
                        Instant.EPOCH.plusMillis(number),
                        JsonMapper.shared().readTree("{" + fields + "}"),
                        commandId,
                        owner));
        topic.add(new TopicRecord(0, number - 1, number, "p", number));
    }

    private static StockCommand reserve(String orderId, long quantity) {
        return new Reserve("p", orderId, quantity, null);
    }

    private static CommandResult recorded(long number) {
        return new Recorded(List.of(new RecordedEvent("p", number, "id-" + number)), number, false);
    }

    private static CommandResult shortOf(long available) {
        return new Refused(409, "insufficient-stock", Map.of("p", available));
    }

    private void call(String id, long atMs, StockCommand command, CommandResult result) {
        history.add(
                new CommandCall(
                        id, true, command, 1, "command-1", nanos(atMs), nanos(atMs + 10), result));
    }

    private void read(long atMs, long version, long total, long reserved) {
        history.add(
                new ProductRead(
                        "p",
                        1,
                        "command-1",
                        nanos(atMs),
                        nanos(atMs + 10),
                        seen(version, total, reserved)));
    }

    private void view(
            long atMs, long version, long reserved, long lagMs, @Nullable Long minVersion) {
        view(atMs, version, reserved, lagMs, minVersion, 0);
    }

    private void view(
            long atMs,
            long version,
            long reserved,
            long lagMs,
            @Nullable Long minVersion,
            long position) {
        history.add(
                new ViewRead(
                        "p",
                        minVersion,
                        1,
                        "query-1",
                        nanos(atMs),
                        nanos(atMs + 10),
                        new ViewAnswer(seen(version, 10, reserved), position, lagMs, false)));
    }

    private static StockSeen seen(long version, long total, long reserved) {
        return new StockSeen(version, total, 0, reserved, new TreeMap<>(Map.of("main", total)));
    }

    private static long nanos(long milliseconds) {
        return TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }
}

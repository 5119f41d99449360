package io.stockledger.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.cli.output.Terminal;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

class StatusScreenTest {

    private final ObjectNode status =
            (ObjectNode)
                    JsonMapper.shared()
                            .readTree(
                                    """
                                    {"at": "2026-03-01T09:30:00Z", "healthy": true, "problems": [],
                                     "notShown": [], "commandServices": [], "queryServices": [],
                                     "projections": [], "generations": [], "heldProducts": [],
                                     "verification": []}
                                    """);

    @Test
    void the_first_line_of_a_healthy_system_says_so() {
        assertThat(lines(200).getFirst()).isEqualTo("healthy at 2026-03-01T09:30:00Z");
    }

    @Test
    void the_first_line_has_the_first_problem_and_the_next_lines_have_the_others() {
        ((ArrayNode) status.path("problems")).add("the event log is halted").add("2 dead letters");

        assertThat(lines(200))
                .startsWith(
                        "2 problems at 2026-03-01T09:30:00Z: the event log is halted",
                        "  2 dead letters");
    }

    @Test
    void no_line_is_wider_than_the_terminal() {
        ((ArrayNode) status.path("problems")).add("x".repeat(300)).add("y".repeat(300));

        assertThat(lines(60)).allMatch(line -> line.length() <= 60);
    }

    @Test
    void each_replica_answers_for_its_own_lag_and_the_newest_heartbeat_counts() {
        add(
                "http://a:1",
                """
                {"heartbeat": {"headPosition": 9, "publishedPosition": 9},
                 "verification": {"differences": 0},
                 "projections": [{"name": "inventory", "status": "live", "generation": 1,
                   "position": 9, "lagEvents": 0, "lagMs": 5, "heldProducts": 0,
                   "firstHeldProducts": [], "generations": [
                     {"generation": 1, "state": "serving"}, {"generation": 2, "state": "differs"}]}]}
                """);
        add(
                "http://b:1",
                """
                {"heartbeat": {"headPosition": 7, "publishedPosition": 7},
                 "verification": {"differences": 1, "firstDifferences": ["inventory_view: 'p'"]},
                 "projections": [{"name": "inventory", "status": "held", "generation": 1,
                   "position": 7, "lagEvents": 2, "lagMs": 900, "heldProducts": 1,
                   "firstHeldProducts": [{"productId": "p", "reason": "event 8 is missing"}],
                   "generations": [
                     {"generation": 1, "state": "serving"}, {"generation": 2, "state": "differs"}]}]}
                """);

        assertThat(status.path("problems").valueStream().map(JsonNode::stringValue))
                .containsExactly(
                        "generation 2 of inventory differs from the serving one: swap it in or"
                                + " cancel it",
                        "inventory at http://b:1: 1 products are held",
                        "the verification of http://b:1 has found 1 differences, the first:"
                                + " inventory_view: 'p'");
        ObjectNode row = StatusScreen.figures(status);
        assertThat(row.path("headPosition").asLong(0)).isEqualTo(9);
        assertThat(row.path("lagEventsMax").asLong(0)).isEqualTo(2);
        assertThat(row.path("differences").asLong(0)).isEqualTo(1);
        assertThat(lines(200))
                .anyMatch(line -> line.startsWith("p ") && line.endsWith("event 8 is missing"));
    }

    private void add(String replica, String answer) {
        new ReplicaStatus(replica, status).add(JsonMapper.shared().readTree(answer));
    }

    private List<String> lines(int width) {
        return StatusScreen.lines(status, Terminal.current(), width);
    }
}

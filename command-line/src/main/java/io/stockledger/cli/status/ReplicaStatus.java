package io.stockledger.cli.status;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Adds the answer of one replica to {@code GET /v1/projections} to a status. For one thread. */
final class ReplicaStatus {

    private final String replica;
    private final ObjectNode status;

    ReplicaStatus(String replica, ObjectNode status) {
        this.replica = replica;
        this.status = status;
    }

    void add(JsonNode answer) {
        addLog(answer.path("heartbeat"));
        for (JsonNode projection : answer.path("projections")) {
            addProjection(projection);
        }
        ObjectNode verification = (ObjectNode) answer.path("verification").deepCopy();
        verification.put("replica", replica);
        array("verification").add(verification);
        long differences = verification.path("differences").asLong(0);
        if (differences > 0) {
            problem(
                    "the verification of %s has found %d differences, the first: %s"
                            .formatted(
                                    replica,
                                    differences,
                                    verification.path("firstDifferences").path(0).asString("")));
        }
    }

    /** The newest heartbeat of all replicas counts. */
    private void addLog(JsonNode heartbeat) {
        if (heartbeat.isMissingNode()) {
            return;
        }
        JsonNode known = status.path("log");
        if (known.isMissingNode()
                || heartbeat.path("headPosition").asLong(0)
                        > known.path("headPosition").asLong(0)) {
            status.set("log", heartbeat.deepCopy());
        }
        if (heartbeat.has("halted") && known.isMissingNode()) {
            problem("the event log is halted: " + heartbeat.path("halted").asString(""));
        }
    }

    private void addProjection(JsonNode projection) {
        String name = projection.path("name").asString("");
        ObjectNode row = array("projections").addObject();
        row.put("name", name);
        row.put("replica", replica);
        for (String field :
                new String[] {
                    "generation", "status", "position", "lagEvents", "lagMs", "heldProducts"
                }) {
            row.set(field, projection.path(field));
        }
        String state = projection.path("status").asString("");
        if (!state.equals("live")) {
            problem("%s at %s: %s".formatted(name, replica, described(state, projection)));
        }
        for (JsonNode held : projection.path("firstHeldProducts")) {
            ObjectNode product = ((ObjectNode) held).deepCopy();
            product.put("projection", name);
            addOnce("heldProducts", product);
        }
        for (JsonNode generation : projection.path("generations")) {
            addGeneration(name, generation);
        }
    }

    private static String described(String state, JsonNode projection) {
        return switch (state) {
            case "held" ->
                    "%s products are held".formatted(projection.path("heldProducts").asLong(0));
            case "catching-up" ->
                    "%s events and %s ms behind"
                            .formatted(
                                    projection.path("lagEvents").asLong(0),
                                    projection.path("lagMs").asLong(0));
            case "no-heartbeat" -> "no heartbeat of the relay arrives";
            case "waiting-for-topic" -> "Kafka has no topic of events";
            case "log-halted" -> "the event log is halted";
            default -> state;
        };
    }

    private void addGeneration(String name, JsonNode generation) {
        String state = generation.path("state").asString("");
        if (state.equals("serving")) {
            return;
        }
        ObjectNode row = ((ObjectNode) generation).deepCopy();
        row.put("projection", name);
        if (addOnce("generations", row) && state.equals("differs")) {
            problem(
                    "generation %s of %s differs from the serving one: swap it in or cancel it"
                            .formatted(generation.path("generation").asInt(0), name));
        }
    }

    /** Adds a row, unless another replica of the same database has named it. */
    private boolean addOnce(String list, ObjectNode row) {
        for (JsonNode known : array(list)) {
            if (known.path("projection").equals(row.path("projection"))
                    && known.path("productId").equals(row.path("productId"))
                    && known.path("generation").equals(row.path("generation"))) {
                return false;
            }
        }
        array(list).add(row);
        return true;
    }

    private ArrayNode array(String name) {
        return (ArrayNode) status.path(name);
    }

    private void problem(String text) {
        array("problems").add(text);
    }
}

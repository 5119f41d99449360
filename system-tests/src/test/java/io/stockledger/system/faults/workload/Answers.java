package io.stockledger.system.faults.workload;

import io.stockledger.system.faults.history.CommandResult;
import io.stockledger.system.faults.history.CommandResult.NotDecided;
import io.stockledger.system.faults.history.CommandResult.Recorded;
import io.stockledger.system.faults.history.CommandResult.RecordedEvent;
import io.stockledger.system.faults.history.CommandResult.Refused;
import io.stockledger.system.faults.history.CommandResult.Unknown;
import io.stockledger.system.faults.history.HistoryEntry.StockSeen;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads answers of the services. */
final class Answers {

    private static final int CLIENT_ERROR_MIN = 400;
    private static final int MALFORMED = 400;
    private static final int SERVER_ERROR_MIN = 500;
    private static final int UNAVAILABLE = 503;
    private static final String PROBLEM_PREFIX = "urn:stockledger:problem:";

    /** The problems that say that nothing was recorded. */
    private static final Set<String> NOT_DECIDED =
            Set.of("overloaded", "log-halted", "request-timeout");

    private Answers() {}

    /** Returns the result, or null if the contract does not allow the answer. */
    static @Nullable CommandResult result(int status, JsonNode body, boolean replayed) {
        if (status < CLIENT_ERROR_MIN) {
            return new Recorded(events(body), body.required("position").longValue(), replayed);
        }
        String problem = body.path("type").stringValue("").replace(PROBLEM_PREFIX, "");
        if (NOT_DECIDED.contains(problem)) {
            return new NotDecided(problem);
        }
        if (status == UNAVAILABLE) {
            return new Unknown(problem);
        }
        return status == MALFORMED || status >= SERVER_ERROR_MIN
                ? null
                : new Refused(status, problem, available(body));
    }

    private static List<RecordedEvent> events(JsonNode body) {
        var events = new ArrayList<RecordedEvent>();
        for (JsonNode event : body.path("events")) {
            events.add(
                    new RecordedEvent(
                            body.required("productId").stringValue(),
                            event.required("sequenceNumber").longValue(),
                            event.required("eventId").stringValue()));
        }
        for (JsonNode line : body.path("lines")) {
            events.add(
                    new RecordedEvent(
                            line.required("productId").stringValue(),
                            line.required("version").longValue(),
                            null));
        }
        return events;
    }

    private static Map<String, Long> available(JsonNode body) {
        var available = new TreeMap<String, Long>();
        if (body.has("available") && body.has("productId")) {
            available.put(body.get("productId").stringValue(), body.get("available").longValue());
        }
        for (JsonNode line : body.path("lines")) {
            if (line.has("available")) {
                available.put(
                        line.required("productId").stringValue(),
                        line.get("available").longValue());
            }
        }
        return available;
    }

    /** The stock in an answer of either service. */
    static StockSeen stock(JsonNode body) {
        var warehouses = new TreeMap<String, Long>();
        for (JsonNode each : body.required("warehouses")) {
            warehouses.put(
                    each.required("warehouseId").stringValue(),
                    each.required("quantity").longValue());
        }
        return new StockSeen(
                body.required("version").longValue(),
                body.required("totalStock").longValue(),
                body.path("blockedStock").longValue(0),
                body.required("reservedStock").longValue(),
                warehouses);
    }
}

package io.stockledger.cli.status;

import io.stockledger.cli.services.Service;
import io.stockledger.cli.services.ServiceFailure;
import io.stockledger.cli.services.ServiceUrl;
import io.stockledger.cli.services.Services;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the state of a system from all instances of both services. Each reading is one JSON
 * document; the rates are those since the reading before. For one thread.
 *
 * <p>Everything that is not as it should be is a text in {@code problems}; what could not be read,
 * such as the metrics without the scope {@code inventory:admin}, is one in {@code notShown}.
 */
public final class StatusReader {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int MANAGEMENT_PORT_DISTANCE = 1000;
    private static final int DEAD_LETTERS_PER_PAGE = 500;

    /** The reads of callers, without those of operators. */
    private static final Pattern READS =
            Pattern.compile("uri=\"/v1/(inventory|orders|movements|low-stock-alerts)");

    private final Services services;
    private @Nullable Counters earlier;
    private ObjectNode status = JsonNodeFactory.instance.objectNode();
    private List<ServiceFailure> failures = new ArrayList<>();
    private boolean hasAnswer;

    public StatusReader(Services services) {
        this.services = services;
    }

    /**
     * Reads the state.
     *
     * @throws ServiceFailure if no instance of any service gives an answer that the token may read
     */
    public ObjectNode read() {
        status = JsonNodeFactory.instance.objectNode();
        failures = new ArrayList<>();
        hasAnswer = false;
        status.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        status.put("healthy", true);
        for (String list :
                List.of(
                        "problems",
                        "notShown",
                        "commandServices",
                        "queryServices",
                        "projections",
                        "generations",
                        "heldProducts",
                        "verification")) {
            status.putArray(list);
        }
        double commands = readCommandServices();
        double reads = readQueryServices();
        if (!hasAnswer) {
            throw failures.getFirst();
        }
        double events = status.path("log").path("headPosition").asDouble(Double.NaN);
        var counters = new Counters(System.nanoTime(), commands, events, reads);
        counters.addRates(earlier == null ? Counters.UNKNOWN : earlier, status);
        earlier = counters;
        status.put("healthy", array("problems").isEmpty());
        return status;
    }

    /** Reads the state; without any answer, it is one with the problem and without rates. */
    public ObjectNode readOrUnreachable() {
        try {
            return read();
        } catch (ServiceFailure e) {
            earlier = null;
            status.put("healthy", false);
            if (array("problems").isEmpty()) {
                array("problems").add(e.getMessage());
            }
            return status;
        }
    }

    /** Returns the commands of all instances, NaN if one does not tell. */
    private double readCommandServices() {
        double commands = 0;
        double queued = 0;
        boolean isLed = false;
        boolean isComplete = true;
        for (Service service : services.commands()) {
            ObjectNode entry = array("commandServices").addObject();
            Metrics metrics = instance(service, "command service", entry);
            if (metrics == null) {
                isComplete = false;
                commands = Double.NaN;
                continue;
            }
            commands += metrics.sum("stockledger_commands_total").orElse(0);
            double depth = metrics.sum("stockledger_queue_depth").orElse(0);
            queued += depth;
            entry.put("queuedCommands", Math.round(depth));
            boolean leads = metrics.sum("stockledger_relay_leading").orElse(0) > 0;
            entry.put("leadsRelay", leads);
            isLed |= leads;
            if (metrics.sum("stockledger_relay_fault").orElse(0) > 0) {
                problem(
                        "a fault of the event log keeps %s from publishing: see its log"
                                .formatted(service.url()));
            }
        }
        if (isComplete) {
            status.put("queuedCommands", Math.round(queued));
            if (!isLed) {
                problem("no command service leads the relay: new events are not published");
            }
        }
        return commands;
    }

    /** Returns the reads of all replicas, NaN if one does not tell. */
    private double readQueryServices() {
        double reads = 0;
        for (Service service : services.queries()) {
            ObjectNode entry = array("queryServices").addObject();
            Metrics metrics = instance(service, "query service", entry);
            reads +=
                    metrics == null
                            ? Double.NaN
                            : metrics.sum("http_server_requests_seconds_count", READS).orElse(0);
            if (entry.path("state").asString("").equals("no-answer")) {
                continue;
            }
            try {
                new ReplicaStatus(service.url().toString(), status)
                        .add(service.get("/v1/projections").body());
                addDeadLetters(service);
                hasAnswer = true;
            } catch (ServiceFailure e) {
                failures.add(e);
                problem(
                        "the read models of %s cannot be read: %s"
                                .formatted(service.url(), e.getMessage()));
            }
        }
        return reads;
    }

    /** All replicas of a database have the same letters. */
    private void addDeadLetters(Service service) {
        if (status.has("deadLetters")) {
            return;
        }
        JsonNode page = service.get("/v1/dead-letters?limit=" + DEAD_LETTERS_PER_PAGE).body();
        int count = page.path("items").size();
        status.put("deadLetters", count);
        if (count > 0) {
            problem(
                    "%s%d dead letters: see GET /v1/dead-letters"
                            .formatted(page.has("nextCursor") ? "more than " : "", count));
        }
    }

    /** Adds an instance; returns its metrics, or null if they cannot be read. */
    private @Nullable Metrics instance(Service service, String name, ObjectNode entry) {
        entry.put("url", service.url().toString());
        try {
            int readiness = service.status("/actuator/health/readiness");
            if (readiness == OK) {
                entry.put("state", "ready");
            } else if (readiness == NOT_FOUND) {
                // A gateway does not pass readiness on.
                entry.put("state", "answers");
            } else {
                entry.put("state", "not-ready");
                problem("the %s at %s is not ready: see its log".formatted(name, service.url()));
            }
        } catch (ServiceFailure e) {
            if (e.is(ServiceFailure.NO_ANSWER)) {
                failures.add(e);
                entry.put("state", "no-answer");
                problem("the %s at %s does not answer".formatted(name, service.url()));
                return null;
            }
            entry.put("state", "answers");
        }
        return metrics(service);
    }

    private @Nullable Metrics metrics(Service service) {
        try {
            Metrics metrics = Metrics.parse(metricsText(service));
            hasAnswer = true;
            return metrics;
        } catch (ServiceFailure e) {
            array("notShown")
                    .add(
                            "the metrics of %s: %s"
                                    .formatted(
                                            service.url(),
                                            e.is("forbidden")
                                                    ? "the token lacks the scope inventory:admin"
                                                    : e.getMessage()));
            failures.add(e);
            return null;
        }
    }

    /** The metrics are at the port of the service, or at that of its management. */
    private static String metricsText(Service service) {
        String path = "/actuator/prometheus";
        try {
            return service.text(path);
        } catch (ServiceFailure e) {
            URI url = service.url().at("");
            boolean isElsewhere = e.is("not-found") || e.is("status 404");
            if (!isElsewhere || url.getPort() < 0) {
                throw e;
            }
            int port = url.getPort() + MANAGEMENT_PORT_DISTANCE;
            return service.at(
                            ServiceUrl.parse(url.getScheme() + "://" + url.getHost() + ":" + port))
                    .text(path);
        }
    }

    private ArrayNode array(String name) {
        return (ArrayNode) status.path(name);
    }

    private void problem(String text) {
        array("problems").add(text);
    }
}

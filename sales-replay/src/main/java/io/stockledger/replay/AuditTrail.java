package io.stockledger.replay;

import io.stockledger.cli.services.Deadline;
import io.stockledger.cli.services.HttpCalls;
import io.stockledger.cli.services.ServiceUrl;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Reads the events of a product from the command service, which reads them from the event log. */
final class AuditTrail {

    private static final int PAGE_EVENTS = 100;
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;

    /** An event of the audit trail. */
    record TrailEvent(String eventId, String type, long sequenceNumber, long position) {}

    private final HttpCalls http;
    private final ServiceUrl commandService;

    AuditTrail(HttpCalls http, ServiceUrl commandService) {
        this.http = http;
        this.commandService = commandService;
    }

    /**
     * Returns at most one page of the events after a version; none for a product that is not
     * registered.
     *
     * @throws ReplayFailure if there is no answer before the deadline
     */
    List<TrailEvent> page(String productId, long afterVersion, Deadline deadline) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        commandService.at(
                                "/v1/products/%s/events?after=%d&limit=%d"
                                        .formatted(
                                                ServiceUrl.segment(productId),
                                                afterVersion,
                                                PAGE_EVENTS)));
        HttpResponse<byte[]> response = http.read(request, deadline);
        if (response.statusCode() == NOT_FOUND) {
            return List.of();
        }
        if (response.statusCode() != OK) {
            throw ReplayFailure.system(
                    "%s answers %d to a request for the audit trail of %s"
                            .formatted(commandService, response.statusCode(), productId));
        }
        List<TrailEvent> events = new ArrayList<>();
        for (JsonNode event : HttpCalls.json(response).path("events")) {
            events.add(
                    new TrailEvent(
                            event.path("eventId").asString(""),
                            event.path("payload").path("type").asString(""),
                            event.path("sequenceNumber").asLong(0),
                            event.path("position").asLong(0)));
        }
        return events;
    }

    /** Returns the whole audit trail of a product, which is read page by page. */
    List<TrailEvent> all(String productId, Deadline deadline) {
        List<TrailEvent> all = new ArrayList<>();
        List<TrailEvent> page = page(productId, 0, deadline);
        while (!page.isEmpty()) {
            all.addAll(page);
            long last = page.getLast().sequenceNumber();
            page = page.size() < PAGE_EVENTS ? List.of() : page(productId, last, deadline);
        }
        return all;
    }
}

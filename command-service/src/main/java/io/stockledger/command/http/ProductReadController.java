package io.stockledger.command.http;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.eventstore.StoredEvent;
import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;
import io.stockledger.http.QueryParameters;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads of a product and its history. Both come from the event log, so that they include every
 * recorded event.
 */
@RestController
@RequestMapping(path = "/v1/products/{productId}", produces = APPLICATION_JSON_VALUE)
final class ProductReadController {

    private static final int EVENTS_DEFAULT = 100;
    private static final int EVENTS_MAX = 1_000;

    private final ProductRepository products;
    private final EventLogReader events;
    private final Clock clock;

    ProductReadController(ProductRepository products, EventLogReader events, Clock clock) {
        this.products = products;
        this.events = events;
        this.clock = clock;
    }

    @GetMapping
    ResponseEntity<ProductAnswer> product(
            @PathVariable String productId, HttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request);
        query.pathIdentifier("productId", productId);
        query.finish();
        Product product = products.load(productId);
        if (!product.isRegistered()) {
            throw new ProblemException(Problems.productNotFound(productId));
        }
        return ResponseEntity.ok()
                .eTag(Long.toString(product.version()))
                .body(ProductAnswer.of(product, clock.instant()));
    }

    @GetMapping("/events")
    ResponseEntity<String> events(@PathVariable String productId, HttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request);
        query.pathIdentifier("productId", productId);
        long after = query.wholeNumberOr("after", 0, Long.MAX_VALUE, 0);
        int limit = (int) query.wholeNumberOr("limit", 1, EVENTS_MAX, EVENTS_DEFAULT);
        query.finish();
        List<StoredEvent> found = events.ofStream(productId, after, limit);
        if (found.isEmpty() && events.ofStream(productId, 0, 1).isEmpty()) {
            throw new ProblemException(Problems.productNotFound(productId));
        }
        long nextAfter = found.isEmpty() ? after : found.getLast().sequenceNumber();
        return ResponseEntity.ok(
                found.stream()
                        .map(StoredEvent::envelopeJson)
                        .collect(
                                Collectors.joining(
                                        ",",
                                        "{\"events\":[",
                                        "],\"nextAfter\":" + nextAfter + "}")));
    }
}

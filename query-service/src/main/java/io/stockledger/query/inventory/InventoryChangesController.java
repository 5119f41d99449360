package io.stockledger.query.inventory;

import io.stockledger.access.Caller;
import io.stockledger.access.ClientSlots;
import io.stockledger.access.ClientSlots.Slot;
import io.stockledger.http.HttpProblemType;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;
import io.stockledger.http.QueryParameters;
import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeQueries;
import io.stockledger.query.changes.ChangeQueries.Head;
import io.stockledger.query.changes.ChangeSignals.Signal;
import io.stockledger.query.inventory.cache.InventoryCache;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** {@code GET /v1/inventory-changes}: the items that change, as server-sent events. */
@RestController
final class InventoryChangesController {

    private static final Logger LOG = LoggerFactory.getLogger(InventoryChangesController.class);
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private static final int PRODUCTS_MAX = 500;

    /** A caller that resumes after more changed products than these gets a reset. */
    private static final int RESUMED_PRODUCTS_MAX = 10_000;

    private final ChangeFeed feed;
    private final ChangeQueries changes;
    private final InventoryCache cache;
    private final ClientSlots clientStreams;
    private final Semaphore freeStreams;
    private final Duration heartbeat;
    private final Clock clock;

    /**
     * @param clientStreams the open streams of each client
     * @param streamsMax the maximum number of open streams; a further request is refused as
     *     overloaded
     * @param heartbeat the pause between two heartbeats of a stream without changes
     */
    InventoryChangesController(
            ChangeFeed feed,
            ChangeQueries changes,
            InventoryCache cache,
            ClientSlots clientStreams,
            int streamsMax,
            Duration heartbeat,
            Clock clock) {
        this.feed = feed;
        this.changes = changes;
        this.cache = cache;
        this.clientStreams = clientStreams;
        this.freeStreams = new Semaphore(streamsMax);
        this.heartbeat = heartbeat;
        this.clock = clock;
    }

    @GetMapping(path = "/v1/inventory-changes", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void changes(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters query = QueryParameters.of(request);
        Set<String> productIds = new LinkedHashSet<>(query.identifiers("productId", PRODUCTS_MAX));
        Head from = lastEventId(request, query);
        query.finish();
        if (feed.head().feedId().isEmpty() || feed.signals().isEnded()) {
            throw new ProblemException(Problems.unavailable());
        }
        try (Slot _ = clientStreams.take(request)) {
            if (!freeStreams.tryAcquire()) {
                throw new ProblemException(overloaded());
            }
            try (Signal signal = feed.signals().ofProducts(productIds)) {
                stream(productIds, from, signal, request, response);
            } finally {
                freeStreams.release();
            }
        }
    }

    private void stream(
            Set<String> productIds,
            @Nullable Head from,
            Signal signal,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        // The signal is registered already, so every change after this head wakes the stream.
        Head now = changes.head();
        Optional<List<String>> missed = missedProducts(from, now, productIds);
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // Without this header, a buffering proxy would hold the events back.
        response.setHeader("X-Accel-Buffering", "no");
        if (request.getMethod().equals("HEAD")) {
            // Otherwise the web server adds a Content-Length of 0, which the stream does not have.
            response.flushBuffer();
            return;
        }
        // The stream begins at the last change that this replica knows. Later changes may be sent
        // twice, but never before the cache knows them.
        long known = Math.min(now.number(), feed.head().number());
        long begin = missed.isPresent() && from != null ? from.number() : known;
        var stream =
                new InventoryStream(
                        feed,
                        cache,
                        productIds,
                        heartbeat,
                        Caller.until(request),
                        clock,
                        response.getOutputStream(),
                        begin);
        try {
            stream.begin();
            if (missed.isPresent()) {
                stream.send(missed.get(), known);
            } else if (from != null) {
                stream.reset();
            }
            response.flushBuffer();
            stream.follow(signal);
        } catch (IOException e) {
            LOG.debug("The connection of a change stream is closed; ending the stream", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The products that changed after the last event of the caller; empty if it has none, or if the
     * changes are no longer stored or too many.
     */
    private Optional<List<String>> missedProducts(
            @Nullable Head from, Head now, Set<String> productIds) {
        if (from == null || !from.feedId().equals(now.feedId()) || from.number() > now.number()) {
            return Optional.empty();
        }
        return changes.productsSince(from.number(), now.number(), productIds, RESUMED_PRODUCTS_MAX);
    }

    private static @Nullable Head lastEventId(HttpServletRequest request, QueryParameters query) {
        String text = request.getHeader(LAST_EVENT_ID);
        if (text == null || text.isEmpty()) {
            return null;
        }
        Head from = StreamPosition.read(text);
        if (from == null) {
            query.refuse(LAST_EVENT_ID, "is not the id of an event of this stream");
        }
        return from;
    }

    private static Problem overloaded() {
        return HttpProblemType.OVERLOADED
                .problem("This replica has no room for another stream; try again, or use another")
                .withHeader("Retry-After", "5");
    }
}

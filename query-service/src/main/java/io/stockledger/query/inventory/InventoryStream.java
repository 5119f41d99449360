package io.stockledger.query.inventory;

import io.stockledger.query.changes.Change;
import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeSignals.Signal;
import io.stockledger.query.inventory.cache.CachedAnswer;
import io.stockledger.query.inventory.cache.InventoryCache;

import org.springframework.dao.DataAccessException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The stream of server-sent events of one caller, on the virtual thread of the request. It reads
 * the recent changes at the caller's pace: the changes of a product that arrive during a slow write
 * are sent as one item. For one thread.
 */
final class InventoryStream {

    private static final int LOOKUP_PRODUCTS_MAX = 500;

    private final ChangeFeed feed;
    private final InventoryCache cache;
    private final Set<String> productIds;
    private final Duration heartbeat;
    private final Instant until;
    private final Clock clock;
    private final OutputStream out;
    private final String feedId;
    private final int beginning;
    private long number;

    /**
     * @param productIds the products of this stream; empty for all products
     * @param until the end of the caller's token; {@link Instant#MAX} if it has none
     * @param number the number of the last change that the caller knows
     */
    InventoryStream(
            ChangeFeed feed,
            InventoryCache cache,
            Set<String> productIds,
            Duration heartbeat,
            Instant until,
            Clock clock,
            OutputStream out,
            long number) {
        this.feed = feed;
        this.cache = cache;
        this.productIds = productIds;
        this.heartbeat = heartbeat;
        this.until = until;
        this.clock = clock;
        this.out = out;
        this.feedId = feed.head().feedId();
        this.beginning = feed.recent().resets();
        this.number = number;
    }

    /** Sends a first comment with an id, so that the caller can resume before the first change. */
    void begin() throws IOException {
        write(": changes follow\nretry: 1000\n" + id() + "\n\n");
        out.flush();
    }

    /** Tells the caller that every item it knows may be outdated. */
    void reset() throws IOException {
        write("event: reset\n" + id() + "\ndata: {}\n\n");
    }

    /** Sends the current items of products. Only the last item has the id of the new number. */
    void send(Collection<String> changed, long upTo) throws IOException {
        List<String> ids = List.copyOf(changed);
        for (int from = 0; from < ids.size(); from += LOOKUP_PRODUCTS_MAX) {
            List<String> part = ids.subList(from, Math.min(ids.size(), from + LOOKUP_PRODUCTS_MAX));
            Map<String, CachedAnswer> items = cache.find(part);
            boolean last = from + part.size() == ids.size();
            for (int i = 0; i < part.size(); i++) {
                if (last && i == part.size() - 1) {
                    number = upTo;
                }
                CachedAnswer item = items.get(part.get(i));
                if (item != null) {
                    write("event: inventory\n" + id() + "\ndata: ");
                    item.writeTo(out);
                    write("\n\n");
                }
            }
        }
        number = upTo;
        out.flush();
    }

    /**
     * Sends changes until the caller leaves or falls behind, its token ends, or the service stops.
     */
    void follow(Signal signal) throws IOException, InterruptedException {
        while (!feed.signals().isEnded()) {
            if (!clock.instant().isBefore(until)) {
                end("reauthenticate", "{}");
                return;
            }
            List<Change> changes = feed.recent().after(number);
            if (changes == null || feed.recent().resets() != beginning) {
                drop("the reader is too far behind");
                return;
            }
            try {
                if (send(changes)) {
                    continue;
                }
            } catch (DataAccessException _) {
                drop("the view cannot be read");
                return;
            }
            if (!signal.await(pause())) {
                write(": heartbeat\n" + id() + "\n\n");
                out.flush();
            }
        }
    }

    /**
     * Sends the items of changes.
     *
     * @return false if there are no changes
     */
    private boolean send(List<Change> changes) throws IOException {
        if (changes.isEmpty()) {
            return false;
        }
        long upTo = changes.getLast().number();
        boolean everything = false;
        var changed = new LinkedHashSet<String>();
        for (Change change : changes) {
            everything |= change.everything();
            changed.addAll(ofThisStream(change));
        }
        if (everything) {
            number = upTo;
            reset();
            out.flush();
        } else {
            send(changed, upTo);
        }
        return true;
    }

    private Collection<String> ofThisStream(Change change) {
        Set<String> changed = change.versions().keySet();
        if (productIds.isEmpty()) {
            return changed;
        }
        return productIds.stream().filter(changed::contains).toList();
    }

    /** The heartbeat, or the shorter time until the token ends. */
    private Duration pause() {
        Instant now = clock.instant();
        return until.isBefore(now.plus(heartbeat)) ? Duration.between(now, until) : heartbeat;
    }

    private void drop(String reason) throws IOException {
        end("dropped", "{\"reason\":\"" + reason + "\"}");
    }

    private void end(String event, String data) throws IOException {
        write("event: " + event + "\n" + id() + "\ndata: " + data + "\n\n");
        out.flush();
    }

    private String id() {
        return "id: " + StreamPosition.text(feedId, number);
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}

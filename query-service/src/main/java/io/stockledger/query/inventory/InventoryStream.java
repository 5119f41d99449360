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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One caller's stream, on the virtual thread of the request. It reads the recent changes at the
 * caller's pace: what comes while a write waits is sent as one item a product. For one thread.
 */
final class InventoryStream {

    private static final int ITEMS_AT_ONCE = 500;

    private final ChangeFeed feed;
    private final InventoryCache answers;
    private final Set<String> productIds;
    private final Duration heartbeat;
    private final OutputStream out;
    private final String feedId;
    private final int beginning;
    private long number;

    /**
     * @param productIds the products of this stream; all where there is none
     * @param number up to where the caller knows what has changed
     */
    InventoryStream(
            ChangeFeed feed,
            InventoryCache answers,
            Set<String> productIds,
            Duration heartbeat,
            OutputStream out,
            long number) {
        this.feed = feed;
        this.answers = answers;
        this.productIds = productIds;
        this.heartbeat = heartbeat;
        this.out = out;
        this.feedId = feed.head().feedId();
        this.beginning = feed.recent().beginnings();
        this.number = number;
    }

    /** Begins; the caller learns from where it may resume before anything has changed. */
    void begin() throws IOException {
        write(": changes follow\nretry: 1000\n" + id() + "\n\n");
        out.flush();
    }

    /** Tells the caller that what it knows may be out of date, whatever it is. */
    void reset() throws IOException {
        write("event: reset\n" + id() + "\ndata: {}\n\n");
    }

    /** Sends items as they are now, all of which the caller has to have before the id moves on. */
    void send(Collection<String> changed, long upTo) throws IOException {
        List<String> ids = List.copyOf(changed);
        for (int from = 0; from < ids.size(); from += ITEMS_AT_ONCE) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + ITEMS_AT_ONCE));
            Map<String, CachedAnswer> items = answers.find(some);
            boolean last = from + some.size() == ids.size();
            for (int i = 0; i < some.size(); i++) {
                if (last && i == some.size() - 1) {
                    number = upTo;
                }
                CachedAnswer item = items.get(some.get(i));
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

    /** Goes on until the caller leaves, falls behind, or the service stops. */
    void follow(Signal signal) throws IOException, InterruptedException {
        while (!feed.signals().isEnded()) {
            List<Change> changes = feed.recent().after(number);
            if (changes == null || feed.recent().beginnings() != beginning) {
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
            if (!signal.await(heartbeat)) {
                write(": heartbeat\n" + id() + "\n\n");
                out.flush();
            }
        }
    }

    /** Whether there was anything, so that more may have come meanwhile. */
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
        var ours = new ArrayList<String>();
        for (String productId : productIds) {
            if (changed.contains(productId)) {
                ours.add(productId);
            }
        }
        return ours;
    }

    private void drop(String reason) throws IOException {
        write("event: dropped\n" + id() + "\ndata: {\"reason\":\"" + reason + "\"}\n\n");
        out.flush();
    }

    private String id() {
        return "id: " + StreamPosition.text(feedId, number);
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}

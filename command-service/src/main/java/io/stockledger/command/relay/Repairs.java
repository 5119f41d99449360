package io.stockledger.command.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.StoredEvent;
import io.stockledger.command.metrics.CommandMetrics;
import io.stockledger.events.LogEpoch;
import io.stockledger.events.RepairRequest;
import io.stockledger.events.RepairRequest.OfPartition;
import io.stockledger.events.RepairRequest.OfProduct;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Publishes events again that a replica has not received or the topic has lost. One repair runs at
 * a time, in steps between the passes of the relay; a step reads a bounded number of events. Only
 * published events are published again, with the same headers.
 *
 * <p>Replicas repeat a request every 5 seconds while events are missing, and several replicas may
 * miss the same events. A request that an equal or wider repair has covered within the last 5
 * seconds is therefore ignored; so is one of another epoch or another topic.
 *
 * <p>Used by one thread.
 */
final class Repairs {

    private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);
    private static final Duration IGNORED_FOR = Duration.ofSeconds(5);
    private static final int EVENTS_OF_PRODUCT_MAX = 100;
    private static final int REMEMBERED_MAX = 10_000;

    private final EventLogReader log;
    private final BackwardLog backwardLog;
    private final RecordSender sender;
    private final PublishedTopic topic;
    private final int eventsPerStepMax;
    private final PublishingRight right;
    private final CommandMetrics metrics;
    private final Map<Object, Covered> covered = new Remembered();
    private final Deque<RepairRequest> lost = new ArrayDeque<>();
    private @Nullable Repair running;

    /** What the last repair of a product or of a partition covered, and when it ended. */
    private record Covered(long from, long atNanos) {}

    /** A repair and its progress. */
    private static final class Repair {

        private final RepairRequest request;
        private final boolean lost;
        private final LogEpoch epoch;

        /** Of a product: the last sequence number read. Of a partition: the last position read. */
        private long readTo;

        private int published;

        Repair(RepairRequest request, boolean lost, LogEpoch epoch) {
            this.request = request;
            this.lost = lost;
            this.epoch = epoch;
            this.readTo = from(request) - 1;
        }
    }

    private static final class Remembered extends LinkedHashMap<Object, Covered> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Covered> eldest) {
            return size() > REMEMBERED_MAX;
        }
    }

    Repairs(
            JdbcClient jdbc,
            RecordSender sender,
            PublishedTopic topic,
            int eventsPerStepMax,
            PublishingRight right,
            CommandMetrics metrics) {
        this.log = new EventLogReader(jdbc);
        this.backwardLog = new BackwardLog(jdbc);
        this.sender = sender;
        this.topic = topic;
        this.eventsPerStepMax = eventsPerStepMax;
        this.right = right;
        this.metrics = metrics;
    }

    /** Adds events that the topic has lost; they are published before those of the replicas. */
    void add(List<OfPartition> missing) {
        lost.addAll(missing);
    }

    /** Whether events wait that the topic has lost, or a repair runs. */
    boolean isDue() {
        return running != null || !lost.isEmpty();
    }

    /**
     * Does one step of the running repair, or begins the next one.
     *
     * @param reached how far the log is published
     * @return false if there is nothing to repair
     */
    boolean repairOnce(RepairRequests requests, Relay.Reached reached)
            throws InterruptedException,
                    ExecutionException,
                    SQLException,
                    LeadLostException,
                    TopicChangedException {
        Repair repair = running;
        if (repair == null) {
            RepairRequest ofTopic = lost.poll();
            RepairRequest request = ofTopic == null ? requests.next() : ofTopic;
            if (request == null) {
                return false;
            }
            if (isIgnored(request, reached.epoch())) {
                return true;
            }
            repair = new Repair(request, ofTopic != null, reached.epoch());
            running = repair;
        }
        try {
            if (!repair.epoch.equals(reached.epoch())
                    || step(repair, reached.positions().position())) {
                finish(repair);
            }
        } catch (LogFaultException e) {
            LOG.warn("Ended the repair of {}: {}", words(repair.request), e.getMessage());
            finish(repair);
        }
        return true;
    }

    private boolean isIgnored(RepairRequest request, LogEpoch epoch) {
        if (!request.epoch().equals(epoch.id()) || from(request) < 1) {
            return true;
        }
        if (request instanceof OfPartition of
                && (!of.topicId().equals(topic.id())
                        || of.partition() < 0
                        || of.partition() >= topic.partitions())) {
            return true;
        }
        Covered before = covered.get(key(request));
        return before != null
                && before.from() <= from(request)
                && System.nanoTime() - before.atNanos() < IGNORED_FOR.toNanos();
    }

    /** Whether the repair is complete. */
    private boolean step(Repair repair, long published)
            throws InterruptedException,
                    ExecutionException,
                    SQLException,
                    LeadLostException,
                    TopicChangedException,
                    LogFaultException {
        List<StoredEvent> read =
                switch (repair.request) {
                    case OfProduct of ->
                            log.ofStream(of.productId(), repair.readTo, EVENTS_OF_PRODUCT_MAX);
                    case OfPartition _ -> log.afterPosition(repair.readTo, eventsPerStepMax);
                };
        List<StoredEvent> missing =
                read.stream()
                        .filter(event -> event.position() <= published)
                        .filter(event -> isAskedFor(event, repair.request))
                        .toList();
        if (!missing.isEmpty()) {
            int sent = publish(missing, repair);
            repair.published += sent;
            metrics.relayRepublished(sent);
            if (sent < missing.size()) {
                return true;
            }
        }
        if (read.isEmpty() || read.getLast().position() > published) {
            return true;
        }
        repair.readTo =
                repair.request instanceof OfProduct
                        ? read.getLast().sequenceNumber()
                        : read.getLast().position();
        return false;
    }

    private boolean isAskedFor(StoredEvent event, RepairRequest request) {
        return !(request instanceof OfPartition of) || partition(event) == of.partition();
    }

    private int publish(List<StoredEvent> events, Repair repair)
            throws InterruptedException,
                    ExecutionException,
                    SQLException,
                    LeadLostException,
                    TopicChangedException,
                    LogFaultException {
        var previous = new HashMap<Long, Long>();
        long before = 0;
        for (StoredEvent event : events) {
            if (before == 0 || repair.request instanceof OfProduct) {
                before =
                        backwardLog.lastOf(
                                partition(event), topic.partitions(), event.position() - 1, right);
            }
            previous.put(event.position(), before);
            before = event.position();
        }
        return sender.send(
                events,
                event ->
                        EventRecords.of(
                                topic.name(),
                                partition(event),
                                event.aggregateId().getBytes(UTF_8),
                                event,
                                previous.getOrDefault(event.position(), 0L),
                                repair.epoch.id()));
    }

    private int partition(StoredEvent event) {
        return LastPositions.partition(event.aggregateId().getBytes(UTF_8), topic.partitions());
    }

    private void finish(Repair repair) {
        running = null;
        covered.put(key(repair.request), new Covered(from(repair.request), System.nanoTime()));
        metrics.relayRepaired();
        LOG.info(
                "Published {} events of {} again, because {}",
                repair.published,
                words(repair.request),
                repair.lost ? "the topic has lost them" : "a replica has not received them");
    }

    private static Object key(RepairRequest request) {
        return switch (request) {
            case OfProduct of -> of.productId();
            case OfPartition of -> of.partition();
        };
    }

    /** The first sequence number or position that is asked for. */
    private static long from(RepairRequest request) {
        return switch (request) {
            case OfProduct of -> of.fromSequenceNumber();
            case OfPartition of -> of.afterPosition() + 1;
        };
    }

    private static String words(RepairRequest request) {
        return switch (request) {
            case OfProduct of ->
                    "the product '%s' from sequence number %d"
                            .formatted(of.productId(), of.fromSequenceNumber());
            case OfPartition of ->
                    "partition %d after position %d".formatted(of.partition(), of.afterPosition());
        };
    }
}

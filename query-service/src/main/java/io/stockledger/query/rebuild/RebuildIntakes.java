package io.stockledger.query.rebuild;

import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.GenerationId;
import io.stockledger.query.intake.BatchProjector;
import io.stockledger.query.intake.DeadLetters;
import io.stockledger.query.intake.KafkaIntake;
import io.stockledger.query.intake.Projection;
import io.stockledger.query.metrics.QueryMetrics;

import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

/**
 * The intakes of this replica for the running rebuilds. Each rebuild has one consumer group, which
 * all replicas share. For one thread.
 */
public final class RebuildIntakes {

    private static final Logger LOG = LoggerFactory.getLogger(RebuildIntakes.class);
    private static final long DELETE_MS_MAX = 3_000;

    private final List<Projection> projections;
    private final ConsumerFactory<byte[], byte[]> consumers;
    private final DataSource dataSource;
    private final Admin admin;
    private final QueryMetrics metrics;
    private final KafkaIntake.Options options;
    private final DeadLetters letters;
    private final Clock clock;
    private final Map<GenerationId, KafkaIntake> running = new HashMap<>();

    /**
     * @param options those of the service's own intake; the names of the rebuilds' groups begin
     *     with the name of its group
     */
    public RebuildIntakes(
            List<Projection> projections,
            ConsumerFactory<byte[], byte[]> consumers,
            DataSource dataSource,
            Admin admin,
            QueryMetrics metrics,
            KafkaIntake.Options options,
            DeadLetters letters,
            Clock clock) {
        this.projections = List.copyOf(projections);
        this.consumers = consumers;
        this.dataSource = dataSource;
        this.admin = admin;
        this.metrics = metrics;
        this.options = options;
        this.letters = letters;
        this.clock = clock;
    }

    boolean has(Generation building) {
        return running.containsKey(building.id());
    }

    void begin(Generation building, String topicId) {
        Projection projection =
                projections.stream().filter(building::isOf).findFirst().orElseThrow();
        var intake =
                new KafkaIntake(
                        consumers,
                        BatchProjector.rebuilding(dataSource, projection, building, clock, letters),
                        metrics,
                        new KafkaIntake.Options(
                                "rebuild-" + building.schema(),
                                options.topic(),
                                groupId(building.id()),
                                1,
                                options.retryDelayMsMax()));
        intake.start();
        intake.startConsuming(topicId);
        running.put(building.id(), intake);
    }

    /** Lets the intakes consume the topic of this id, and wait while it does not exist. */
    void follow(@Nullable String topicId) {
        for (KafkaIntake intake : running.values()) {
            if (topicId == null) {
                intake.stopConsuming();
            } else {
                intake.startConsuming(topicId);
            }
        }
    }

    /** Ends the intakes of all other generations, and deletes their groups. */
    void endAllBut(List<Generation> building) {
        List<GenerationId> kept = building.stream().map(Generation::id).toList();
        for (GenerationId generation : List.copyOf(running.keySet())) {
            if (!kept.contains(generation)) {
                end(generation);
                deleteGroup(groupId(generation));
            }
        }
    }

    /** Ends all intakes. The groups stay, so that other replicas can continue. */
    void end() {
        List.copyOf(running.keySet()).forEach(this::end);
    }

    private void end(GenerationId generation) {
        KafkaIntake intake = running.remove(generation);
        if (intake != null) {
            intake.stop();
        }
    }

    private String groupId(GenerationId generation) {
        return options.groupId()
                + "-"
                + generation.projection().replace('_', '-')
                + "-g"
                + generation.number();
    }

    /**
     * Deletes a group, which succeeds on the last replica that leaves it. By default Kafka removes
     * a group that is left over after a week.
     */
    private void deleteGroup(String groupId) {
        try {
            admin.deleteConsumerGroups(List.of(groupId))
                    .all()
                    .get(DELETE_MS_MAX, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Consumer group {} is not deleted; Kafka removes it later", groupId, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.stockledger.query.rebuild;

import io.stockledger.query.generations.Generation;
import io.stockledger.query.intake.BatchProjector;
import io.stockledger.query.intake.IntakeMetrics;
import io.stockledger.query.intake.KafkaIntake;
import io.stockledger.query.intake.Projection;

import org.apache.kafka.clients.admin.Admin;
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
 * This replica's consumers of the rebuilds under way: one group a rebuild, which all replicas
 * share. For one thread.
 */
public final class RebuildIntakes {

    private static final Logger LOG = LoggerFactory.getLogger(RebuildIntakes.class);
    private static final long DELETE_MS_MAX = 3_000;

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final DataSource dataSource;
    private final Admin admin;
    private final IntakeMetrics metrics;
    private final KafkaIntake.Options options;
    private final Clock clock;
    private final Map<Generation, KafkaIntake> running = new HashMap<>();

    /**
     * @param options those of the service's own intake, whose group names those of the rebuilds
     */
    public RebuildIntakes(
            ConsumerFactory<byte[], byte[]> consumers,
            DataSource dataSource,
            Admin admin,
            IntakeMetrics metrics,
            KafkaIntake.Options options,
            Clock clock) {
        this.consumers = consumers;
        this.dataSource = dataSource;
        this.admin = admin;
        this.metrics = metrics;
        this.options = options;
        this.clock = clock;
    }

    boolean has(Generation building) {
        return running.containsKey(building);
    }

    void begin(Projection projection, Generation building, String topicId) {
        var intake =
                new KafkaIntake(
                        consumers,
                        BatchProjector.rebuilding(dataSource, projection, building, clock),
                        metrics,
                        new KafkaIntake.Options(
                                "rebuild-" + building.schema(),
                                options.topic(),
                                groupId(building),
                                1,
                                options.retryDelayMsMax()));
        intake.start();
        intake.topicSeen(topicId);
        running.put(building, intake);
    }

    /** Ends those whose generation is none of these. */
    void endAllBut(List<Generation> building) {
        for (Generation generation : List.copyOf(running.keySet())) {
            if (!building.contains(generation)) {
                end(generation);
                forget(groupId(generation));
            }
        }
    }

    /** Ends all of them; other replicas may go on. */
    void end() {
        List.copyOf(running.keySet()).forEach(this::end);
    }

    private void end(Generation generation) {
        KafkaIntake intake = running.remove(generation);
        if (intake != null) {
            intake.stop();
        }
    }

    private String groupId(Generation generation) {
        return options.groupId()
                + "-"
                + generation.projection().replace('_', '-')
                + "-g"
                + generation.number();
    }

    /** The last replica to leave succeeds; a group that stays is forgotten by Kafka in a week. */
    private void forget(String groupId) {
        try {
            admin.deleteConsumerGroups(List.of(groupId))
                    .all()
                    .get(DELETE_MS_MAX, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Group {} stays for now", groupId, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

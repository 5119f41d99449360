package io.stockledger.system.faults.cluster;

import io.stockledger.system.faults.history.LogSample;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Samples the head of the log, the checkpoint of the relay and the ends of the topic ten times a
 * second on its own thread. While the events database does not answer, there are no samples.
 */
public final class LogWatch implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration KAFKA_MAX = Duration.ofMillis(300);

    private static final String CHECKPOINT =
            """
            SELECT h.position, c.published
            FROM log_head h CROSS JOIN relay_checkpoint c
            """;

    private final Cluster cluster;
    private final ConcurrentLinkedQueue<LogSample> samples = new ConcurrentLinkedQueue<>();
    private final Thread thread = Thread.ofPlatform().name("log-watch").unstarted(this::run);
    private volatile boolean running = true;
    private @Nullable Connection connection;

    private LogWatch(Cluster cluster) {
        this.cluster = cluster;
    }

    public static LogWatch start(Cluster cluster) {
        var watch = new LogWatch(cluster);
        watch.thread.start();
        return watch;
    }

    /** Returns the samples up to now, in the order of time. */
    public List<LogSample> samples() {
        return List.copyOf(samples);
    }

    private void run() {
        try (var topic = new TopicReader(cluster.kafkaBootstrapServers())) {
            while (running) {
                sample(topic);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } finally {
            disconnect();
        }
    }

    private void sample(TopicReader topic) {
        long begin = System.nanoTime();
        try {
            Connection open = connection;
            if (open == null) {
                open = cluster.connectToEvents();
                connection = open;
            }
            try (PreparedStatement statement = open.prepareStatement(CHECKPOINT);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                long head = row.getLong(1);
                long published = row.getLong(2);
                Map<Integer, Long> ends = topic.endOffsets(KAFKA_MAX);
                samples.add(new LogSample(begin, System.nanoTime(), head, published, ends));
            }
        } catch (SQLException e) {
            disconnect();
        }
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException _) {
                // The server has ended it already.
            }
        }
    }

    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

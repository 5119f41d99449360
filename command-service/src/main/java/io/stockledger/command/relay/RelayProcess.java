package io.stockledger.command.relay;

import io.stockledger.command.metrics.CommandMetrics;
import io.stockledger.tls.KafkaTls;
import io.stockledger.transport.Peer;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/**
 * Runs the relay on its own thread, from {@link #start} to {@link #stop}.
 *
 * <p><b>Standby.</b> An instance that does not lead looks at the lease twice a second, and takes it
 * when it is free ({@link RelayLeadership}, {@link RelayLease}). It does nothing else.
 *
 * <p><b>Opening.</b> A new leader opens a {@link RelaySession}: it creates the topics that are
 * missing ({@link EventTopics}), halts the log if the last heartbeat contradicts it ({@link
 * LogComparison}), and compares the topic's id with that of the checkpoint; another id means that
 * every event is published again.
 *
 * <p><b>Leader.</b> The leader runs one pass after another ({@link Relay#relayOnce}): one read of
 * the log, one send, one update of the checkpoint. Between two passes it does at most one step of a
 * repair ({@link Repairs}). The pause before the next pass depends on the number of events that the
 * pass published:
 *
 * <ul>
 *   <li>none: until the notification of an append arrives, or for {@code relay-poll-ms};
 *   <li>fewer than {@code relay-events-max}: until {@code relay-pass-ms} after the beginning of the
 *       pass, so that events that arrive close together are published together;
 *   <li>{@code relay-events-max}: none.
 * </ul>
 *
 * <p>Four times a second, on the thread of the lease, it sends a heartbeat ({@link
 * RelayHeartbeat}), also while a pass hangs or the log has a fault.
 *
 * <p><b>Faults of the log.</b> While the log is halted, has a gap, or has an event that cannot be
 * made into a record, the instance keeps the lead and looks at the log again at each poll. It
 * publishes nothing, so that the heartbeats show a growing lag.
 *
 * <p><b>Another topic.</b> If a topic is missing, is another one, or has other partitions, which is
 * noticed within about 2 seconds, the leader opens a new session and keeps the lead.
 *
 * <p><b>Failures.</b> After any other failure the instance closes its session, gives the lease
 * back, and begins again as a standby: a second later, or 2 seconds later if Kafka failed, so that
 * an instance that reaches Kafka can take the lead. Kafka fails when it acknowledges nothing for 5
 * seconds while a record waits; after each such failure in a row the instance waits twice as long,
 * so that slow brokers are not sent the same records for ever.
 *
 * <p><b>Loss of the lead.</b> A leader that was frozen, or cannot renew its lease, sends no further
 * record: the lease ends by its own clock before another instance can take it. What its producer
 * had sent may still arrive. This is harmless: only the holder of the term moves the checkpoint,
 * and consumers ignore an event whose sequence number they have applied, and a heartbeat of an
 * earlier term.
 */
public final class RelayProcess implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RelayProcess.class);
    private static final Duration STANDBY_POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_KAFKA = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int PATIENCE_DOUBLINGS_MAX = 4;
    private static final int WAIT_SLICE_MS = 500;
    private static final Duration STOP_WAIT = Duration.ofMillis(200);
    private static final int STOP_WAITS_BEFORE_ABORT = 15;

    private final RelaySession.Setup setup;
    private final Peer kafka;
    private final RelayLeadership leadership;
    private final RepeatedFailure outage = new RepeatedFailure();
    private final RepeatedFailure fault = new RepeatedFailure();
    private final Thread thread = Thread.ofPlatform().name("relay").unstarted(this::run);
    private volatile @Nullable RelaySession session;
    private int kafkaFailures;
    private boolean announced;
    private long ledSinceNanos;
    private volatile boolean faulty;
    private volatile boolean running;

    /**
     * A relay that is not started yet.
     *
     * @param ownConnections opens a new connection each time; not a pool
     * @param kafkaConfig the addresses of the brokers, and all other Kafka settings of the operator
     */
    public RelayProcess(
            JdbcClient jdbc,
            DataSource ownConnections,
            Map<String, Object> kafkaConfig,
            TopicSettings topic,
            RelayLimits limits,
            CommandMetrics metrics) {
        this.setup = new RelaySession.Setup(jdbc, kafkaConfig, topic, limits, metrics);
        this.kafka = KafkaTls.peer(kafkaConfig.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        this.leadership = new RelayLeadership(ownConnections);
        metrics.relayLeading(leadership::isLeading, leadership::term);
        metrics.relayHeartbeatAge(this::heartbeatAgeSeconds);
        metrics.relayFault(() -> faulty && leadership.isLeading());
    }

    @Override
    public void start() {
        running = true;
        thread.start();
    }

    /** Stops, and gives the lease back. */
    @Override
    public void stop() {
        if (!running) {
            return;
        }
        running = false;
        thread.interrupt();
        try {
            // A wait for an append ignores the interrupt; it ends when its connection is closed.
            for (int waits = 0; !thread.join(STOP_WAIT); waits++) {
                leadership.abortWait();
                if (waits >= STOP_WAITS_BEFORE_ABORT) {
                    leadership.abort();
                }
            }
        } catch (SQLException e) {
            LOG.debug("A connection of the relay was already broken", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops last. The next leader continues after the checkpoint. */
    @Override
    public int getPhase() {
        return -1;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Whether this instance publishes the event log. */
    boolean isLeading() {
        return leadership.isLeading();
    }

    private double heartbeatAgeSeconds() {
        RelaySession open = session;
        return open == null ? Double.NaN : open.heartbeatAgeSeconds();
    }

    private void run() {
        while (running) {
            Duration pause = leadUntilFailure();
            LockSupport.parkNanos(pause.toNanos());
        }
        leadership.close();
    }

    /** Returns the pause after the failure. */
    private Duration leadUntilFailure() {
        try {
            while (running) {
                if (leadership.lead()) {
                    publish();
                } else {
                    LockSupport.parkNanos(STANDBY_POLL.toNanos());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (LeadLostException e) {
            logLoss(e);
            return e.getCause() instanceof KafkaException ? kafkaFailed() : PAUSE;
        } catch (SQLException | DataAccessException e) {
            logFailure("The event store failed", "check that Postgres is up", e);
        } catch (ExecutionException | KafkaException e) {
            logKafkaFailure(e);
            return kafkaFailed();
        } catch (RuntimeException e) {
            logFailure("Unexpected error", "report it", e);
        } finally {
            closeAll();
        }
        return PAUSE;
    }

    private Duration kafkaFailed() {
        kafkaFailures = Math.min(kafkaFailures + 1, PATIENCE_DOUBLINGS_MAX);
        return PAUSE_AFTER_KAFKA;
    }

    /** One pass and one step of a repair, and the pause after them. */
    private void publish()
            throws InterruptedException, ExecutionException, SQLException, LeadLostException {
        try {
            RelaySession open = session();
            long begun = System.nanoTime();
            int published = pass(open);
            boolean repaired = open.repairOnce();
            if (open.isAcknowledged()) {
                noteSuccess();
            }
            if (published == 0 && !repaired) {
                awaitAppend(open);
            } else if (published < setup.limits().relayEventsMax()) {
                long passNanos = TimeUnit.MILLISECONDS.toNanos(setup.limits().relayPassMs());
                LockSupport.parkNanos(passNanos - (System.nanoTime() - begun));
            }
        } catch (TopicChangedException e) {
            LOG.warn("{}; the relay opens the topics again", e.getMessage());
            closeSession();
        }
    }

    /** Returns the number of events published, 0 if the log has a fault. */
    private int pass(RelaySession open)
            throws InterruptedException,
                    ExecutionException,
                    SQLException,
                    LeadLostException,
                    TopicChangedException {
        try {
            int published = open.relayOnce();
            if (fault.end() != null) {
                faulty = false;
                leadership.activity("publishes");
                LOG.info("The event log is in order again; publishing goes on");
            }
            return published;
        } catch (LogFaultException e) {
            String message = String.valueOf(e.getMessage());
            faulty = true;
            leadership.activity(message);
            if (fault.note(e.fault())) {
                LOG.error("Nothing is published. {}", message);
            }
            return 0;
        }
    }

    private void awaitAppend(RelaySession open)
            throws SQLException, LeadLostException, TopicChangedException {
        long deadline =
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(setup.limits().relayPollMs());
        while (running && !open.isRepairDue()) {
            open.confirm();
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (leftMs <= 0 || leadership.awaitAppend((int) Math.min(leftMs, WAIT_SLICE_MS))) {
                return;
            }
        }
    }

    private RelaySession session() throws InterruptedException, ExecutionException {
        RelaySession open = session;
        if (open == null) {
            open = new RelaySession(setup, leadership, PATIENCE.multipliedBy(1L << kafkaFailures));
            session = open;
            leadership.activity("publishes");
            ledSinceNanos = System.nanoTime();
            if (!outage.lasts()) {
                announce("");
            }
        }
        return open;
    }

    private void noteSuccess() {
        kafkaFailures = 0;
        Duration lasted = outage.end();
        if (lasted != null && !announced) {
            announce(", after a failure that lasted for " + lasted.toSeconds() + " s");
        }
    }

    private void announce(String after) {
        announced = true;
        LOG.info(
                "This instance publishes the log from now on; it leads in term {}{}",
                leadership.term(),
                after);
    }

    private void closeSession() {
        RelaySession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    private void closeAll() {
        closeSession();
        leadership.resign();
        announced = false;
    }

    private void logLoss(LeadLostException e) {
        if (running && outage.note("lead lost")) {
            LOG.warn(
                    "This instance no longer publishes the log, for which it led {} s: {}; it"
                            + " stands by",
                    Duration.ofNanos(System.nanoTime() - ledSinceNanos).toSeconds(),
                    e.getMessage());
        }
    }

    private void logKafkaFailure(Exception e) {
        String refusal = kafka.explain(e);
        if (refusal == null) {
            logFailure(
                    "Kafka failed",
                    "check that the brokers are up and the topic accepts records",
                    e);
        } else if (running && outage.note(refusal)) {
            LOG.warn("Kafka failed; this instance gives the lead back: {}", refusal);
        }
    }

    private void logFailure(String failure, String action, Exception e) {
        if (running && outage.note(failure)) {
            LOG.warn("{}; this instance gives the lead back: {} ({})", failure, e, action, e);
        }
    }
}

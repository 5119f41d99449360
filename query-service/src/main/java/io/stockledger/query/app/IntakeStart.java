package io.stockledger.query.app;

import io.stockledger.events.LogEpoch;
import io.stockledger.query.intake.KafkaIntake;
import io.stockledger.query.progress.Heartbeats;
import io.stockledger.query.progress.TopicState;
import io.stockledger.query.rebuild.RebuildDriver;

import java.util.concurrent.TimeUnit;

/**
 * Lets the intake and the rebuilds follow the topic: they start when it is seen, wait while it is
 * missing, and begin again when its id changes or the views database was restored. For one thread.
 */
final class IntakeStart {

    /** With an earlier version of the relay there are no heartbeats. */
    private static final long HEARTBEAT_WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

    private final Heartbeats heartbeats;
    private final KafkaIntake intake;
    private final RebuildDriver driver;
    private final long createdNanos = System.nanoTime();
    private int knownRestores;

    IntakeStart(Heartbeats heartbeats, KafkaIntake intake, RebuildDriver driver) {
        this.heartbeats = heartbeats;
        this.intake = intake;
        this.driver = driver;
    }

    /**
     * @param restores the number of times that the views database was found to be restored
     */
    void follow(TopicState topic, int restores) {
        if (restores != knownRestores) {
            knownRestores = restores;
            intake.stopConsuming();
            driver.beginAgain();
        }
        LogEpoch epoch = heartbeats.epoch();
        if (epoch != null) {
            driver.enterEpoch(epoch);
        }
        switch (topic) {
            case TopicState.ExistingTopic existing -> {
                if (epoch != null || System.nanoTime() - createdNanos > HEARTBEAT_WAIT_NANOS_MAX) {
                    intake.startConsuming(existing.topicId());
                    driver.setTopicId(existing.topicId());
                }
            }
            case TopicState.MissingTopic _ -> {
                intake.stopConsuming();
                driver.setTopicId(null);
            }
            case TopicState.UnreachableBroker _, TopicState.RefusedConnection _ -> {
                // The consumers connect again by themselves.
            }
        }
    }
}

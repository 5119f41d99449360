package io.stockledger.benchmarks.projection;

import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.LoadTimes;
import io.stockledger.benchmarks.load.Measurement;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Passes of a projector over a log. Only the projection is timed: the records of a pass are created
 * before the pass begins.
 */
record ProjectionLoad(SalesLog log, Projector projector, int recordsPerPass) implements Load {

    @Override
    public Measurement run(LoadTimes times) throws SQLException {
        project(TimeUnit.SECONDS.toNanos(times.warmUpSeconds()));
        return project(TimeUnit.SECONDS.toNanos(times.seconds()));
    }

    /** Repeats passes until their total time has reached the minimum. */
    private Measurement project(long nanosMin) throws SQLException {
        long events = 0;
        long nanos = 0;
        while (nanos < nanosMin) {
            List<ConsumerRecord<byte[], byte[]>> records = log.next(recordsPerPass);
            long start = System.nanoTime();
            projector.project(records);
            nanos += System.nanoTime() - start;
            events += records.size();
        }
        return new Measurement(events, nanos / 1e9, null, null);
    }
}

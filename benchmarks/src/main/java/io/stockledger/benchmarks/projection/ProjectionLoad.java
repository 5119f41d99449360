package io.stockledger.benchmarks.projection;

import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.LoadTimes;
import io.stockledger.benchmarks.load.Measurement;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has a projector take the log in, pass by pass. The clock runs only while it does: a pass's
 * records are made before it begins.
 */
record ProjectionLoad(SalesLog log, Projector projector, int recordsPerPass) implements Load {

    @Override
    public Measurement run(LoadTimes times) throws SQLException {
        take(TimeUnit.SECONDS.toNanos(times.warmUpSeconds()));
        return take(TimeUnit.SECONDS.toNanos(times.seconds()));
    }

    /** Passes until they have taken that long. */
    private Measurement take(long nanosMin) throws SQLException {
        long events = 0;
        long nanos = 0;
        while (nanos < nanosMin) {
            List<ConsumerRecord<byte[], byte[]>> records = log.next(recordsPerPass);
            long begun = System.nanoTime();
            projector.take(records);
            nanos += System.nanoTime() - begun;
            events += records.size();
        }
        return new Measurement(events, nanos / 1e9, null, null);
    }
}

package io.stockledger.benchmarks.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Half of the partitions each, as two consumers of one replica have them, at the same time. */
final class TwoConsumers implements Projector, AutoCloseable {

    private final Projector projector;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    TwoConsumers(Projector projector) {
        this.projector = projector;
    }

    @Override
    public void take(List<ConsumerRecord<byte[], byte[]>> records) throws SQLException {
        var halves = List.of(half(records, 0), half(records, 1));
        var taken = new ArrayList<Future<?>>();
        for (var half : halves) {
            taken.add(
                    threads.submit(
                            () -> {
                                projector.take(half);
                                return true;
                            }));
        }
        for (Future<?> half : taken) {
            await(half);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> half(
            List<ConsumerRecord<byte[], byte[]>> records, int which) {
        return records.stream().filter(record -> record.partition() % 2 == which).toList();
    }

    private static void await(Future<?> half) throws SQLException {
        try {
            half.get();
        } catch (ExecutionException e) {
            throw new SQLException("a consumer failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}

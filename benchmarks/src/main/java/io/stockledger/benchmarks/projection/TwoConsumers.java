package io.stockledger.benchmarks.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two consumers that project at the same time, each with half of the partitions. */
final class TwoConsumers implements Projector, AutoCloseable {

    private final Projector projector;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    TwoConsumers(Projector projector) {
        this.projector = projector;
    }

    @Override
    public void project(List<ConsumerRecord<byte[], byte[]>> records) throws SQLException {
        var halves = List.of(half(records, 0), half(records, 1));
        var passes = new ArrayList<Future<?>>();
        for (var half : halves) {
            passes.add(
                    threads.submit(
                            () -> {
                                projector.project(half);
                                return true;
                            }));
        }
        for (Future<?> pass : passes) {
            await(pass);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> half(
            List<ConsumerRecord<byte[], byte[]>> records, int remainder) {
        return records.stream().filter(record -> record.partition() % 2 == remainder).toList();
    }

    private static void await(Future<?> pass) throws SQLException {
        try {
            pass.get();
        } catch (ExecutionException e) {
            throw new SQLException("a consumer failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a consumer", e);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}

package io.stockledger.system.faults.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs steps at the same time, each on a thread of its own. */
final class Together {

    private Together() {}

    /** Returns after all steps; throws if one of them has thrown. */
    static void run(List<Runnable> steps) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> running =
                    steps.stream().map(step -> CompletableFuture.runAsync(step, threads)).toList();
            running.forEach(CompletableFuture::join);
        }
    }
}

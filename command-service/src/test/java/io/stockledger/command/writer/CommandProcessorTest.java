package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.eventstore.InMemoryEventStore;
import io.stockledger.command.eventstore.InMemorySnapshotStore;
import io.stockledger.command.writer.CommandOutcome.Recorded;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@Timeout(180)
class CommandProcessorTest {

    private final InMemoryEventStore events = new InMemoryEventStore();
    private final InMemorySnapshotStore snapshots = new InMemorySnapshotStore();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private CommandProcessor processor(WriterLimits limits) {
        return new CommandProcessor(events, snapshots, registry, Clock.systemUTC(), limits);
    }

    @Test
    void commands_from_many_threads_all_get_an_outcome() throws Exception {
        CommandProcessor processor = processor(WriterLimits.defaults());
        processor.start();
        processor.submit(request(register("p-1"))).get(60, TimeUnit.SECONDS);
        var clients = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 16; i++) {
            clients.add(
                    CompletableFuture.runAsync(
                            () -> {
                                for (int j = 0; j < 50; j++) {
                                    processor.submit(request(receive("p-1", 1))).join();
                                }
                            },
                            Thread::startVirtualThread));
        }
        CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new))
                .get(60, TimeUnit.SECONDS);
        await("snapshots are written on their own thread")
                .atMost(Duration.ofSeconds(60))
                .until(() -> snapshots.load(List.of("p-1")).containsKey("p-1"));
        processor.stop();

        assertThat(events.load("p-1", Integer.MAX_VALUE)).hasSize(801);
    }

    @Test
    void a_full_queue_refuses_commands_at_once() {
        CommandProcessor processor =
                processor(new WriterLimits(2, 50, 20, 4, 1_000, 1_000_000, 10_000, 300, 10));
        var queued =
                List.of(
                        processor.submit(request(register("p-1"))),
                        processor.submit(request(register("p-2"))));

        assertThat(queued).noneMatch(CompletableFuture::isDone);
        assertThatThrownBy(() -> processor.submit(request(register("p-3"))))
                .isInstanceOf(OverloadedException.class);
        assertThat(
                        registry.get("stockledger.commands")
                                .tag("outcome", "overloaded")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void bulk_requests_find_room_until_the_queue_is_half_full() {
        CommandProcessor processor =
                processor(new WriterLimits(4, 50, 20, 4, 1_000, 1_000_000, 10_000, 300, 10));
        var _ = processor.submit(request(register("p-1")));
        assertThat(processor.hasRoomForBulk()).isTrue();
        var _ = processor.submit(request(register("p-2")));

        assertThat(processor.hasRoomForBulk()).isFalse();
        assertThat(processor.submit(request(register("p-3"))))
                .as("a single command still finds room")
                .isNotDone();
    }

    @Test
    void stopping_refuses_new_commands_and_completes_the_queued_ones() {
        CommandProcessor processor = processor(WriterLimits.defaults());
        var queued = new ArrayList<CompletableFuture<CommandOutcome>>();
        for (int i = 0; i < 500; i++) {
            queued.add(processor.submit(request(register("p-" + i))));
        }
        processor.start();
        processor.stop();

        assertThat(queued).allMatch(CompletableFuture::isDone);
        assertThat(queued).allMatch(outcome -> outcome.join() instanceof Recorded);
        assertThat(processor.isRunning()).isFalse();
        assertThatThrownBy(() -> processor.submit(request(register("late"))))
                .isInstanceOf(OverloadedException.class);
    }

    private static CommandRequest request(ProductCommand command) {
        return CommandRequest.of(command);
    }
}

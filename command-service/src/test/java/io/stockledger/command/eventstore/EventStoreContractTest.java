package io.stockledger.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Proves that the tests of the contract can fail. */
class EventStoreContractTest {

    @Test
    void a_store_that_does_nothing_passes_no_test_of_the_contract() throws Exception {
        List<Method> tests =
                Stream.of(
                                EventStoreContract.class,
                                ExclusiveAppendsContract.class,
                                OrderLookUpsContract.class)
                        .flatMap(contract -> Arrays.stream(contract.getDeclaredMethods()))
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .toList();
        var passed = new ArrayList<String>();
        for (Method test : tests) {
            try {
                test.invoke(new DoNothingContract());
                passed.add(test.getName());
            } catch (InvocationTargetException failure) {
                assertThat(failure.getCause()).isInstanceOf(AssertionError.class);
            }
        }

        assertThat(tests).hasSizeGreaterThan(10);
        assertThat(passed).isEmpty();
    }

    private static final class DoNothingContract extends EventStoreContract {
        @Override
        EventStore store() {
            return new DoNothingEventStore();
        }
    }

    /** Reports success for every append and keeps nothing. */
    private static final class DoNothingEventStore implements EventStore {

        @Override
        public LogEpoch epoch() {
            return new LogEpoch(UUID.randomUUID(), 1);
        }

        @Override
        public AppendResult append(AppendBatch batch) {
            return new Success(1);
        }

        @Override
        public Success appendExclusively(
                @Nullable LogAnchor anchor,
                long knownPosition,
                Function<NewerEvents, AppendBatch> decide) {
            return new Success(1);
        }

        @Override
        public Optional<Success> outcomeOf(StreamEvent firstEvent) {
            return Optional.empty();
        }

        @Override
        public List<EventEnvelope> loadSince(
                Map<String, Long> sinceVersions, int eventsPerStreamMax) {
            return List.of();
        }

        @Override
        public Map<String, Receipt> receipts(Collection<String> keys) {
            return Map.of();
        }

        @Override
        public RecordedShipments shipments(Map<ProductOfOrder, Long> upToVersions) {
            return new RecordedShipments(epoch(), Map.of());
        }

        @Override
        public ProductsOfOrders productsOfOrders(Collection<String> orderIds) {
            return new ProductsOfOrders(epoch(), Map.of());
        }
    }
}

package io.stockledger.system.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.Reservation;
import io.stockledger.command.domain.WarehouseStock;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventType;
import io.stockledger.system.faults.checker.Checker;
import io.stockledger.system.faults.checker.StockState;
import io.stockledger.system.faults.history.EventLog;
import io.stockledger.system.faults.history.EventLog.LogEvent;
import io.stockledger.system.faults.history.History;
import io.stockledger.system.faults.history.SeedEvidence;
import io.stockledger.verification.ModelLine;
import io.stockledger.verification.ModelPolicy;
import io.stockledger.verification.ModelWarehouse;
import io.stockledger.verification.ProductModel;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** The seed is random and printed; {@code -Dstockledger.test.seed=N} runs this seed only. */
class ModelsAgreeTest {

    private static final String PROPERTY = "stockledger.test.seed";
    private static final int ROUNDS = 300;
    private static final int COMMANDS = 300;

    /** Each round has a seed of its own. */
    @FunctionalInterface
    private interface Round {
        void run(Random random);
    }

    private static void rounds(Round round) {
        Long only = Long.getLong(PROPERTY);
        long first = only == null ? new Random().nextLong() : only;
        for (int i = 0; i < (only == null ? ROUNDS : 1); i++) {
            try {
                round.run(new Random(first + i));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("-D" + PROPERTY + "=" + (first + i), e);
            }
        }
    }

    @Test
    void the_verification_accepts_every_event_that_is_decided_and_has_the_same_figures() {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        rounds(
                random -> {
                    var models = new HashMap<String, ProductModel>();
                    var history =
                            new RandomHistory(
                                    random,
                                    (event, product) -> {
                                        types.add(EventType.of(event.payload()));
                                        ProductModel model =
                                                models.computeIfAbsent(
                                                        event.aggregateId(), ProductModel::new);
                                        model.apply(event);
                                        assertEqual(model, product, event.occurredAt());
                                    });
                    history.send(COMMANDS);
                });
        if (Long.getLong(PROPERTY) == null) {
            assertThat(types).as("the events of the histories").containsOnly(EventType.values());
        }
    }

    private static void assertEqual(ProductModel model, Product product, Instant now) {
        assertThat(model.name()).isEqualTo(product.name());
        assertThat(model.sku()).isEqualTo(product.sku());
        assertThat(model.version()).isEqualTo(product.version());
        assertThat(model.archived()).isEqualTo(product.isArchived());
        assertThat(model.policy())
                .isEqualTo(
                        new ModelPolicy(
                                product.policy().safetyStock(),
                                product.policy().backorderLimit(),
                                product.policy().reorderPoint()));
        assertThat(model.totalStock()).isEqualTo(product.totalStock());
        assertThat(model.blockedStock()).isEqualTo(product.blockedStock());
        assertThat(model.reservedAt(now)).isEqualTo(product.reservedStock(now));
        assertThat(model.availableToPromise(now)).isEqualTo(product.availableToPromise(now));
        var onHand = new TreeMap<String, WarehouseStock>();
        model.warehouses()
                .forEach((id, w) -> onHand.put(id, new WarehouseStock(w.onHand(), w.blocked())));
        assertThat(onHand).isEqualTo(product.warehouses());
        Map<String, Reservation> held = new HashMap<>();
        model.openLines().forEach((order, line) -> held.put(order, reservation(line)));
        assertThat(held).isEqualTo(product.reservations());
        assertThat(model.warehouses().values().stream().mapToLong(ModelWarehouse::reserved).sum())
                .isEqualTo(
                        held.values().stream()
                                .filter(reservation -> reservation.warehouseId() != null)
                                .mapToLong(Reservation::quantity)
                                .sum());
    }

    private static Reservation reservation(ModelLine line) {
        return new Reservation(line.reserved(), line.expiresAt(), line.warehouseId());
    }

    @Test
    void the_checker_of_the_fault_tests_accepts_the_same_histories_with_the_same_figures() {
        rounds(
                random -> {
                    var figures = new HashMap<String, Map<Long, List<Long>>>();
                    var history =
                            new RandomHistory(
                                    random,
                                    (_, product) ->
                                            figures.computeIfAbsent(
                                                            product.productId(),
                                                            _ -> new HashMap<>())
                                                    .put(product.version(), figures(product)));
                    history.send(COMMANDS);

                    var checker = new Checker(evidence(history.events()), false);
                    assertThat(checker.check())
                            .noneMatch(violation -> violation.rule().equals("log-fold"));
                    figures.forEach(
                            (productId, byVersion) -> {
                                List<StockState> states = checker.statesOf(productId);
                                byVersion.forEach(
                                        (version, expected) ->
                                                assertThat(figures(states.get(version.intValue())))
                                                        .isEqualTo(expected));
                            });
                });
    }

    /** Total, blocked and reserved stock. */
    private static List<Long> figures(Product product) {
        long reserved =
                product.reservations().values().stream().mapToLong(Reservation::quantity).sum();
        return List.of(product.totalStock(), product.blockedStock(), reserved);
    }

    private static List<Long> figures(StockState state) {
        return List.of(state.total(), state.blocked(), state.reserved());
    }

    private static SeedEvidence evidence(List<EventEnvelope> events) {
        List<LogEvent> log = events.stream().map(ModelsAgreeTest::logEvent).toList();
        Set<String> products = Set.copyOf(RandomHistory.PRODUCTS);
        return new SeedEvidence(
                new History(),
                new EventLog(0, log.size(), log, List.of()),
                products,
                products,
                List.of(),
                List.of(),
                List.of());
    }

    private static LogEvent logEvent(EventEnvelope event) {
        return new LogEvent(
                event.position(),
                event.eventId().toString(),
                event.aggregateId(),
                event.sequenceNumber(),
                EventType.of(event.payload()).wireName(),
                event.occurredAt(),
                JsonMapper.shared().readTree(EventJson.writePayload(event.payload())),
                "command",
                null);
    }
}

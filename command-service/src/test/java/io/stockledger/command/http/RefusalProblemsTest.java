package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderShipments;
import io.stockledger.command.domain.Refusal;
import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.http.Problem;
import io.stockledger.http.RequestFields;

import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.Map;

class RefusalProblemsTest {

    private static final List<Refusal> REFUSALS =
            List.of(
                    new Refusal.IdempotencyKeyReused("key"),
                    new Refusal.ProductNotFound("p"),
                    new Refusal.AlreadyRegistered("p"),
                    new Refusal.VersionMismatch("p", 7, 3),
                    new Refusal.ReservationNotFound("p", "o"),
                    new Refusal.OrderReservationsNotFound("o"),
                    new Refusal.ReservationExists("p", "o", 1),
                    new Refusal.OrderReservationsExist("o", List.of(new Line("p", 1))),
                    new Refusal.InvalidQuantity("quantity", 0, "must be positive"),
                    new Refusal.InsufficientStock("p", 1, 2),
                    new Refusal.InsufficientOrderStock(
                            "o", List.of(new Refusal.Shortage("p", null, 1, 2))),
                    new Refusal.InsufficientWarehouseStock("p", "w", 1, 2),
                    new Refusal.StaleCount("p", "w", 1, 2),
                    new Refusal.WouldOversell("p", null, 2, 1),
                    new Refusal.WouldOversell("p", "w", 2, 1),
                    new Refusal.ArchivedProduct("p"),
                    new Refusal.ShipmentNotFound("p", "o"),
                    new Refusal.ReturnBeyondShipment("p", "quantity", 3, new OrderShipments(2, 1)));

    private final RefusalProblems problems =
            new RefusalProblems(new EventLogReader(JdbcClient.create(new PGSimpleDataSource())));

    @Test
    void each_refusal_has_the_same_name_in_problems_and_in_metrics() {
        for (Refusal refusal : REFUSALS) {
            Problem problem = problems.of(refusal, RequestFields.none());

            assertThat(problem.type().problemName()).isEqualTo(refusal.name());
        }
    }

    @Test
    void the_test_knows_every_refusal() {
        assertThat(REFUSALS)
                .<Class<?>>extracting(Refusal::getClass)
                .containsOnly(Refusal.class.getPermittedSubclasses());
    }

    @Test
    void an_adjustment_that_a_warehouse_does_not_allow_names_it() {
        assertThat(fields(new Refusal.WouldOversell("p", "w", 2, 9)))
                .containsExactly(
                        entry("productId", "p"),
                        entry("warehouseId", "w"),
                        entry("reserved", 2L),
                        entry("newTotal", 9L));
        assertThat(fields(new Refusal.WouldOversell("p", null, 2, 1)))
                .doesNotContainKey("warehouseId");
    }

    @Test
    void a_return_that_is_too_large_names_what_was_shipped_and_what_came_back() {
        var refusal =
                new Refusal.ReturnBeyondShipment("p", "quantity", 3, new OrderShipments(2, 1));

        assertThat(fields(refusal))
                .containsExactly(
                        entry("field", "quantity"),
                        entry("quantity", 3L),
                        entry("productId", "p"),
                        entry("shipped", 2L),
                        entry("returned", 1L));
    }

    private Map<String, Object> fields(Refusal refusal) {
        return problems.of(refusal, RequestFields.none()).fields();
    }
}

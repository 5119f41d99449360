package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.command.writer.CommandOutcome.Recorded;
import io.stockledger.command.writer.CommandProcessor;
import io.stockledger.command.writer.CommandRequest;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.UUID;

/** The rules for identifiers are for requests: ids that are in the log already stay readable. */
class StoredIdentifiersIT {

    private final RunningCommandService service = RunningCommandService.shared();
    private final Calls calls = new Calls(service.url());

    @ParameterizedTest
    @ValueSource(strings = {"a\u200bb", "\ufeff", "e\u0301", "a\u00ad"})
    void a_product_with_an_id_that_requests_cannot_name_loads_from_its_events(String start) {
        String productId = start + UUID.randomUUID();
        String orderId = "o-" + UUID.randomUUID();
        record(CommandRequest.of(new RegisterProduct(productId, "n", start, 10, start)));
        record(CommandRequest.of(new ReserveStock(productId, orderId, 4, null, false)));

        Product product = service.bean(ProductRepository.class).load(productId);
        Answer named = calls.product(productId);
        Answer cancelled = calls.delete(Calls.orderPath(orderId) + "/reservations");

        assertThat(product.productId()).isEqualTo(productId);
        assertThat(product.quantityIn(start)).isEqualTo(10);
        assertThat(named.status()).isEqualTo(400);
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.body().at("/lines/0/productId").asString()).isEqualTo(productId);
    }

    private void record(CommandRequest request) {
        assertThat(service.bean(CommandProcessor.class).submit(request).join())
                .isInstanceOf(Recorded.class);
    }
}

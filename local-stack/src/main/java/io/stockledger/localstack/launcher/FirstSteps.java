package io.stockledger.localstack.launcher;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Three curl commands to try, with a product id that is new at each start. */
final class FirstSteps {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private FirstSteps() {}

    static List<String> curls(Service command, Service query, Instant now) {
        String productId = "mug-" + STAMP.format(now);
        return List.of(
                """
                curl -s %s/v1/products -H 'Content-Type: application/json' \
                -d '{"productId":"%s","name":"Blue mug","sku":"MUG-BLUE","initialQuantity":10}'\
                """
                        .formatted(command.url(), productId),
                """
                curl -s %s/v1/products/%s/reservations -H 'Content-Type: application/json' \
                -d '{"orderId":"order-1","quantity":2}'\
                """
                        .formatted(command.url(), productId),
                // The read model is a moment behind the write, so the command retries.
                "curl -sf --retry 5 --retry-delay 1 --retry-all-errors %s/v1/inventory/%s"
                        .formatted(query.url(), productId));
    }
}

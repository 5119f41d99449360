package io.stockledger.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

class PrintedEventsTest {

    @Test
    void a_line_has_the_place_the_stock_and_the_cause_of_an_event() {
        assertThat(
                        PrintedEvents.line(
                                JsonMapper.shared()
                                        .readTree(
                                                """
                                                {"productId": "mug", "sequenceNumber": 3,
                                                 "position": 4711, "eventId": "e",
                                                 "occurredAt": "2026-03-01T09:30:00.125456Z",
                                                 "type": "StockShipped", "orderId": "o 1",
                                                 "quantity": 6, "expiresAt": null,
                                                 "correlationId": "c", "totalStock": 94,
                                                 "availableStock": 90, "warehouses": []}
                                                """)))
                .isEqualTo(
                        "     4711  2026-03-01T09:30:00.125Z  StockShipped                  94"
                                + "         90  mug                   orderId=o 1 quantity=6");
    }
}

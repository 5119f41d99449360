package io.stockledger.command.http;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.writer.CommandOutcome.Effect;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.http.RequestBodies;
import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The commands on all products of an order. Each is recorded for all of them or for none, and is
 * answered after its events are durable.
 */
@RestController
@RequestMapping(path = "/v1/orders/{orderId}", produces = APPLICATION_JSON_VALUE)
final class OrderCommandController {

    private final CommandExchange exchange;
    private final int bodyBytesMax;

    OrderCommandController(CommandExchange exchange, int bodyBytesMax) {
        this.exchange = exchange;
        this.bodyBytesMax = bodyBytesMax;
    }

    @PostMapping(path = "/reservations", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<OrderAnswer> reserve(@PathVariable String orderId, HttpServletRequest request) {
        RequestFields fields = body(request);
        return send(request, fields, OrderBodies.reserveOrder(checkedId(orderId, fields), fields));
    }

    @DeleteMapping(path = "/reservations")
    ResponseEntity<OrderAnswer> cancel(@PathVariable String orderId, HttpServletRequest request) {
        RequestFields fields = RequestFields.withoutBody(request);
        return send(request, fields, OrderBodies.cancelOrder(checkedId(orderId, fields)));
    }

    @PostMapping(path = "/shipments", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<OrderAnswer> ship(@PathVariable String orderId, HttpServletRequest request) {
        RequestFields fields = body(request);
        return send(request, fields, OrderBodies.shipOrder(checkedId(orderId, fields), fields));
    }

    private ResponseEntity<OrderAnswer> send(
            HttpServletRequest request, RequestFields fields, OrderCommand command) {
        CommandRequest commandRequest = CommandHeaders.with(request, fields, command);
        fields.finish();
        Effect effect = exchange.send(commandRequest, fields);
        return CommandHeaders.set(ResponseEntity.ok(), effect)
                .body(OrderAnswer.of(command, effect));
    }

    private static String checkedId(String orderId, RequestFields fields) {
        return fields.identifier("orderId", orderId);
    }

    private RequestFields body(HttpServletRequest request) {
        return RequestFields.of(RequestBodies.read(request, bodyBytesMax));
    }
}

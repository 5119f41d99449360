package io.stockledger.command.http;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.ArchiveProduct;
import io.stockledger.command.domain.ProductCommand.RestoreProduct;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.http.RequestBodies;
import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

import java.net.URI;
import java.util.function.BiFunction;

/**
 * The commands on one product. Each is answered after its events are durable. A dry run is decided
 * and not recorded.
 */
@RestController
@RequestMapping(path = "/v1/products", produces = APPLICATION_JSON_VALUE)
final class ProductCommandController {

    private final CommandExchange exchange;
    private final int bodyBytesMax;

    ProductCommandController(CommandExchange exchange, int bodyBytesMax) {
        this.exchange = exchange;
        this.bodyBytesMax = bodyBytesMax;
    }

    @PostMapping(consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> register(HttpServletRequest request) {
        RequestFields fields = body(request);
        ProductCommand command = CommandBodies.registerProduct(fields);
        URI location = URI.create("/v1/products/" + UriUtils.encode(command.productId(), UTF_8));
        return send(ResponseEntity.created(location), request, fields, command);
    }

    @PatchMapping(path = "/{productId}", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> rename(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::renameProduct);
    }

    @PutMapping(path = "/{productId}/policy", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> setPolicy(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::setStockPolicy);
    }

    @PutMapping(path = "/{productId}/archive")
    ResponseEntity<CommandAnswer> archive(
            @PathVariable String productId, HttpServletRequest request) {
        return handleWithoutBody(productId, request, (id, _) -> new ArchiveProduct(id));
    }

    @DeleteMapping(path = "/{productId}/archive")
    ResponseEntity<CommandAnswer> restore(
            @PathVariable String productId, HttpServletRequest request) {
        return handleWithoutBody(productId, request, (id, _) -> new RestoreProduct(id));
    }

    @PostMapping(path = "/{productId}/receipts", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> receive(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::receiveStock);
    }

    @PostMapping(path = "/{productId}/reservations", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> reserve(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::reserveStock);
    }

    @PatchMapping(path = "/{productId}/reservations/{orderId}", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> change(
            @PathVariable String productId,
            @PathVariable String orderId,
            HttpServletRequest request) {
        return handle(
                productId,
                request,
                (id, fields) ->
                        CommandBodies.changeReservation(id, checkedId(orderId, fields), fields));
    }

    @DeleteMapping(path = "/{productId}/reservations/{orderId}")
    ResponseEntity<CommandAnswer> cancel(
            @PathVariable String productId,
            @PathVariable String orderId,
            HttpServletRequest request) {
        return handleWithoutBody(
                productId,
                request,
                (id, fields) -> CommandBodies.cancelReservation(id, checkedId(orderId, fields)));
    }

    private static String checkedId(String orderId, RequestFields fields) {
        return fields.identifier("orderId", orderId);
    }

    @PostMapping(path = "/{productId}/shipments", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> ship(@PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::shipStock);
    }

    @PostMapping(path = "/{productId}/returns", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> giveBack(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::returnStock);
    }

    @PostMapping(path = "/{productId}/blocks", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> block(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::blockStock);
    }

    @PostMapping(path = "/{productId}/unblocks", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> unblock(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::unblockStock);
    }

    @PostMapping(path = "/{productId}/write-offs", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> writeOff(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::writeOffStock);
    }

    @PostMapping(path = "/{productId}/adjustments", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> adjust(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::adjustStock);
    }

    @PostMapping(path = "/{productId}/transfers", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> transfer(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::transferStock);
    }

    @PostMapping(path = "/{productId}/counts", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> count(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::countStock);
    }

    private ResponseEntity<CommandAnswer> handle(
            String productId,
            HttpServletRequest request,
            BiFunction<String, RequestFields, ProductCommand> reader) {
        return handle(productId, request, body(request), reader);
    }

    private ResponseEntity<CommandAnswer> handleWithoutBody(
            String productId,
            HttpServletRequest request,
            BiFunction<String, RequestFields, ProductCommand> reader) {
        return handle(productId, request, RequestFields.withoutBody(request), reader);
    }

    private ResponseEntity<CommandAnswer> handle(
            String productId,
            HttpServletRequest request,
            RequestFields fields,
            BiFunction<String, RequestFields, ProductCommand> reader) {
        ProductCommand command = reader.apply(fields.identifier("productId", productId), fields);
        return send(ResponseEntity.ok(), request, fields, command);
    }

    private ResponseEntity<CommandAnswer> send(
            ResponseEntity.BodyBuilder response,
            HttpServletRequest request,
            RequestFields fields,
            ProductCommand command) {
        boolean dryRun = fields.queryFlag(request, DryRun.PARAMETER);
        CommandRequest commandRequest = CommandHeaders.with(request, fields, command);
        fields.finish();
        AnswerEvents events = exchange.send(commandRequest, dryRun, fields);
        CommandAnswer answer = CommandAnswer.of(command, events);
        return CommandHeaders.set(response, events, command.productId()).body(answer);
    }

    private RequestFields body(HttpServletRequest request) {
        return RequestFields.of(RequestBodies.read(request, bodyBytesMax));
    }
}

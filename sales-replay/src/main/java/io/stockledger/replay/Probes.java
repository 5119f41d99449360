package io.stockledger.replay;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds commands that a shop sends by mistake and that must be refused. Each probe is of the next
 * kind that is possible in the state of the product.
 */
final class Probes {

    private enum Kind {
        REGISTERED_TWICE,
        MORE_THAN_AVAILABLE,
        SHIPPED_WITHOUT_RESERVATION,
        CANCELLED_WITHOUT_RESERVATION,
        RESERVED_TWICE,
        SHIPPED_MORE_THAN_RESERVED,
        SHIPPED_FROM_SHORT_WAREHOUSE,
        ADJUSTED_FROM_STALE_QUANTITY,
        ADJUSTED_BELOW_RESERVED,
        RECEIVED_NOTHING,
        TRANSFERRED_MORE_THAN_HELD,
        RETURNED_WITHOUT_SHIPMENT,
        RETURNED_MORE_THAN_SHIPPED,
        BLOCKED_MORE_THAN_FOR_SALE,
        UNBLOCKED_MORE_THAN_BLOCKED,
        SENT_FOR_OLDER_VERSION
    }

    private static final String UNKNOWN_ORDER = "unknown-order";

    private final String unknownOrder;
    private final List<String> warehouseIds;
    private int next;

    Probes(String prefix, List<String> warehouseIds) {
        this.unknownOrder = prefix + UNKNOWN_ORDER;
        this.warehouseIds = warehouseIds;
    }

    /** Adds one command that must be refused. */
    void add(ProductScript script) {
        Kind[] kinds = Kind.values();
        for (int tried = 0; tried < kinds.length; tried++) {
            Kind kind = kinds[next++ % kinds.length];
            if (kind == Kind.SENT_FOR_OLDER_VERSION && script.model().version() > 1) {
                script.add(receive(1), script.model().version() - 1);
                return;
            }
            Optional<Command> command = command(kind, script.model());
            if (command.isPresent()) {
                script.add(command.get());
                return;
            }
        }
    }

    private Optional<Command> command(Kind kind, ProductModel model) {
        String warehouse = warehouseIds.getLast();
        long held = model.held(warehouse);
        long unblocked = model.unblocked(warehouse);
        return switch (kind) {
            case REGISTERED_TWICE ->
                    Optional.of(new Command.Register(model.name(), model.sku(), 1, warehouse));
            case MORE_THAN_AVAILABLE ->
                    Optional.of(new Command.Reserve(unknownOrder, model.available() + 1));
            case SHIPPED_WITHOUT_RESERVATION ->
                    Optional.of(new Command.Ship(unknownOrder, warehouse, 1));
            case CANCELLED_WITHOUT_RESERVATION -> Optional.of(new Command.Cancel(unknownOrder));
            case RESERVED_TWICE -> openOrder(model).map(order -> new Command.Reserve(order, 1));
            case SHIPPED_MORE_THAN_RESERVED ->
                    openOrder(model)
                            .map(
                                    order ->
                                            new Command.Ship(
                                                    order,
                                                    warehouse,
                                                    model.openQuantity(order) + 1));
            case SHIPPED_FROM_SHORT_WAREHOUSE ->
                    openOrder(model)
                            .filter(order -> model.openQuantity(order) > unblocked)
                            .map(order -> new Command.Ship(order, warehouse, unblocked + 1));
            case ADJUSTED_FROM_STALE_QUANTITY ->
                    Optional.of(new Command.Adjust(warehouse, held, "counted", held + 1));
            case ADJUSTED_BELOW_RESERVED ->
                    Optional.of(model)
                            .filter(state -> held > 0)
                            .filter(
                                    state ->
                                            state.total() - held - state.blocked()
                                                    < state.reserved())
                            .map(state -> new Command.Adjust(warehouse, 0, "cleared", null));
            case RECEIVED_NOTHING -> Optional.of(receive(0));
            case TRANSFERRED_MORE_THAN_HELD ->
                    Optional.of(warehouseIds.getFirst())
                            .filter(first -> !first.equals(warehouse))
                            .map(
                                    first ->
                                            new Command.Transfer(
                                                    warehouse,
                                                    first,
                                                    unblocked + 1,
                                                    "beyond stock"));
            case RETURNED_WITHOUT_SHIPMENT ->
                    Optional.of(new Command.Return(unknownOrder, warehouse, 1, "unknown", false));
            case RETURNED_MORE_THAN_SHIPPED ->
                    model.reservations().entrySet().stream()
                            .filter(line -> line.getValue().shipped() > 0)
                            .map(Map.Entry::getKey)
                            .findFirst()
                            .map(
                                    order ->
                                            new Command.Return(
                                                    order,
                                                    warehouse,
                                                    model.returnable(order) + 1,
                                                    "too many",
                                                    true));
            case BLOCKED_MORE_THAN_FOR_SALE ->
                    Optional.of(new Command.Block(warehouse, unblocked + 1, "damaged"));
            case UNBLOCKED_MORE_THAN_BLOCKED ->
                    Optional.of(
                            new Command.Unblock(
                                    warehouse, model.blocked(warehouse) + 1, "inspected"));
            case SENT_FOR_OLDER_VERSION -> Optional.empty();
        };
    }

    private Command receive(long quantity) {
        return new Command.Receive(warehouseIds.getFirst(), quantity, "by mistake");
    }

    private static Optional<String> openOrder(ProductModel model) {
        return model.openOrders().stream().findFirst();
    }
}

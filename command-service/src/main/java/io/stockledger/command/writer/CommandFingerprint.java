package io.stockledger.command.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.Edit;
import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.ChangeOrder;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.LineChange;
import io.stockledger.command.domain.OrderCommand.ReassignOrder;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ReturnOrder;
import io.stockledger.command.domain.OrderCommand.ReturnedLine;
import io.stockledger.command.domain.OrderCommand.SellOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.ArchiveProduct;
import io.stockledger.command.domain.ProductCommand.BlockStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.ChangeReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.ExpireReservations;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.RenameProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.RestoreProduct;
import io.stockledger.command.domain.ProductCommand.ReturnStock;
import io.stockledger.command.domain.ProductCommand.SetStockPolicy;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.command.domain.ProductCommand.UnblockStock;
import io.stockledger.command.domain.ProductCommand.WriteOffStock;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.UUID;

/**
 * Identifies the content of a command: the first 128 bits of a SHA-256 over the fields that the
 * caller has sent. Fingerprints are stored with the receipts, so the order of the fields below is a
 * format. Values that the service looks up for a command are not part of it.
 */
final class CommandFingerprint {

    private final MessageDigest digest;

    private CommandFingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    static UUID of(Command command, @Nullable Long expectedVersion) {
        var fingerprint = new CommandFingerprint();
        fingerprint.add(command.type());
        fingerprint.add(expectedVersion);
        fingerprint.addFields(command);
        ByteBuffer bytes = ByteBuffer.wrap(fingerprint.digest.digest());
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private void addFields(Command command) {
        switch (command) {
            case RegisterProduct c ->
                    add(c.productId(), c.name(), c.sku(), c.initialQuantity(), c.warehouseId());
            case RenameProduct c -> add(c.productId(), c.name(), c.sku());
            case SetStockPolicy c ->
                    add(c.productId(), c.safetyStock(), c.backorderLimit(), c.reorderPoint());
            case ArchiveProduct c -> add(c.productId());
            case RestoreProduct c -> add(c.productId());
            case ReceiveStock c -> {
                add(c.productId(), c.warehouseId(), c.quantity(), c.reference());
                addIfSet(c.blocked());
            }
            case ReserveStock c -> {
                add(c.productId(), c.orderId(), c.quantity(), c.expiresInSeconds(), c.extend());
                addIfSet(c.warehouseId());
            }
            case ChangeReservation c -> {
                add(c.productId(), c.orderId(), c.quantity());
                addEdit(c.expiresInSeconds());
                addEdit(c.warehouseId());
            }
            case CancelReservation c -> add(c.productId(), c.orderId());
            case ShipStock c -> {
                add(c.productId(), c.orderId(), c.warehouseId(), c.quantity());
                addIfSet(c.beyondReservation());
            }
            case ReturnStock c ->
                    add(
                            c.productId(),
                            c.orderId(),
                            c.warehouseId(),
                            c.quantity(),
                            c.reason(),
                            c.blocked());
            case BlockStock c -> add(c.productId(), c.warehouseId(), c.quantity(), c.reason());
            case UnblockStock c -> add(c.productId(), c.warehouseId(), c.quantity(), c.reason());
            case WriteOffStock c ->
                    add(c.productId(), c.warehouseId(), c.quantity(), c.reason(), c.blocked());
            case AdjustStock c ->
                    add(
                            c.productId(),
                            c.warehouseId(),
                            c.newQuantity(),
                            c.reason(),
                            c.oldQuantity());
            case TransferStock c ->
                    add(
                            c.productId(),
                            c.fromWarehouseId(),
                            c.toWarehouseId(),
                            c.quantity(),
                            c.reference());
            case CountStock c ->
                    add(
                            c.productId(),
                            c.warehouseId(),
                            c.countedQuantity(),
                            c.reference(),
                            c.asOf() == null ? null : c.asOf().version());
            case ExpireReservations c -> add(c.productId(), c.orderIds());
            case OrderCommand c -> addFieldsOfOrder(c);
        }
    }

    private void addFieldsOfOrder(OrderCommand command) {
        add(command.orderId());
        switch (command) {
            case ReserveOrder c -> {
                add(c.expiresInSeconds(), c.policy());
                for (Line line : c.lines()) {
                    add(line.productId(), line.quantity());
                    addIfSet(line.warehouseId());
                }
            }
            case ChangeOrder c -> {
                addEdit(c.expiresInSeconds());
                for (LineChange line : c.lines()) {
                    add(line.productId(), line.quantity());
                    addEdit(line.warehouseId());
                }
            }
            case CancelOrder _ -> {}
            case ReassignOrder c -> {
                add(c.toOrderId());
                Set<String> chosen = c.chosenProductIds();
                if (chosen != null) {
                    chosen.stream().sorted().forEach(this::add);
                }
            }
            case ShipOrder c -> {
                c.lines().forEach(this::addShipment);
                addIfSet(c.beyondReservation());
            }
            case SellOrder c -> {
                add(c.policy());
                c.lines().forEach(this::addShipment);
            }
            case ReturnOrder c -> {
                for (ReturnedLine line : c.lines()) {
                    add(
                            line.productId(),
                            line.warehouseId(),
                            line.quantity(),
                            line.reason(),
                            line.blocked());
                }
            }
        }
    }

    private void addShipment(Shipment line) {
        add(line.productId(), line.warehouseId(), line.quantity());
    }

    /**
     * Adds a field that an earlier version did not have, so that a command without it has the same
     * fingerprint as before. No other field is null at this place.
     */
    private void addIfSet(@Nullable Object field) {
        if (field != null && !field.equals(false)) {
            add((Object) null);
            add(field);
        }
    }

    private void addEdit(Edit<?> edit) {
        switch (edit) {
            case Edit.Keep<?> _ -> add("keep");
            case Edit.SetTo<?>(var value) -> add("set", value);
        }
    }

    private void add(@Nullable Object... fields) {
        for (Object field : fields) {
            add(field);
        }
    }

    /** Adds the length before each field, so that no two sequences of fields have equal bytes. */
    private void add(@Nullable Object field) {
        byte[] bytes = field == null ? null : field.toString().getBytes(UTF_8);
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        digest.update(length.putInt(bytes == null ? -1 : bytes.length).flip());
        if (bytes != null) {
            digest.update(bytes);
        }
    }
}

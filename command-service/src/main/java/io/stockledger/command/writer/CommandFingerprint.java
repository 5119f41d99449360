package io.stockledger.command.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.ExpireReservations;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
            case ReceiveStock c -> add(c.productId(), c.warehouseId(), c.quantity(), c.reference());
            case ReserveStock c ->
                    add(c.productId(), c.orderId(), c.quantity(), c.expiresInSeconds(), c.extend());
            case CancelReservation c -> add(c.productId(), c.orderId());
            case ShipStock c -> add(c.productId(), c.orderId(), c.warehouseId(), c.quantity());
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
            case ReserveOrder c -> {
                add(c.orderId(), c.expiresInSeconds(), c.policy());
                c.lines().forEach(line -> add(line.productId(), line.quantity()));
            }
            case CancelOrder c -> add(c.orderId());
            case ShipOrder c -> {
                add(c.orderId());
                c.lines()
                        .forEach(
                                line -> add(line.productId(), line.warehouseId(), line.quantity()));
            }
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

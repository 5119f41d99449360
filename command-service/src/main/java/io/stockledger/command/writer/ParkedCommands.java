package io.stockledger.command.writer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Commands whose product is being loaded, each product's in the order they came. Bounded in all and
 * for one product, so that a product whose history takes long cannot take the room of the others.
 * Only the loop's thread touches it.
 */
final class ParkedCommands {

    private final Map<String, Queue<PendingCommand>> byProduct = new HashMap<>();
    private final int commandsMax;
    private final int commandsPerProductMax;
    private int size;

    ParkedCommands(int commandsMax, int commandsPerProductMax) {
        this.commandsMax = commandsMax;
        this.commandsPerProductMax = commandsPerProductMax;
    }

    /** Parks a command until a product is there, unless too many are parked. */
    boolean park(PendingCommand command, String productId) {
        Queue<PendingCommand> line = byProduct.get(productId);
        if (size >= commandsMax || (line != null && line.size() >= commandsPerProductMax)) {
            return false;
        }
        byProduct.computeIfAbsent(productId, _ -> new ArrayDeque<>()).add(command);
        size++;
        return true;
    }

    boolean has(String productId) {
        return byProduct.containsKey(productId);
    }

    /** Takes all commands of a product, in order. */
    Deque<PendingCommand> release(String productId) {
        Queue<PendingCommand> line = byProduct.remove(productId);
        if (line == null) {
            return new ArrayDeque<>();
        }
        size -= line.size();
        return new ArrayDeque<>(line);
    }

    boolean isEmpty() {
        return byProduct.isEmpty();
    }
}

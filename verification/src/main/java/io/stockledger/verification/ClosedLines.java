package io.stockledger.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The lines of a product that hold no reservation any more, by order. A product that sells well has
 * millions of them, so they are kept as bytes: about 16 more than the order id has.
 *
 * <h2>Layout</h2>
 *
 * An entry consists of the end of the reservation, the shipped and the returned quantity, the
 * length of the order id, and the id in UTF-8. If the reservation was reassigned, the length and
 * the id of the other order follow. Numbers have 7 bits in each byte, the lowest first; the highest
 * bit says that another byte follows. Entries are added at the end of the last block, and none
 * spans two blocks. A removed entry gets the end {@link #REMOVED}. A hash table with linear probing
 * contains the place of each entry.
 *
 * <p>Not thread-safe.
 */
final class ClosedLines {

    private static final List<String> ENDS =
            List.of(
                    ModelLine.SHIPPED,
                    ModelLine.CANCELLED,
                    ModelLine.EXPIRED,
                    ModelLine.REASSIGNED);

    private static final byte REMOVED = -1;

    private static final int BLOCK_BITS = 17;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int FIRST_BLOCK = 256;
    private static final int FIRST_TABLE = 8;

    private static final byte[] NO_ID = {};

    /** The end, and four numbers of at most 10 bytes. */
    private static final int ENTRY_OVERHEAD_MAX = 41;

    private final List<byte[]> blocks = new ArrayList<>();

    /** The end of the entries in the last block. */
    private int end;

    /** The place of an entry plus 1; 0 if free. */
    private int[] table = new int[FIRST_TABLE];

    /** The entries in the table, also those that were removed. */
    private int used;

    ClosedLines() {
        blocks.add(new byte[FIRST_BLOCK]);
    }

    /** The line of an order; null if it has none. */
    @Nullable ModelLine get(String orderId) {
        int place = find(orderId.getBytes(UTF_8));
        return place < 0 ? null : new Entry(place).line();
    }

    /**
     * Adds the line of an order that has none.
     *
     * @throws IllegalArgumentException if the line is open, or names another order although it was
     *     not reassigned
     */
    void add(String orderId, ModelLine line) {
        int ending = ENDS.indexOf(line.end());
        boolean isReassigned = line.end().equals(ModelLine.REASSIGNED);
        if (ending < 0 || line.isOpen() || isReassigned != (line.toOrderId() != null)) {
            throw new IllegalArgumentException(line.toString());
        }
        if (2 * (used + 1) > table.length) {
            rehash();
        }
        byte[] id = orderId.getBytes(UTF_8);
        insert(write((byte) ending, line, id), id);
    }

    /** Removes the line of an order, if it has one. */
    void remove(String orderId) {
        int place = find(orderId.getBytes(UTF_8));
        if (place >= 0) {
            block(place)[offset(place)] = REMOVED;
        }
    }

    <E extends Exception> void forEach(LineVisitor<E> visitor) throws E {
        for (int slot : table) {
            if (slot > 0) {
                Entry entry = new Entry(slot - 1);
                if (!entry.isRemoved()) {
                    visitor.visit(entry.orderId(), entry.line());
                }
            }
        }
    }

    private int write(byte ending, ModelLine line, byte[] id) {
        String toOrderId = line.toOrderId();
        byte[] otherId = toOrderId == null ? NO_ID : toOrderId.getBytes(UTF_8);
        reserve(id.length + otherId.length + ENTRY_OVERHEAD_MAX);
        byte[] block = blocks.getLast();
        int place = ((blocks.size() - 1) << BLOCK_BITS) + end;
        block[end++] = ending;
        writeNumber(block, line.shipped());
        writeNumber(block, line.returned());
        writeId(block, id);
        if (toOrderId != null) {
            writeId(block, otherId);
        }
        return place;
    }

    private void writeId(byte[] block, byte[] id) {
        writeNumber(block, id.length);
        System.arraycopy(id, 0, block, end, id.length);
        end += id.length;
    }

    /** Makes room in the last block, which grows up to its size, or begins another one. */
    private void reserve(int bytes) {
        byte[] block = blocks.getLast();
        if (end + bytes > block.length && block.length < BLOCK) {
            int grown = Math.clamp(2L * (end + bytes), FIRST_BLOCK, BLOCK);
            block = Arrays.copyOf(block, grown);
            blocks.set(blocks.size() - 1, block);
        }
        if (end + bytes > block.length) {
            blocks.add(new byte[Math.max(BLOCK, bytes)]);
            end = 0;
        }
    }

    private void writeNumber(byte[] block, long number) {
        long rest = number;
        while (rest > 0x7F) {
            block[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        block[end++] = (byte) rest;
    }

    private void rehash() {
        int[] before = table;
        table = new int[2 * before.length];
        used = 0;
        for (int slot : before) {
            if (slot > 0) {
                Entry entry = new Entry(slot - 1);
                if (!entry.isRemoved()) {
                    insert(slot - 1, entry.idBytes());
                }
            }
        }
    }

    private void insert(int place, byte[] id) {
        int index = firstIndex(id);
        while (table[index] != 0) {
            index = (index + 1) & (table.length - 1);
        }
        table[index] = place + 1;
        used++;
    }

    /** The place of the entry with this id; -1 if there is none. */
    private int find(byte[] id) {
        int index = firstIndex(id);
        while (table[index] != 0) {
            Entry entry = new Entry(table[index] - 1);
            if (!entry.isRemoved() && entry.hasId(id)) {
                return table[index] - 1;
            }
            index = (index + 1) & (table.length - 1);
        }
        return -1;
    }

    private int firstIndex(byte[] id) {
        int hash = Arrays.hashCode(id) * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & (table.length - 1);
    }

    private byte[] block(int place) {
        return blocks.get(place >>> BLOCK_BITS);
    }

    private static int offset(int place) {
        return place & (BLOCK - 1);
    }

    /** Reads an entry. */
    private final class Entry {

        private final byte[] block;
        private final byte ending;
        private final long shipped;
        private final long returned;
        private final int idOffset;
        private final int idLength;
        private int next;

        Entry(int place) {
            block = block(place);
            next = offset(place);
            ending = block[next++];
            shipped = readNumber();
            returned = readNumber();
            idLength = Math.toIntExact(readNumber());
            idOffset = next;
        }

        private long readNumber() {
            long number = 0;
            int shift = 0;
            while (block[next] < 0) {
                number |= (long) (block[next++] & 0x7F) << shift;
                shift += 7;
            }
            return number | (long) block[next++] << shift;
        }

        boolean isRemoved() {
            return ending == REMOVED;
        }

        boolean hasId(byte[] id) {
            return Arrays.equals(block, idOffset, idOffset + idLength, id, 0, id.length);
        }

        byte[] idBytes() {
            return Arrays.copyOfRange(block, idOffset, idOffset + idLength);
        }

        String orderId() {
            return new String(block, idOffset, idLength, UTF_8);
        }

        ModelLine line() {
            String how = ENDS.get(ending);
            return ModelLine.closed(
                    shipped, returned, how, how.equals(ModelLine.REASSIGNED) ? otherId() : null);
        }

        /** The id of the other order, after that of the order. */
        private String otherId() {
            next = idOffset + idLength;
            int length = Math.toIntExact(readNumber());
            return new String(block, next, length, UTF_8);
        }
    }
}

package io.stockledger.cli.stockimport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A set of texts that keeps 64 bits of the SHA-256 of each, in 11 to 22 bytes per text. With a
 * million texts, the probability that any two have the same hash is below 1 to 10 million. For one
 * thread.
 */
final class TextHashes {

    private static final int FIRST_SLOTS = 1024;

    private final MessageDigest digest = sha256();
    private long[] slots = new long[FIRST_SLOTS];
    private int count;

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Adds a text; returns whether it was absent. */
    boolean add(String text) {
        long hash = hash(text);
        int slot = slotOf(slots, hash);
        if (slots[slot] == hash) {
            return false;
        }
        slots[slot] = hash;
        count++;
        if (count > slots.length / 4 * 3) {
            grow();
        }
        return true;
    }

    boolean contains(String text) {
        long hash = hash(text);
        return slots[slotOf(slots, hash)] == hash;
    }

    /** Returns the slot of the hash, or the empty one in which it belongs. */
    private static int slotOf(long[] slots, long hash) {
        int slot = (int) hash & (slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != hash) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        Arrays.stream(slots)
                .filter(hash -> hash != 0)
                .forEach(hash -> larger[slotOf(larger, hash)] = hash);
        slots = larger;
    }

    private long hash(String text) {
        byte[] bytes = digest.digest(text.getBytes(StandardCharsets.UTF_8));
        long hash = ByteBuffer.wrap(bytes).getLong();
        // 0 marks an empty slot.
        return hash == 0 ? 1 : hash;
    }
}

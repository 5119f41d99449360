package io.stockledger.system.faults.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Removes whole batches of records from the end of a partition. */
final class SegmentTail {

    /** The number of batches that are lost; a batch has the records of one pass of the relay. */
    private static final int BATCHES = 2;

    /** The base offset and the length of the rest, at the beginning of every batch. */
    private static final int LENGTH_AT = 8;

    private static final int HEADER_BYTES = 12;

    private SegmentTail() {}

    /** Shortens the newest segment of the partition, if the folder has one. */
    static void remove(Path partition) throws IOException {
        if (!Files.isDirectory(partition)) {
            return;
        }
        Optional<Path> newest;
        try (Stream<Path> files = Files.list(partition)) {
            newest =
                    files.filter(file -> file.toString().endsWith(".log"))
                            .max(Comparator.comparing(Path::getFileName));
        }
        if (newest.isPresent()) {
            try (FileChannel segment =
                    FileChannel.open(
                            newest.get(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                List<Long> batches = batches(segment);
                if (!batches.isEmpty()) {
                    segment.truncate(batches.get(Math.max(0, batches.size() - BATCHES)));
                }
            }
        }
    }

    /** The positions of the batches in the segment. */
    private static List<Long> batches(FileChannel segment) throws IOException {
        var batches = new ArrayList<Long>();
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        long position = 0;
        while (segment.read(header.clear(), position) == HEADER_BYTES) {
            int rest = header.getInt(LENGTH_AT);
            if (rest <= 0) {
                break;
            }
            batches.add(position);
            position += HEADER_BYTES + rest;
        }
        return batches;
    }
}

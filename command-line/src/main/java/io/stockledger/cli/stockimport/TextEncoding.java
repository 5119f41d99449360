package io.stockledger.cli.stockimport;

import io.stockledger.cli.OperatorFailure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The encoding of a file.
 *
 * @param mark the byte order mark with which the file begins; empty if it has none
 */
record TextEncoding(Charset charset, List<Byte> mark) {

    private static final List<Byte> UTF_8 = List.of((byte) 0xEF, (byte) 0xBB, (byte) 0xBF);
    private static final List<Byte> UTF_16LE = List.of((byte) 0xFF, (byte) 0xFE);
    private static final List<Byte> UTF_16BE = List.of((byte) 0xFE, (byte) 0xFF);
    private static final List<Byte> ZIP = List.of((byte) 'P', (byte) 'K', (byte) 3, (byte) 4);
    private static final List<Byte> GZIP = List.of((byte) 0x1F, (byte) 0x8B);
    private static final int BUFFER = 1 << 16;

    /**
     * Finds the encoding: that of the byte order mark, or else that of the option, or else UTF-8.
     *
     * @throws OperatorFailure if the file is compressed or a spreadsheet, or Java has no encoding
     *     of this name
     */
    static TextEncoding of(Path path, @Nullable String name) throws IOException {
        byte[] first;
        try (InputStream bytes = Files.newInputStream(path)) {
            first = bytes.readNBytes(4);
        }
        if (beginsWith(first, ZIP) || beginsWith(first, GZIP)) {
            throw new OperatorFailure(
                    path + " is a spreadsheet or an archive: save or unpack it as CSV first");
        }
        if (beginsWith(first, UTF_8)) {
            return new TextEncoding(StandardCharsets.UTF_8, UTF_8);
        }
        if (beginsWith(first, UTF_16LE)) {
            return new TextEncoding(StandardCharsets.UTF_16LE, UTF_16LE);
        }
        if (beginsWith(first, UTF_16BE)) {
            return new TextEncoding(StandardCharsets.UTF_16BE, UTF_16BE);
        }
        try {
            return new TextEncoding(
                    name == null ? StandardCharsets.UTF_8 : Charset.forName(name), List.of());
        } catch (IllegalArgumentException e) {
            throw new OperatorFailure(
                    "--encoding: Java has no '%s'; usual ones are UTF-8 and windows-1252"
                            .formatted(name),
                    e);
        }
    }

    private static boolean beginsWith(byte[] first, List<Byte> mark) {
        for (int i = 0; i < mark.size(); i++) {
            if (i >= first.length || first[i] != mark.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** The byte order mark as bytes. */
    byte[] markBytes() {
        byte[] bytes = new byte[mark.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = mark.get(i);
        }
        return bytes;
    }

    /** Returns the failure of a file that has bytes which are no text in this encoding. */
    OperatorFailure fault(Path path) {
        try {
            return new OperatorFailure(
                    "%s, line %d: these bytes are not %s: name the encoding, such as --encoding %s"
                            .formatted(
                                    path,
                                    lineOfFault(path),
                                    charset,
                                    charset.equals(StandardCharsets.UTF_8)
                                            ? "windows-1252"
                                            : "UTF-8"));
        } catch (IOException e) {
            return new OperatorFailure("cannot read %s (%s)".formatted(path, e.getMessage()), e);
        }
    }

    private long lineOfFault(Path path) throws IOException {
        CharsetDecoder decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        CharBuffer chars = CharBuffer.allocate(BUFFER);
        long line = 1;
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes(mark.size());
            boolean isEnd = false;
            while (!isEnd) {
                int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
                isEnd = read < 0;
                bytes.position(bytes.position() + Math.max(read, 0)).flip();
                CoderResult result = decoder.decode(bytes, chars, isEnd);
                line += newlines(chars.flip());
                chars.clear();
                if (result.isError()) {
                    return line;
                }
                bytes.compact();
            }
        }
        return line;
    }

    private static long newlines(CharBuffer chars) {
        return Arrays.stream(chars.toString().split("\n", -1)).count() - 1;
    }
}

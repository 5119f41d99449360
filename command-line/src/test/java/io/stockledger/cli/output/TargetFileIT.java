package io.stockledger.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.cli.OperatorFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

class TargetFileIT {

    @TempDir private Path folder;

    @Test
    void a_file_is_as_it_was_until_the_new_one_is_complete() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "old");
        var target = new TargetFile("--file", file);

        write(target, "new");
        assertThat(file).content().isEqualTo("old");
        target.complete();
        assertThat(file).content().isEqualTo("new");

        write(target, "half");
        target.discard();
        assertThat(file).content().isEqualTo("new");
        assertThat(folder.toFile().list()).containsExactly("a.csv");
    }

    @Test
    void a_pipe_is_written_directly_and_stays() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> text(pipe));
        var target = new TargetFile("--file", pipe);

        write(target, "rows");
        target.complete();
        target.deleteEarlier();
        target.discard();

        assertThat(read).succeedsWithin(Duration.ofSeconds(60)).isEqualTo("rows");
        assertThat(target.isDirect()).isTrue();
        assertThat(Files.exists(pipe) && !Files.isRegularFile(pipe)).isTrue();
        assertThat(folder.toFile().list()).containsExactly("pipe");
    }

    @Test
    void a_link_stays_and_the_file_behind_it_is_replaced() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a.csv"));
        var target = new TargetFile("--file", link);

        write(target, "new");
        target.complete();

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(file).content().isEqualTo("new");
    }

    @Test
    void a_folder_and_a_place_without_a_folder_are_refused_with_the_option() {
        assertThatThrownBy(() -> new TargetFile("--file", folder))
                .isInstanceOf(OperatorFailure.class)
                .hasMessageContaining("--file")
                .hasMessageContaining("is a folder");
        assertThatThrownBy(() -> new TargetFile("--file", folder.resolve("none/a.csv")))
                .isInstanceOf(OperatorFailure.class)
                .hasMessageContaining("check --file");
    }

    @Test
    void one_file_is_recognised_by_other_names_and_through_links() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "");
        Path other = folder.resolve("b.csv");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a.csv"));
        Path hardLink = Files.createLink(folder.resolve("hard"), file);
        Path toOther = Files.createSymbolicLink(folder.resolve("to-other"), Path.of("b.csv"));

        assertThat(TargetFile.areSame(file, folder.resolve("./a.csv"))).isTrue();
        assertThat(TargetFile.areSame(file, link)).isTrue();
        assertThat(TargetFile.areSame(hardLink, link)).isTrue();
        assertThat(TargetFile.areSame(other, toOther)).isTrue();
        assertThat(TargetFile.areSame(other, folder.resolve("./b.csv"))).isTrue();
        assertThat(TargetFile.areSame(file, other)).isFalse();
    }

    private static void write(TargetFile target, String text) throws IOException {
        try (OutputStream out = target.open()) {
            out.write(text.getBytes(UTF_8));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

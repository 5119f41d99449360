package io.stockledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.console.ConsoleFiles.ConsoleFile;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** These promises also hold for the page that says that the console was not built. */
class ConsoleFilesTest {

    private final ConsoleFiles files = ConsoleFiles.read();

    @Test
    void the_first_page_is_html_and_refers_to_files_that_exist() {
        ConsoleFile index = files.find(ConsoleFiles.INDEX).orElseThrow();
        assertThat(index.type()).isEqualTo("text/html;charset=utf-8");

        String html = new String(index.content(), StandardCharsets.UTF_8);
        assertThat(files.all())
                .filteredOn(name -> name.endsWith(".css"))
                .isNotEmpty()
                .allMatch(name -> html.contains("\"/console/" + name + "\""));
    }

    @Test
    void the_first_page_has_no_script_and_no_style_of_its_own() {
        ConsoleFile index = files.find(ConsoleFiles.INDEX).orElseThrow();

        assertThat(new String(index.content(), StandardCharsets.UTF_8))
                .doesNotContain("<style", " style=", " onload=", "http://", "https://")
                .doesNotContainPattern("<script(?![^>]* src=)");
    }

    @Test
    void every_other_file_is_in_the_folder_of_the_hashed_names() {
        assertThat(files.all())
                .filteredOn(name -> !name.equals(ConsoleFiles.INDEX))
                .allMatch(name -> name.startsWith(ConsoleFiles.HASHED));
    }

    @Test
    void the_compressed_bytes_are_the_content() throws IOException {
        for (String name : files.all()) {
            ConsoleFile file = files.find(name).orElseThrow();
            var gzip = new GZIPInputStream(new ByteArrayInputStream(file.compressed()));
            assertThat(gzip.readAllBytes()).isEqualTo(file.content());
        }
    }

    @Test
    void a_name_that_the_build_has_not_listed_is_not_found() {
        assertThat(files.find("files.txt")).isEmpty();
        assertThat(files.find("../ConsoleFiles.class")).isEmpty();
        assertThat(files.find("assets/../index.html")).isEmpty();
        assertThat(files.find("")).isEmpty();
    }
}

package io.stockledger.query.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ProductRenamed;
import io.stockledger.query.testing.HandwrittenLog;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Searches and the order by name, as people type and expect them. */
class SearchIT {

    private static final String LONG_NAME =
            "Tube, blood collection, K2 EDTA, whole blood, lavender, 2 mL, for children";
    private static final String LONGEST_NAME =
            IntStream.range(0, 120)
                    .mapToObj(i -> "w" + Integer.toString(i, 36))
                    .collect(Collectors.joining(" "));

    /** In the order of a dictionary. */
    private static final List<String> NAMES =
            List.of(
                    "apple", "Äpple", "Banana", "éclair", "Eclipse", "ñandú", "Ostrich", "østrom",
                    "Zebra", "日本");

    private static TestTopic topic;
    private static QueryService service;

    @BeforeAll
    static void startWithProducts() {
        topic = TestTopic.create(6);
        service = QueryService.start(TestStack.shared().newViewsDatabase(), topic.name());
        HandwrittenLog log = new HandwrittenLog();
        log.add(new ProductRegistered("tube", LONG_NAME, "T", 1, "main"))
                .add(new ProductRegistered("longest", LONGEST_NAME, "L", 1, "main"))
                .add(new ProductRegistered("creme", "Crème BRÛLÉE", "C-1", 1, "main"))
                .add(new ProductRegistered("street", "Straße nach İzmir", "Ø-7", 1, "main"))
                .add(new ProductRegistered("łódź/1", "Œuvre", "ＦＷ１", 1, "main"))
                .add(new ProductRegistered("renamed", "Ancient name", "OLD-1", 1, "main"));
        var shuffled = new ArrayList<>(NAMES);
        Collections.reverse(shuffled);
        for (String name : shuffled) {
            log.add(new ProductRegistered("id-" + name, name, "sorted", 1, "main"));
        }
        topic.publish(log.events());
        service.awaitPosition(log.events().size());
        int registered = log.events().size();
        // In a batch of its own, so that the row of the search is there and changes.
        log.add(new ProductRenamed("renamed", "Modern näme", "NEW-1"));
        topic.publish(log.events().subList(registered, log.events().size()));
        service.awaitPosition(log.events().size());
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    @ParameterizedTest
    @CsvSource({
        "creme brulee, creme",
        "CRÈME, creme",
        "cre\u0300me, creme",
        "ｃｒｅｍｅ, creme",
        "strasse izmir, street",
        "STRASSE IZMIR, street",
        "ızmır, street",
        "o-7, street",
        "ø-7, street",
        "lodz, łódź/1",
        "ŁÓDŹ, łódź/1",
        "oeuvre, łódź/1",
        "fw1, łódź/1",
        "uvr, łódź/1",
        "modern name, renamed",
        "new-1, renamed"
    })
    void a_search_ignores_case_accents_and_unicode_forms(String question, String productId) {
        assertThat(search(question)).containsExactly(productId);
    }

    @Test
    void a_renamed_product_is_not_found_by_its_former_name() {
        assertThat(search("ancient")).isEmpty();
        assertThat(search("old-1")).isEmpty();
    }

    @Test
    void a_product_is_found_by_its_whole_name_however_many_words_it_has() {
        assertThat(search(LONG_NAME)).containsExactly("tube");
        assertThat(LONGEST_NAME.split(" ")).hasSizeGreaterThan(32);
        assertThat(search(LONGEST_NAME)).containsExactly("longest");
        assertThat(search(LONG_NAME + " " + LONGEST_NAME)).isEmpty();
    }

    @Test
    void a_list_by_name_is_in_the_order_of_a_dictionary_over_all_pages() {
        assertThat(names("name")).isEqualTo(NAMES);
        assertThat(names("-name")).isEqualTo(NAMES.reversed());
    }

    private static List<String> names(String sort) {
        var names = new ArrayList<String>();
        String path = "/v1/inventory?sku=sorted&limit=3&sort=" + sort;
        for (String next = path; !next.isEmpty(); ) {
            JsonNode page = service.get(next).json();
            page.path("items").forEach(item -> names.add(item.path("name").asString()));
            String cursor = page.path("nextCursor").asString("");
            next = cursor.isEmpty() ? "" : path + "&cursor=" + cursor;
        }
        return names;
    }

    private static List<String> search(String question) {
        Answer answer =
                service.get(
                        "/v1/inventory?q=" + URLEncoder.encode(question, StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var ids = new ArrayList<String>();
        answer.json().path("items").forEach(item -> ids.add(item.path("productId").asString()));
        return ids;
    }
}

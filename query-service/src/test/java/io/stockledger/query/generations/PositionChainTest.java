package io.stockledger.query.generations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class PositionChainTest {

    @Test
    void records_without_a_gap_are_one_link() {
        assertThat(links(0, 3, 3, 7, 7, 8)).containsExactly(new ChainLink(0, 8));
    }

    @Test
    void a_repeat_adds_no_link() {
        assertThat(links(0, 3, 3, 7, 0, 3, 3, 7, 7, 8)).containsExactly(new ChainLink(0, 8));
    }

    @Test
    void each_gap_begins_a_link() {
        assertThat(links(0, 3, 5, 7, 9, 10))
                .containsExactly(new ChainLink(0, 3), new ChainLink(5, 7), new ChainLink(9, 10));
    }

    @Test
    void publishing_from_the_start_after_later_records_begins_a_link() {
        List<ChainLink> links = links(7, 8, 0, 3, 3, 7, 7, 8);
        assertThat(links).containsExactly(new ChainLink(7, 8), new ChainLink(0, 8));
        assertThat(complete(links, 5)).isEqualTo(8);
    }

    @Test
    void behind_a_gap_nothing_becomes_complete_until_the_missing_event_arrives() {
        long complete = complete(links(0, 3, 3, 7), 0);
        complete = complete(links(8, 9, 9, 12), complete);
        assertThat(complete).isEqualTo(7);
        complete = complete(links(7, 8, 8, 9, 9, 12), complete);
        assertThat(complete).isEqualTo(12);
    }

    @Test
    void a_record_of_a_version_without_previous_positions_counts_as_without_a_gap() {
        assertThat(complete(links(0, 20), 7)).isEqualTo(20);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_links_have_the_effect_of_the_records_one_by_one(long seed) {
        var random = new Random(seed);
        for (int run = 0; run < 2_000; run++) {
            var chain = new PositionChain();
            var records = new ArrayList<ChainLink>();
            for (int i = 0; i < 12; i++) {
                long previous = random.nextInt(20);
                long position = previous + 1 + random.nextInt(4);
                chain.add(position, previous);
                records.add(new ChainLink(previous, position));
            }
            for (long complete = 0; complete < 25; complete++) {
                assertThat(complete(chain.links(), complete))
                        .as("seed %s, %s after %s", seed, records, complete)
                        .isEqualTo(complete(records, complete));
            }
        }
    }

    /** The links of records that are given by their previous positions and their positions. */
    private static List<ChainLink> links(long... positions) {
        var chain = new PositionChain();
        for (int i = 0; i < positions.length; i += 2) {
            chain.add(positions[i + 1], positions[i]);
        }
        return chain.links();
    }

    private static long complete(List<ChainLink> links, long completePosition) {
        long complete = completePosition;
        for (ChainLink link : links) {
            complete = complete >= link.after() ? Math.max(complete, link.through()) : complete;
        }
        return complete;
    }
}

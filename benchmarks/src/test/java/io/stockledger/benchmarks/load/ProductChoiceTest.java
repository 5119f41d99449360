package io.stockledger.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class ProductChoiceTest {

    private static final int DRAWS = 200_000;

    @Test
    void zipf_chooses_only_existing_products() {
        ProductChoice choice = ProductChoice.zipf(1_000, 2.0);
        assertThat(IntStream.range(0, DRAWS).map(_ -> choice.next()).summaryStatistics())
                .satisfies(
                        drawn -> {
                            assertThat(drawn.getMin()).isZero();
                            assertThat(drawn.getMax()).isBetween(1, 999);
                        });
    }

    @Test
    void
            zipf_with_exponent_2_gives_the_first_product_61_percent_and_the_second_15_percent_of_the_commands() {
        ProductChoice choice = ProductSpread.ZIPF.choice();
        int[] drawn = new int[2];
        for (int i = 0; i < DRAWS; i++) {
            int product = choice.next();
            if (product < drawn.length) {
                drawn[product]++;
            }
        }
        assertThat(drawn[0] / (double) DRAWS).isCloseTo(0.608, within(0.01));
        assertThat(drawn[1] / (double) DRAWS).isCloseTo(0.152, within(0.01));
    }

    @Test
    void an_even_choice_chooses_every_product() {
        ProductChoice choice = ProductSpread.HUNDRED.choice();
        assertThat(IntStream.range(0, DRAWS).map(_ -> choice.next()).distinct().sorted())
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }
}

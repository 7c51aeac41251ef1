package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenApiNamesTest {
    private static List<String> names(String... features) {
        OpenApiNames names = new OpenApiNames(List.of(features));
        return List.of(features).stream().map(names::of).toList();
    }

    @Test
    void wordsBeginWithACapital() {
        assertThat(names("features", "order_items", "x2_y")).containsExactly("Features", "OrderItems", "X2Y");
    }

    @Test
    void namesThatWouldBeTheSame_areNumbered() {
        assertThat(names("item1", "item_1", "item__1", "a_b", "ab"))
                .containsExactly("Item1", "Item1_2", "Item1_3", "AB", "Ab_2");
    }

    @Test
    void theNamesOfTheOperationsOnUsers_andOfAJsonPatch_areNotGivenAway() {
        assertThat(names("users", "me", "json")).containsExactly("Users_2", "Me_2", "Json_2");
    }
}

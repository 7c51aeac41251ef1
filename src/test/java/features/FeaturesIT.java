package features;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.Api;
import io.corebus.Api.Answer;
import io.corebus.TestNode;
import org.junit.jupiter.api.Test;

/** The feature as the whole system serves it, with a real PostgreSQL and a real Redis. */
class FeaturesIT {
    private static final String PATH = "/api/features";

    private final Api admin = TestNode.shared().admin();

    private Answer create() {
        String body = """
                {
                  "name": "text",
                  "value": 0
                }
                """;
        return admin.post(PATH, body);
    }

    @Test
    void whatIsCreated_isRead_listed_andDeleted() {
        Answer created = create();
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        String id = created.json().get("id").asText();

        assertThat(admin.get(PATH + "/" + id).json()).isEqualTo(created.json());
        assertThat(admin.get(PATH + "?filter=id==" + id).json().get("data")).hasSize(1);
        assertThat(admin.delete(PATH + "/" + id).status()).isEqualTo(204);
        assertThat(admin.get(PATH + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void whatDoesNotFit_isRefused_withItsPlace() {
        String field = "name";
        Answer refused = admin.post(PATH, "{\"" + field + "\": 1}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().findValuesAsText("pointer")).contains("/" + field);
    }

    @Test
    void whoHasNoRole_mayNotCreate() {
        Api somebody = TestNode.shared().user();

        assertThat(somebody.post(PATH, "{}").status()).isEqualTo(403);
    }
}

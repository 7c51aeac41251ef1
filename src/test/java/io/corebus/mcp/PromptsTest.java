package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.resource.ResourceMessages.ListResources;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PromptsTest {
    private AgentHouse house = new AgentHouse();

    @AfterEach
    void stop() {
        house.close();
    }

    private List<String> prompts(Caller caller) {
        return house.on(() -> house.offer.prompts(caller)).stream()
                .map(prompt -> prompt.path("name").asText())
                .toList();
    }

    private ObjectNode prompt(String name, String arguments) {
        return house.on(() -> house.offer.prompt(name, AgentHouse.json(arguments), AgentHouse.all()));
    }

    @Test
    void prompts_areListed_toThoseWhoCanUseThem() {
        assertThat(prompts(AgentHouse.all())).containsExactly("explore_feature", "investigate_change", "bulk_fix");
        assertThat(prompts(AgentHouse.caller("viewer"))).containsExactly("explore_feature", "investigate_change");
        assertThat(prompts(AgentHouse.caller("nothing"))).isEmpty();
    }

    @Test
    void aPrompt_hasItsArgumentsFilledIn() {
        ObjectNode prompt = prompt(
                "bulk_fix",
                "{\"feature\":\"people\",\"filter\":\"team==red\",\"field\":\"team\",\"value\":\"b\\u202Elue {id}\"}");
        JsonNode message = prompt.path("messages").path(0);

        assertThat(message.path("role").asText()).isEqualTo("user");
        assertThat(message.path("content").path("text").asText())
                .contains("for the records that this filter takes: team==red", "\"b[U+202E]lue (id)\"", "dry_run: true")
                .doesNotContain("{feature}", "{value}");
    }

    @Test
    void whatIsMissingOrUnknown_isAFaultOfTheProtocol() {
        assertThatThrownBy(() -> prompt("explore_features", "{}"))
                .hasRootCauseMessage("Unknown prompt. Did you mean explore_feature?");
        assertThatThrownBy(() -> prompt("explore_feature", "{}"))
                .hasRootCauseMessage(
                        "The argument feature must be a text of 1 to 1000 characters: Name of the feature.");
        assertThatThrownBy(() -> prompt("explore_feature", "{\"feature\":\"poeple\"}"))
                .hasMessageContaining("Did you mean people?");
    }

    private List<String> complete(String name, String value, String others, Caller caller) {
        ObjectNode reference = AgentHouse.json("{\"type\":\"ref/prompt\",\"name\":\"bulk_fix\"}");
        ObjectNode argument = AgentJson.object().put("name", name).put("value", value);
        ObjectNode context = AgentHouse.json("{\"arguments\":" + others + "}");
        ObjectNode result = house.on(() -> house.offer.complete(reference, argument, context, caller));
        List<String> values = new ArrayList<>();
        result.path("completion").path("values").forEach(one -> values.add(one.asText()));
        return values;
    }

    @Test
    void namesAndValues_areCompleted_asFarAsTheyMayBeSeen() {
        Caller viewer = AgentHouse.caller("viewer");
        assertThat(complete("feature", "p", "{}", viewer)).containsExactly("people", "projects");
        assertThat(complete("feature", "", "{}", AgentHouse.caller("nothing"))).isEmpty();
        assertThat(complete("field", "", "{\"feature\":\"people\"}", viewer))
                .containsExactly("name", "team", "active", "notes");
        assertThat(complete("value", "r", "{\"feature\":\"people\",\"field\":\"team\"}", viewer))
                .containsExactly("red");
        assertThat(complete("value", "", "{\"feature\":\"people\",\"field\":\"active\"}", viewer))
                .containsExactly("true", "false");
        assertThat(complete("field", "", "{\"feature\":\"people\"}", AgentHouse.caller("nothing")))
                .isEmpty();
        assertThat(complete("other", "", "{}", viewer)).isEmpty();
    }

    /** To ask for ids is to read. */
    @Test
    void ids_areCounted_asReads() {
        house.close();
        house = new AgentHouse(
                AgentHouse.features(0),
                feature -> Future.failedFuture(new Failure("rate-limited", 429, "Too many of " + feature).exception()));
        Caller viewer = AgentHouse.caller("viewer");

        assertThatThrownBy(() -> complete("id", "019f", "{\"feature\":\"people\"}", viewer))
                .hasMessageContaining("Too many of people");
        assertThat(house.resources.asked).isEmpty();
        assertThat(complete("feature", "pe", "{}", viewer)).containsExactly("people");
    }

    @Test
    void ids_areThoseThatBeginSo() {
        String id = house.resources.put("people", "{\"name\":\"Bea\"}");
        Caller viewer = AgentHouse.caller("viewer");

        assertThat(complete("id", "019F0000-0", "{\"feature\":\"people\"}", viewer))
                .containsExactly(id);
        assertThat(house.resources.asked.get(0).request())
                .isEqualTo(new ListResources(
                        "people",
                        "id=ge=019f0000-0000-0000-0000-000000000000;id=le=019f0000-0fff-ffff-ffff-ffffffffffff",
                        "-id",
                        20,
                        null));
        assertThat(complete("id", "xyz", "{\"feature\":\"people\"}", viewer)).isEmpty();
        assertThat(complete("id", "01-", "{\"feature\":\"people\"}", viewer)).isEmpty();
        assertThat(complete("id", "", "{}", viewer)).isEmpty();
    }
}

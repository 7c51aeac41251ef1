package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    private AgentHouse house = new AgentHouse();

    @AfterEach
    void stop() {
        house.close();
    }

    private List<ObjectNode> read(String uri, Caller caller) {
        return house.on(() -> house.offer.read(uri, caller));
    }

    private ObjectNode first(String uri) {
        return AgentHouse.json(read(uri, AgentHouse.all()).get(0).path("text").asText());
    }

    @Test
    void theList_hasWhatTheCallerMayRead_pageByPage() {
        house.close();
        house = new AgentHouse(AgentHouse.features(60));
        Offer.Page first = house.on(() -> house.offer.resources(null, AgentHouse.all()));
        Offer.Page second = house.on(() -> house.offer.resources(first.next(), AgentHouse.all()));

        assertThat(first.entries().get(0).path("uri").asText()).isEqualTo("corebus://features");
        assertThat(first.entries())
                .extracting(entry -> entry.path("uri").asText())
                .doesNotHaveDuplicates()
                .contains("corebus://extra_0", "corebus://extra_0/schema");
        assertThat(second.entries())
                .extracting(entry -> entry.path("uri").asText())
                .contains("corebus://people", "corebus://people/schema", "corebus://features/schema");
        assertThat(second.next()).isNull();
        assertThat(house.on(() -> house.offer.resources(null, AgentHouse.caller()))
                        .entries())
                .hasSize(1);
        assertThatThrownBy(() -> house.on(() -> house.offer.resources("§", AgentHouse.all())))
                .hasRootCauseInstanceOf(ProtocolFault.class);
    }

    @Test
    void templates_areThree() {
        assertThat(house.offer.resourceTemplates())
                .extracting(template -> template.path("uriTemplate").asText())
                .containsExactly("corebus://{feature}", "corebus://{feature}/schema", "corebus://{feature}/{id}");
    }

    @Test
    void eachResource_isRead_withoutHiddenFields() {
        String id = house.resources.put("people", "{\"name\":\"Bea\",\"salary\":9000}");

        assertThat(first("corebus://people/" + id).path("name").asText()).isEqualTo("Bea");
        assertThat(first("corebus://people").path("records").path(0).path("id").asText())
                .isEqualTo(id);
        assertThat(first("corebus://people/schema").path("properties").has("team"))
                .isTrue();
        assertThat(first("corebus://features").path("features").findValuesAsText("feature"))
                .containsExactly("features", "people", "projects", "tasks");
        for (String part : List.of("", "/schema", "/" + id)) {
            assertThat(read("corebus://people" + part, AgentHouse.all()).toString())
                    .doesNotContain("salary");
        }
    }

    @Test
    void aFeatureNamedFeatures_comesBehindTheList() {
        house.resources.put("features", "{\"name\":\"n\",\"value\":7}");
        List<ObjectNode> contents = read("corebus://features", AgentHouse.all());

        assertThat(contents).hasSize(2);
        assertThat(contents.get(1).path("text").asText()).contains("\"value\":7");
    }

    /** An admin's limit for a feature holds for what comes behind the list, too. */
    @Test
    void whatComesBehindTheList_isCountedAsARead() {
        List<String> counted = new CopyOnWriteArrayList<>();
        house.close();
        house = new AgentHouse(AgentHouse.features(0), feature -> {
            counted.add(feature);
            return counted.size() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(new Failure("rate-limited", 429, "Too many.").exception());
        });
        assertThat(read("corebus://features", AgentHouse.all())).hasSize(2);
        assertThatThrownBy(() -> read("corebus://features", AgentHouse.all())).hasMessageContaining("rate-limited");
        assertThat(counted).containsExactly("features", "features");
    }

    @Test
    void whatIsNotThere_isAFaultOfTheProtocol_andWhatMayNotBeRead_isForbidden() {
        for (String uri : List.of(
                "corebus://people/none",
                "corebus://secrets",
                "corebus://nope/schema",
                "corebus://people/a/b",
                "http://people",
                "corebus://",
                "")) {
            assertThatThrownBy(() -> read(uri, AgentHouse.all())).as(uri).hasRootCauseInstanceOf(ProtocolFault.class);
        }
        for (String uri : List.of("corebus://people/x", "corebus://people", "corebus://people/schema")) {
            assertThatThrownBy(() -> read(uri, AgentHouse.caller("nothing")))
                    .as(uri)
                    .hasRootCauseInstanceOf(FailureException.class)
                    .hasMessageContaining("forbidden");
        }
    }
}

package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.feature.Feature;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.FeatureReader;
import io.corebus.feature.Features;
import io.corebus.feature.Grant;
import io.corebus.testing.OpenApiContract;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of the document a caller sees who may not do everything. */
class OpenApiViewTest {
    private OpenApiView view;

    @BeforeEach
    void read() throws Exception {
        view = new OpenApiView(OpenApiDocument.of(FeatureReader.read(Path.of("conf/features")), null));
    }

    private OpenApiContract of(String... roles) {
        return new OpenApiContract(view.of(List.of(roles)).content().toString(StandardCharsets.UTF_8));
    }

    private static Set<String> operations(OpenApiContract contract) {
        Set<String> ids = new TreeSet<>();
        contract.document().findValues("operationId").forEach(id -> ids.add(id.asText()));
        return ids;
    }

    @Test
    void anAdmin_seesAll() {
        assertThat(view.of(List.of("viewer", "admin"))).isSameAs(view.complete());
    }

    @Test
    void aViewer_seesWhatItMayDo() {
        assertThat(operations(of("viewer")))
                .contains(
                        "listTasks",
                        "getTasks",
                        "followTasks",
                        "replaceTasks",
                        "getMe",
                        "signIn",
                        "changeMyPassword",
                        "liveness")
                .doesNotContain("changeUsers", "whyPermission", "createWebhook", "issueToken", "setControls")
                .doesNotContain(
                        "createTasks", "deleteTasks", "replaceFeatures", "listUsers", "findAudit", "rotateKeys");
        assertThat(operations(of("viewer", "editor")))
                .contains("createTasks", "deleteTasks")
                .doesNotContain("deleteFeatures");
        assertThat(operations(of("auditor"))).contains("findAudit").doesNotContain("eraseAudit", "listFeatures");
    }

    @Test
    void whatEverybodyMay_isSeenByOneWithoutRoles() throws Exception {
        Feature open = OpenApiSample.feature(
                "pubs",
                OpenApiSample.example().schema(),
                List.of(),
                Map.of(
                        Action.READ, List.of(Grant.to(Grant.PUBLIC)),
                        Action.CREATE, List.of(Grant.to(Grant.AUTHENTICATED)),
                        Action.UPDATE, List.of(Grant.to(Grant.OWNER)),
                        Action.DELETE, List.of(Grant.to("editor"))),
                List.of());
        view = new OpenApiView(OpenApiDocument.of(new Features(List.of(open)), null));

        assertThat(operations(of()))
                .contains("listPubs", "getPubs", "exportPubs", "createPubs", "replacePubs", "patchPubs")
                .doesNotContain("deletePubs");
        assertThat(of().document().at("/components/schemas").has("PubsResource"))
                .isTrue();
        assertThat(operations(of("editor"))).contains("listPubs", "deletePubs");
    }

    @Test
    void whatBelongsToNoOperation_isLeftOut() {
        JsonNode schemas = of("viewer").document().at("/components/schemas");
        assertThat(schemas.has("FeaturesResource")).isTrue();
        assertThat(schemas.has("FeaturesInput")).isFalse();
        assertThat(schemas.has("AuditPage")).isFalse();
        assertThat(of().document().get("tags").findValuesAsText("name"))
                .doesNotContain("Audit", "features")
                .contains("Sign-in");
    }

    @Test
    void everyView_isADocumentWithoutFault() {
        for (String[] roles : List.of(new String[] {}, new String[] {"viewer"}, new String[] {"auditor", "editor"})) {
            String text = of(roles).document().toString();
            assertThat(new OpenAPIV3Parser().readContents(text).getMessages()).isEmpty();
        }
    }

    @Test
    void rolesThatOpenNothing_makeNoViewOfTheirOwn() {
        assertThat(view.of(List.of("viewer", "clerk", "x"))).isSameAs(view.of(List.of("viewer")));
    }
}

package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.feature.FeatureReader;
import io.corebus.testing.OpenApiContract;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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
                .contains("listTasks", "getTasks", "followTasks", "getMe", "signIn", "changeMyPassword", "liveness")
                .doesNotContain("changeUsers", "whyPermission", "createWebhook", "issueToken")
                .doesNotContain("createTasks", "replaceTasks", "deleteTasks", "listUsers", "findAudit", "rotateKeys");
        assertThat(operations(of("viewer", "editor")))
                .contains("createTasks", "deleteTasks")
                .doesNotContain("deleteFeatures");
        assertThat(operations(of("auditor"))).contains("findAudit").doesNotContain("eraseAudit", "listTasks");
    }

    @Test
    void whatBelongsToNoOperation_isLeftOut() {
        JsonNode schemas = of("viewer").document().at("/components/schemas");
        assertThat(schemas.has("TasksResource")).isTrue();
        assertThat(schemas.has("TasksInput")).isFalse();
        assertThat(schemas.has("AuditPage")).isFalse();
        assertThat(of().document().get("tags").findValuesAsText("name"))
                .doesNotContain("Audit", "tasks")
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

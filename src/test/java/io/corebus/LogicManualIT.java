package io.corebus;

import static io.corebus.McpSite.id;
import static io.corebus.McpSite.made;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with the example of docs/logic.md, which is what most logic is: none of its actions takes long. */
class LogicManualIT {
    @Test
    void theExample_isServed(@TempDir Path work) throws Exception {
        LogicManualTest.write(work);
        Map<String, String> settings =
                Map.of("COREBUS_LOGIC_DIR", work.resolve("extensions").toString());
        TestNode node = TestNode.start("logic-manual", work.resolve("features"), settings);
        try {
            Api admin = node.admin();
            JsonNode invoice = made(admin, "invoices", "{\"customer\":\"Ada\",\"net\":100}");
            assertThat(invoice.get("gross").asInt()).isEqualTo(119);

            String path = "/api/invoices/" + id(invoice);
            Api.Answer paid = admin.post(path + "/actions/pay", "{\"method\":\"card\"}");
            assertThat(paid.status()).as(paid.text()).isEqualTo(200);
            assertThat(admin.get(path).json().get("paid").asBoolean()).isTrue();
            assertThat(admin.delete(path).code()).isEqualTo("logic-refused");
        } finally {
            node.stop();
        }
    }
}

package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentsReaderTest {
    private static final String SCHEMA = Descriptors.text("a: {type: string}");

    @TempDir
    private Path directory;

    private List<String> faults(String text) throws IOException {
        Files.writeString(directory.resolve("things.yaml"), text);
        DescriptorFaults faults = catchThrowableOfType(DescriptorFaults.class, () -> FeatureReader.read(directory));
        assertThat(faults).as("faults").isNotNull();
        return faults.faults().stream()
                .map(fault -> fault.toString().replace(directory + "/", ""))
                .toList();
    }

    private static Feature feature(String mcp) {
        return Descriptors.parse(SCHEMA + mcp).find("things");
    }

    @Test
    void aListOfTools_isOffered_typedWhereItIsSaid() {
        assertThat(feature("mcp: {tools: [search, get]}\n").mcpTools()).containsExactly("search", "get");
        assertThat(feature("mcp: {tools: [search, get]}\n").mcpTyped()).isFalse();
        assertThat(feature("mcp: {tools: [search, get], typed: true}\n").mcpTyped())
                .isTrue();
        assertThat(feature("").mcpTyped()).isFalse();
    }

    @Test
    void typed_standsForAllTools_typed() {
        Feature feature = feature("mcp: {tools: typed}\n");

        assertThat(feature.mcpTools()).containsExactly("search", "get", "create", "update", "delete");
        assertThat(feature.mcpTyped()).isTrue();
    }

    @Test
    void anotherWord_isNoList() throws IOException {
        assertThat(faults(SCHEMA + "mcp: {tools: typd}\n")).containsExactly("things.yaml:6: tools must be a list.");
        assertThat(faults(SCHEMA + "mcp: {tools: [find]}\n"))
                .containsExactly(
                        "things.yaml:6: there is no tool find; there are search, get, create, update, delete, act.");
        assertThat(faults(SCHEMA + "mcp: {tools: [get], typed: 1}\n"))
                .containsExactly("things.yaml:6: typed must be true or false.");
    }

    @Test
    void aField_canBeHiddenFromAgents() {
        Feature feature = Descriptors.things("a: {type: string, x-agents: hidden}", "b: {type: object}");

        assertThat(feature.field("a").isHiddenFromAgents()).isTrue();
        assertThat(feature.field("b").isHiddenFromAgents()).isFalse();
    }

    @Test
    void whatWouldNotHide_isAFault() throws IOException {
        assertThat(faults(Descriptors.text("a: {type: string, x-agents: hiden}")))
                .containsExactly("things.yaml:5: x-agents of a must be hidden.");
        assertThat(faults(Descriptors.text("a: {type: object, properties: {b: {type: string, x-agents: hidden}}}")))
                .containsExactly("things.yaml:5: a schema in the field a cannot have x-agents."
                        + " Only a field itself can be hidden.");
    }

    @Test
    void whatAgentsCannotCreate_isNotOfferedToThem() throws IOException {
        String text = Descriptors.text("a: {type: string, x-agents: hidden}")
                .replace("  type: object\n", "  type: object\n  required: [a]\n");
        assertThat(faults(text + "mcp: {tools: [create]}\n"))
                .containsExactly("things.yaml:7: agents cannot create this: a is required, and hidden from them."
                        + " Give it a default, or leave create out of mcp.tools.");
        assertThat(Descriptors.parse(text + "mcp: {tools: [get]}\n")
                        .find("things")
                        .mcpTools())
                .containsExactly("get");
    }
}

package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureAdviceTest {
    @TempDir
    private Path directory;

    private List<String> advice(String text, boolean tested) throws Exception {
        Files.writeString(directory.resolve("things.yaml"), text);
        return FeatureAdvice.of(directory, List.of(), name -> tested).stream()
                .map(advice -> advice.toString().substring(directory.toString().length() + 1))
                .toList();
    }

    @Test
    void whatShips_needsNone() throws Exception {
        assertThat(FeatureAdvice.of(Path.of("conf/features"), List.of("features", "projects", "tasks"), name -> true))
                .isEmpty();
    }

    @Test
    void everyPiece_hasItsPlace_andSaysWhatToDo() throws Exception {
        assertThat(advice("""
                feature: things
                schema:
                  type: object
                  properties:
                    x: {type: integer}
                    name: {type: string}
                    status: {type: string, enum: [open, done]}
                    tags: {type: array, items: {type: string}}
                    contact: {type: string, format: email, maxLength: 254}
                    home_phone: {type: string, maxLength: 40}
                permissions:
                  delete: [authenticated]
                mcp: {tools: [search, delete]}
                """, false))
                .containsExactly(
                        "things.yaml:1: there is no title. Say what one is called, such as title: Invoice.",
                        "things.yaml:1: there is no description: people and agents have only the name to go by. Add one sentence.",
                        "things.yaml:1: no test asks for /api/things. Write one, as src/test/java/features/FeaturesIT.java is one.",
                        "things.yaml:5: x does not tell what it is, and has no description. Add one, or give it another name.",
                        "things.yaml:6: name has no maxLength: one value may be as large as a whole body. Add for example maxLength: 200.",
                        "things.yaml:7: no index has status, and lists are likely to be filtered by it. Add it to storage.index, in front of what these are sorted by.",
                        "things.yaml:8: tags has no maxItems. Add for example maxItems: 100.",
                        "things.yaml:9: contact looks personal, and whoever may read one sees it, agents as well. Keep it from some roles with except or fields, or from agents with x-agents: hidden.",
                        "things.yaml:10: home_phone looks personal, and whoever may read one sees it, agents as well. Keep it from some roles with except or fields, or from agents with x-agents: hidden.",
                        "things.yaml:12: everybody who has signed in may delete every one. Name a role, or owner.",
                        "things.yaml:13: agents are offered to delete, for others than admins, too. Leave delete out of mcp.tools, unless they must.");
    }

    @Test
    void whatWasThoughtAbout_isNotToldAgain() throws Exception {
        assertThat(advice("""
                feature: things
                title: Thing
                description: For this test.
                schema:
                  type: object
                  properties:
                    x: {type: integer, description: Metres to the east.}
                    status: {type: string, enum: [open, done]}
                    at: {type: string, format: date-time, description: When it was seen.}
                    email: {type: string, format: email, maxLength: 254}
                    phone: {type: string, maxLength: 40, x-agents: hidden}
                storage: {index: [[status, at]]}
                permissions:
                  read: [viewer, {role: guest, except: [email]}]
                  delete: [owner, {role: authenticated, where: "status==done"}]
                mcp: {tools: [search]}
                """, true)).isEmpty();
    }

    @Test
    void ofOthersThanThoseNamed_nothingIsTold() throws Exception {
        Files.writeString(
                directory.resolve("a.yaml"),
                Descriptors.text("name: {type: string}").replace("things", "a"));
        Files.writeString(
                directory.resolve("b.yaml"),
                Descriptors.text("name: {type: string}").replace("things", "b"));

        assertThat(FeatureAdvice.of(directory, List.of("b"), name -> true))
                .isNotEmpty()
                .allSatisfy(advice -> assertThat(advice.file()).endsWith("b.yaml"));
    }
}

package io.corebus.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.feature.Feature;
import io.corebus.feature.FeatureReader;
import io.corebus.feature.Features;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the texts compile and pass is in {@code WrittenTestIT}; these are under the build's format check, or were. */
class TestTextTest {
    private static final Path SHIPPED = Path.of("conf/features");

    @Test
    void theTestOfFeatures_isOneThatIsWritten() throws Exception {
        Features shipped = FeatureReader.read(SHIPPED);
        Feature features = shipped.find("features");

        assertThat(Files.readString(Path.of("src/test/java/features/FeaturesIT.java")))
                .isEqualTo(TestText.of(features, Parents.of(features, shipped)));
    }

    @Test
    void whatIsUnique_isRemovedFirst_andWhatIsReferredTo_isFoundOrMade() throws Exception {
        Wish wish = new Wish(
                "invoices", null, null, List.of("number:string,required,unique", "project:ref(projects),required"));
        FeatureTemplate template = FeatureTemplate.of(wish, SHIPPED);

        assertThat(TestFile.of(template, Path.of(""), SHIPPED).text())
                .contains("""
                            private final Api admin = TestNode.shared().admin();

                            /** Of a run that was broken off: what is unique can be there once only. */
                            @BeforeEach
                            void removeLeftovers() {
                                for (var left : admin.get(PATH).json().get("data")) {
                                    admin.delete(PATH + "/" + left.get("id").asText());
                                }
                            }

                            private Answer create() {
                                String body = \"""
                                        {
                                          "number": "text",
                                          "project": "<idOfProjects>"
                                        }
                                        \""";
                                body = body.replace("<idOfProjects>", idOfProjects());
                                return admin.post(PATH, body);
                            }
                        """)
                .contains("""
                            private String idOfProjects() {
                                String body = \"""
                                        {
                                          "key": "CORE",
                                          "name": "text",
                                          "owner": "ada@example.org",
                                          "status": "planned",
                                          "budget": 0.00,
                                          "starts_on": "2026-01-31",
                                          "archived": false,
                                          "account_id": "019f0000-0000-7000-8000-000000000003"
                                        }
                                        \""";
                                return oneOf("/api/projects", body);
                            }

                            /** The id of one that is there, or else of a new one. */
                            private String oneOf(String path, String body) {
                                JsonNode there = admin.get(path + "?limit=1").json().get("data");
                                JsonNode one = there.isEmpty() ? admin.post(path, body).json() : there.get(0);
                                return one.get("id").asText();
                            }
                        }
                        """);
    }

    @Test
    void whereAParentCannotBeMade_noTestIsWritten() throws Exception {
        Wish wish = new Wish("invoices", null, null, List.of("customer:ref(customers),required"));
        TestFile test = TestFile.of(FeatureTemplate.of(wish, SHIPPED), Path.of(""), SHIPPED);

        assertThat(test.text()).isNull();
        assertThat(test.reason()).isEqualTo("it must refer to customers, which is not there or has faults");
    }
}

package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.corebus.config.ConfigReader;
import io.corebus.config.Sources;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The files in {@code docker/} name what there is. */
class DockerTest {
    private static final Path DIRECTORY = Path.of("docker");

    @Test
    void everyRoom_runsSomewhereInTheCluster() throws Exception {
        List<String> started = new ArrayList<>();
        for (JsonNode service : compose("compose.cluster.yaml")) {
            started.addAll(List.of(
                    service.path("environment").path("COREBUS_ROOMS").asText("").split(",")));
        }
        assertThat(started).containsAll(Components.product().roomNames());
    }

    @Test
    void whatTheComposeFilesSet_isRight() throws Exception {
        for (String file : List.of("compose.yaml", "compose.cluster.yaml")) {
            for (JsonNode service : compose(file)) {
                Map<String, String> environment = new HashMap<>();
                service.path("environment").fields().forEachRemaining(entry -> {
                    if (entry.getKey().startsWith("COREBUS_")) {
                        environment.put(
                                entry.getKey(), entry.getValue().asText().replaceAll("\\$\\{\\w+:-(\\w*)}", "$1"));
                    }
                });
                new ConfigReader(Components.product().sections()).read(new Sources(null, environment, List.of()));
            }
        }
    }

    @Test
    void everyDoor_isReachedFromOutsideTheContainer() throws Exception {
        String image = Files.readString(DIRECTORY.resolve("Dockerfile"));
        for (String section : List.of("HTTP", "LIVE", "MCP", "MANAGEMENT")) {
            assertThat(image).contains("COREBUS_" + section + "_HOST=0.0.0.0");
        }
        assertThat(image).containsPattern("EXPOSE 8080 8081 8082 9090 5701 5702");
    }

    @Test
    void everyResourceOfTheProgram_isThereWhereTheImageIsBuilt() throws Exception {
        List<String> resources = resources();
        assertThat(resources).contains("src/main/resources", "docs/rest.md");
        List<String> copied = copiedBeforeTheBuild();
        for (String resource : resources) {
            assertThat(copied).as(resource).anyMatch(Path.of(resource)::startsWith);
            assertThat(isIgnored(Path.of(resource))).as(resource).isFalse();
        }
    }

    @Test
    void whatTheImageCopies_isNotIgnored() throws Exception {
        Matcher copy = Pattern.compile("(?m)^COPY (?!--from)(\\S+) ")
                .matcher(Files.readString(DIRECTORY.resolve("Dockerfile")));
        while (copy.find()) {
            assertThat(isIgnored(Path.of(copy.group(1)))).as(copy.group(1)).isFalse();
        }
        assertThat(isIgnored(Path.of("target/corebus.jar"))).isTrue();
    }

    /** The directories that pom.xml packs into the jar; where it names files of them, these. */
    private static List<String> resources() throws Exception {
        Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new File("pom.xml"));
        XPath xpath = XPathFactory.newInstance().newXPath();
        NodeList found = (NodeList) xpath.evaluate("/project/build/resources/resource", pom, XPathConstants.NODESET);
        List<String> resources = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            String directory = xpath.evaluate("directory", found.item(i));
            NodeList files = (NodeList) xpath.evaluate("includes/include", found.item(i), XPathConstants.NODESET);
            for (int k = 0; k < files.getLength(); k++) {
                resources.add(directory + "/" + files.item(k).getTextContent());
            }
            if (files.getLength() == 0) {
                resources.add(directory);
            }
        }
        return resources;
    }

    /** What has the same place there as here. */
    private static List<String> copiedBeforeTheBuild() throws IOException {
        String image = Files.readString(DIRECTORY.resolve("Dockerfile"));
        Matcher copy =
                Pattern.compile("(?m)^COPY (\\S+) \\1$").matcher(image.substring(0, image.indexOf(" package\n")));
        return copy.results().map(found -> found.group(1)).toList();
    }

    /** As Docker reads it: of the lines that name a file, or a directory it is in, the last one counts. */
    private static boolean isIgnored(Path file) throws IOException {
        boolean ignored = false;
        for (String line : Files.readAllLines(Path.of(".dockerignore"))) {
            boolean exception = line.startsWith("!");
            PathMatcher pattern = FileSystems.getDefault().getPathMatcher("glob:" + line.substring(exception ? 1 : 0));
            for (Path named = file; named != null; named = named.getParent()) {
                ignored = pattern.matches(named) ? !exception : ignored;
            }
        }
        return ignored;
    }

    private static JsonNode compose(String file) throws IOException {
        return new YAMLMapper().readTree(DIRECTORY.resolve(file).toFile()).path("services");
    }
}

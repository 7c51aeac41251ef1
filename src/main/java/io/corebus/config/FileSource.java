package io.corebus.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads the YAML file: one mapping for each section, and the few settings at the top. */
final class FileSource {
    private final Path file;
    private final Findings findings;
    private final Set<String> sections = new LinkedHashSet<>();

    FileSource(Path file, Findings findings) {
        this.file = file;
        this.findings = findings;
        findings.known().values().forEach(key -> sections.add(key.section()));
        sections.remove("");
    }

    void read() {
        Optional<Node> root = parse();
        if (root.isEmpty() || isNull(root.get())) {
            return;
        }
        if (root.get() instanceof MappingNode mapping) {
            readTop(mapping);
        } else {
            findings.fault(where(root.get()), "the file must be a mapping, such as http: {port: 8080}.", null);
        }
    }

    private Optional<Node> parse() {
        try {
            String text = Files.readString(file);
            LoadSettings settings =
                    LoadSettings.builder().setLabel(file.toString()).build();
            return new Compose(settings).composeString(text);
        } catch (NoSuchFileException e) {
            findings.fault(file.toString(), "there is no such file.", null);
        } catch (IOException e) {
            findings.fault(file.toString(), "the file cannot be read as UTF-8 text.", null);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            findings.fault(file + ":" + line, "this is not YAML: " + e.getProblem() + ".", null);
        } catch (YamlEngineException e) {
            findings.fault(file.toString(), "this is not YAML: " + e.getMessage(), null);
        }
        return Optional.empty();
    }

    private void readTop(MappingNode root) {
        Set<String> seen = new HashSet<>();
        for (NodeTuple entry : root.getValue()) {
            String name = text(entry.getKeyNode());
            if (!isNew(seen, name, entry.getKeyNode())) {
                continue;
            }
            if (sections.contains(name)) {
                readSection(name, entry.getValueNode());
            } else {
                readSetting(name, entry);
            }
        }
    }

    private void readSection(String section, Node value) {
        if (isNull(value)) {
            return;
        }
        if (!(value instanceof MappingNode mapping)) {
            findings.fault(where(value), section + " is a section and must be a mapping.", null);
            return;
        }
        Set<String> seen = new HashSet<>();
        for (NodeTuple entry : mapping.getValue()) {
            String key = section + "." + text(entry.getKeyNode());
            if (isNew(seen, key, entry.getKeyNode())) {
                readSetting(key, entry);
            }
        }
    }

    private void readSetting(String name, NodeTuple entry) {
        SettingKey key = findings.known().get(name);
        if (key == null) {
            List<String> candidates = new ArrayList<>(findings.known().keySet());
            candidates.addAll(sections);
            String suggestion = Suggestion.didYouMean(name, candidates);
            findings.fault(where(entry.getKeyNode()), "there is no setting " + name + ".", suggestion);
            return;
        }
        String text = value(key, entry.getValueNode());
        if (text != null) {
            findings.put(key, where(entry.getValueNode()), text);
        }
    }

    private @Nullable String value(SettingKey key, Node value) {
        if (isNull(value)) {
            return null;
        }
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        if (key.isList() && value instanceof SequenceNode sequence) {
            return items(key, sequence);
        }
        findings.fault(where(value), key.key() + " must be " + (key.isList() ? "a list." : "a single value."), null);
        return null;
    }

    private @Nullable String items(SettingKey key, SequenceNode sequence) {
        List<String> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            if (!(item instanceof ScalarNode scalar) || scalar.getValue().contains(",")) {
                findings.fault(where(item), "an item of " + key.key() + " must be a text without a comma.", null);
                return null;
            }
            items.add(scalar.getValue());
        }
        return String.join(",", items);
    }

    private boolean isNew(Set<String> seen, String key, Node node) {
        if (!seen.add(key)) {
            findings.fault(where(node), key + " stands here a second time.", "Keep one of them.");
            return false;
        }
        return true;
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "(not a text)";
    }

    private String where(Node node) {
        return file + ":" + node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}

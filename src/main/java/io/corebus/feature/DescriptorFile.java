package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads one file as the part of YAML 1.2 that is JSON, written more kindly: no anchors, no tags, no key twice. */
final class DescriptorFile {
    private static final long MAX_SIZE = 1 << 20;
    private static final int MAX_DEPTH = 50;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Path file;
    private final FileFaults faults;

    DescriptorFile(Path file, FileFaults faults) {
        this.file = file;
        this.faults = faults;
    }

    /** What is in the file; null where that cannot be said. */
    @Nullable
    Located read() {
        try {
            if (Files.size(file) > MAX_SIZE) {
                faults.add(0, "the file is larger than 1 MiB.");
                return null;
            }
            return read(Files.readString(file));
        } catch (IOException e) {
            faults.add(0, "the file cannot be read as UTF-8 text.");
            return null;
        }
    }

    /** What the file would say with this text; null where that cannot be said. */
    @Nullable
    Located read(String text) {
        try {
            return parse(text);
        } catch (MarkedYamlEngineException e) {
            faults.add(line(e.getProblemMark()), "this is not YAML: " + e.getProblem() + ".");
        } catch (YamlEngineException e) {
            faults.add(0, "this is not YAML: " + e.getMessage());
        }
        return null;
    }

    private @Nullable Located parse(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setAllowNonScalarKeys(true)
                .build();
        if (!isPlain(new Parse(settings).parseString(text))) {
            return null;
        }
        int before = faults.count();
        Optional<Node> root = new Compose(settings).composeString(text);
        if (root.isEmpty()) {
            faults.add(1, "the file is empty.", "Start with feature: and a name.");
            return null;
        }
        Located located = located(root.get(), line(root.get().getStartMark()));
        return faults.count() == before ? located : null;
    }

    /** Before anything is made of it: no anchors, which can stand for more than any memory holds, and no depth that a recursion would not survive. */
    private boolean isPlain(Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            if (event instanceof AliasEvent
                    || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
                faults.add(
                        line(event.getStartMark()),
                        "anchors and aliases (& and *) have no place here.",
                        "Write it out.");
                return false;
            }
            if (hasTag(event)) {
                faults.add(line(event.getStartMark()), "tags (!) have no place here.", "Leave it out.");
                return false;
            }
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > MAX_DEPTH) {
                faults.add(line(event.getStartMark()), "this is nested more than " + MAX_DEPTH + " levels deep.");
                return false;
            }
        }
        return true;
    }

    private static boolean hasTag(Event event) {
        if (event instanceof CollectionStartEvent collection) {
            return collection.getTag().isPresent();
        }
        return event instanceof ScalarEvent scalar && scalar.getTag().isPresent();
    }

    private Located located(Node node, int keyLine) {
        int line = line(node.getStartMark());
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, keyLine, line);
        }
        if (node instanceof SequenceNode sequence) {
            return sequence(sequence, keyLine, line);
        }
        return new Located(scalar((ScalarNode) node, line), keyLine, line, Map.of(), List.of());
    }

    private Located mapping(MappingNode mapping, int keyLine, int line) {
        Map<String, Located> members = new LinkedHashMap<>();
        ObjectNode json = NODES.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            int at = line(entry.getKeyNode().getStartMark());
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                faults.add(at, "a key must be a text.");
                continue;
            }
            Located value = located(entry.getValueNode(), at);
            if (members.putIfAbsent(key.getValue(), value) != null) {
                faults.add(at, Characters.shown(key.getValue()) + " stands here a second time.", "Keep one of them.");
                continue;
            }
            json.set(key.getValue(), value.json());
        }
        return new Located(json, keyLine, line, members, List.of());
    }

    private Located sequence(SequenceNode sequence, int keyLine, int line) {
        List<Located> items = new ArrayList<>();
        ArrayNode json = NODES.arrayNode();
        for (Node node : sequence.getValue()) {
            Located item = located(node, line(node.getStartMark()));
            items.add(item);
            json.add(item.json());
        }
        return new Located(json, keyLine, line, Map.of(), items);
    }

    private JsonNode scalar(ScalarNode node, int line) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return NODES.nullNode();
        } else if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(text.equalsIgnoreCase("true"));
        } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return number(text, line);
        } else if (!Characters.areAllowed(text)) {
            faults.add(line, "this text " + TextRule.WRONG_CHARACTERS);
        }
        return NODES.textNode(text);
    }

    private JsonNode number(String text, int line) {
        try {
            if (text.matches("-?[0-9]{1,18}")) {
                return NODES.numberNode(Long.parseLong(text));
            }
            if (text.length() <= StrictJson.MAX_NUMBER_LENGTH) {
                return bounded(text, line);
            }
        } catch (NumberFormatException notDecimal) {
            // Told below.
        }
        faults.add(line, Characters.shown(text) + " is not a number that JSON could write.");
        return NODES.nullNode();
    }

    private JsonNode bounded(String text, int line) {
        BigDecimal number = new BigDecimal(text);
        if (!Numbers.isBounded(number)) {
            faults.add(line, Characters.shown(text) + " is too large a number.");
            return NODES.nullNode();
        }
        return text.matches("-?[0-9]+") ? NODES.numberNode(new BigInteger(text)) : NODES.numberNode(number);
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(place -> place.getLine() + 1).orElse(1);
    }
}

package io.corebus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corebus.Markdown.Block;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a page shows as the answer to a command, in which {@code ...} stands for what differs from run to run: a piece of a line, any number of lines where
 * it stands alone, a piece of a JSON string. JSON is compared as JSON: neither line breaks nor the order of fields count, but every field does.
 */
final class Shown {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ANY = "...";

    private final Block block;

    Shown(Block block) {
        this.block = block;
    }

    boolean matches(String printed) {
        return block.language().equals("json") ? jsonMatches(printed) : textMatches(printed);
    }

    private boolean textMatches(String printed) {
        StringBuilder pattern = new StringBuilder();
        for (String line : block.text().lines().toList()) {
            pattern.append(line.equals(ANY) ? "(?:[^\n]*\n)*" : piece(line) + "\n");
        }
        String lines = printed.replace("\r", "");
        return Pattern.matches(pattern.toString(), lines.endsWith("\n") ? lines : lines + "\n");
    }

    private static String piece(String text) {
        return Pattern.quote(text).replace(ANY, "\\E[^\n]*\\Q");
    }

    private boolean jsonMatches(String printed) {
        try {
            return matches(MAPPER.readTree(block.text()), MAPPER.readTree(printed));
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static boolean matches(JsonNode shown, JsonNode printed) {
        if (shown.isTextual() && printed.isTextual()) {
            return Pattern.matches(piece(shown.asText()), printed.asText());
        }
        if (!shown.isContainerNode() || shown.getNodeType() != printed.getNodeType()) {
            return shown.equals(printed);
        }
        return shown.isObject() ? fieldsMatch(shown, printed) : itemsMatch(shown, printed);
    }

    private static boolean fieldsMatch(JsonNode shown, JsonNode printed) {
        Set<String> names = names(shown);
        return names.equals(names(printed))
                && names.stream().allMatch(name -> matches(shown.get(name), printed.get(name)));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean itemsMatch(JsonNode shown, JsonNode printed) {
        boolean matches = shown.size() == printed.size();
        for (int i = 0; matches && i < shown.size(); i++) {
            matches = matches(shown.get(i), printed.get(i));
        }
        return matches;
    }
}

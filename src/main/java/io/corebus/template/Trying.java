package io.corebus.template;

import io.corebus.feature.Field;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The request with which a new feature is tried, for a shell. */
public final class Trying {
    private Trying() {}

    /** @param url of the http door, without a slash at its end */
    public static String curl(FeatureTemplate template, String url) {
        Map<String, String> put = new LinkedHashMap<>();
        StringBuilder ids = new StringBuilder();
        for (Field field : Samples.requiredReferences(template.feature())) {
            String variable = field.name().toUpperCase(Locale.ROOT);
            ids.append(variable + "=...  # the id of one of " + url + "/api/" + field.references() + "\n");
            put.put(field.name(), "$" + variable);
        }
        String body = Escaped.shell(SampleText.onLine(template.sample(), put));
        for (String variable : put.values()) {
            body = body.replace("\"" + variable + "\"", "\"'\"" + variable + "\"'\"");
        }
        return ids + "curl -sS " + url + "/api/" + template.feature().name()
                + " -H \"Authorization: Bearer $TOKEN\" \\\n" + "  -H 'Content-Type: application/json' -d '" + body
                + "'";
    }
}

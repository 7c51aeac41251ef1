package io.corebus.cli;

import io.corebus.access.AccessMessages.Setup;
import io.corebus.config.Config;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.node.AdminConfig;
import io.corebus.node.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code dev} says when it is ready: every address, and how to sign in. */
final class Banner {
    private final Map<String, String> lines = new LinkedHashMap<>();

    Banner(Node node, Features features, EmbeddedServers servers) {
        String http = node.addresses().get("http");
        if (http != null) {
            for (Feature feature : features.all()) {
                lines.put("REST, " + feature.name(), http + "/api/" + feature.name());
            }
            lines.put("OpenAPI", http + "/openapi.json");
            lines.put("Admin page", http + "/admin");
            lines.put("API page", http + "/docs");
            if (features.all().stream().anyMatch(Feature::live)) {
                lines.put("Live page", http + "/live");
            }
        }
        String management = node.addresses().getOrDefault("management", http);
        if (management != null) {
            lines.put("Health", management + "/health");
            lines.put("Metrics", management + "/metrics");
        }
        lines.putAll(servers.shown());
    }

    Banner withAdmin(@Nullable Setup setup, Config config, @Nullable String httpUrl) {
        String link = FirstAdmin.link(setup, httpUrl);
        String email = config.get(AdminConfig.class).email();
        if (link != null) {
            lines.put("Set-up, once", link);
        } else if (email != null) {
            lines.put("Admin", email);
        }
        return this;
    }

    @Override
    public String toString() {
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder("\nCorebus is ready.\n\n");
        lines.forEach((what, where) -> text.append("  ")
                .append(what)
                .append(" ".repeat(width - what.length() + 2))
                .append(where)
                .append('\n'));
        return text.append("\nStop with Ctrl-C.\n").toString();
    }
}

package io.corebus.feature;

import io.corebus.feature.Feature.Action;

/** Advice about a feature as a whole. */
final class FeatureAdviser {
    private final Feature feature;
    private final Located root;
    private final FileFaults found;

    FeatureAdviser(Feature feature, Located root, FileFaults found) {
        this.feature = feature;
        this.root = root;
        this.found = found;
    }

    void advise(boolean isTested) {
        if (root.get("title") == null) {
            found.add(line("/feature"), "there is no title.", "Say what one is called, such as title: Invoice.");
        }
        if (feature.description().isBlank()) {
            found.add(
                    line("/feature"),
                    "there is no description: people and agents have only the name to go by.",
                    "Add one sentence.");
        }
        if (!isTested) {
            found.add(
                    line("/feature"),
                    "no test asks for /api/" + feature.name() + ".",
                    "Write one, as src/test/java/features/FeaturesIT.java is one.");
        }
        adviseOnDeletion();
    }

    private void adviseOnDeletion() {
        boolean byAll = feature.grants(Action.DELETE).stream()
                .anyMatch(grant -> grant.where() == null && grant.role().equals(Grant.AUTHENTICATED));
        boolean bySome = !feature.grants(Action.DELETE).stream()
                .allMatch(grant -> grant.role().equals("admin"));
        if (byAll) {
            found.add(
                    line("/permissions/delete"),
                    "everybody who has signed in may delete every one.",
                    "Name a role, or owner.");
        }
        if (bySome && feature.mcpTools().contains("delete")) {
            found.add(
                    line("/mcp/tools"),
                    "agents are offered to delete, for others than admins, too.",
                    "Leave delete out of mcp.tools, unless they must.");
        }
    }

    private int line(String pointer) {
        return root.lineOf(pointer);
    }
}

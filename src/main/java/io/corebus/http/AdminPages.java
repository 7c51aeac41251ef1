package io.corebus.http;

import io.corebus.door.StaticPages;
import java.util.List;

/** The page {@code /admin}, which uses the REST interface as every other client does: nothing here knows a feature or a right. */
final class AdminPages {
    static final List<String> STYLES = List.of("admin.css", "records.css");
    static final List<String> SCRIPTS = List.of(
            "account-page.js",
            "act-many.js",
            "act-result.js",
            "actions.js",
            "audit-page.js",
            "client.js",
            "columns.js",
            "control-page.js",
            "control-text.js",
            "controls-page.js",
            "create-page.js",
            "delete-many.js",
            "dialog.js",
            "differences.js",
            "download.js",
            "exact.js",
            "feature-notice.js",
            "feed.js",
            "fields.js",
            "filter-box.js",
            "form-dialog.js",
            "form.js",
            "health-page.js",
            "history-page.js",
            "home-page.js",
            "job-page.js",
            "job-results.js",
            "job-text.js",
            "jobs-page.js",
            "limits.js",
            "list-page.js",
            "main.js",
            "model.js",
            "notices.js",
            "patch.js",
            "people.js",
            "places.js",
            "plain-form.js",
            "plain-table.js",
            "record-page.js",
            "record-table.js",
            "reference.js",
            "rights.js",
            "router.js",
            "routes.js",
            "sessions.js",
            "sign-in.js",
            "tokens.js",
            "user-page.js",
            "users-page.js",
            "values.js",
            "webhook-page.js",
            "webhooks-page.js",
            "which.js");

    private AdminPages() {}

    static void mount(StaticPages pages) {
        pages.html("/admin", "admin/admin.html");
        STYLES.forEach(file -> pages.style("/admin/" + file, "admin/" + file));
        SCRIPTS.forEach(file -> pages.script("/admin/" + file, "admin/" + file));
    }
}

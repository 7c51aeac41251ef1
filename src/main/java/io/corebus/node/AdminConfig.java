package io.corebus.node;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import org.jspecify.annotations.Nullable;

@Section("admin")
public record AdminConfig(
        @Setting(
                doc =
                        "E-mail address of the first admin, made at the start where there is no admin yet. Unset: a one-time set-up link is shown instead.")
        @Nullable
        String email,

        @Setting(doc = "Password of the first admin.", secret = true) @Nullable
        String password) {

    public AdminConfig {
        if ((email == null) != (password == null)) {
            throw new IllegalArgumentException(
                    "admin.email and admin.password belong together: set both COREBUS_ADMIN_EMAIL and COREBUS_ADMIN_PASSWORD, or neither.");
        }
    }

    @Override
    public String toString() {
        return "AdminConfig[]";
    }
}

package io.corebus.audit;

import io.corebus.config.TextForm;
import org.jspecify.annotations.Nullable;

/** What {@code audit.key} must look like. */
final class SealingKeyText implements TextForm {
    @Override
    public @Nullable String fault(String text) {
        if (text.trim().equals(AuditConfig.DATABASE)) {
            return null;
        }
        try {
            SealingKey.read(text);
            return null;
        } catch (IllegalArgumentException e) {
            return "cannot be used: " + e.getMessage();
        }
    }
}

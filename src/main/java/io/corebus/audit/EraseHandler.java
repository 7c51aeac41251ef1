package io.corebus.audit;

import io.corebus.audit.AuditMessages.EraseResource;
import io.corebus.audit.AuditMessages.Erased;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.ErasePayloads;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Erases what the journal holds of a resource, for privacy. That it was done, by whom and why, stays in the trail. */
final class EraseHandler implements Service<EraseResource, Erased> {
    private static final int MAX_NAME = 200;
    private static final int MAX_REASON = 1_000;

    private final Bus bus;

    EraseHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<Erased> handle(EraseResource request, Caller caller) {
        Admission.requireAdmin(caller);
        requireValid(request);
        ErasePayloads command = new ErasePayloads(
                request.commandId(),
                request.feature(),
                request.resourceId(),
                request.reason().trim());
        return bus.request(JournalMessages.ERASE_PAYLOADS, command, caller)
                .map(done -> new Erased(done.entries(), done.repeated()));
    }

    private static void requireValid(EraseResource request) {
        List<FieldFault> faults = new ArrayList<>();
        check(request.feature(), "/resource_type", MAX_NAME, faults);
        check(request.resourceId(), "/resource_id", MAX_NAME, faults);
        check(request.reason(), "/reason", MAX_REASON, faults);
        if (!faults.isEmpty()) {
            String detail = "The body has " + faults.size() + (faults.size() == 1 ? " fault." : " faults.");
            throw new Failure("validation", 422, detail, faults, null, null).exception();
        }
    }

    private static void check(@Nullable String text, String pointer, int max, List<FieldFault> faults) {
        if (text == null || text.isBlank()) {
            faults.add(new FieldFault(pointer, "required", "must say something."));
        } else if (text.codePointCount(0, text.length()) > max) {
            faults.add(new FieldFault(pointer, "max-length", "must have at most " + max + " characters."));
        } else if (text.indexOf(0) >= 0) {
            faults.add(new FieldFault(pointer, "characters", "must not contain the character U+0000."));
        }
    }
}

package io.corebus.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.audit.AuditMessages.ExportPage;
import io.corebus.audit.AuditMessages.ReadExport;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.ReadSeals;
import io.corebus.storage.JournalMessages.Seal;
import io.corebus.storage.JournalMessages.SealPage;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.vertx.core.Future;
import java.util.List;

/** Answers an export page by page, each with some whole seals, so that an export of any length needs the memory of a page. */
final class ReadExportHandler implements Service<ReadExport, ExportPage> {
    private static final int MAX_SEALS = 50;
    /** From here on a page takes no further seal. */
    private static final int ENOUGH_CHARACTERS = 1 << 20;

    private final Bus bus;

    ReadExportHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<ExportPage> handle(ReadExport request, Caller caller) {
        Admission.requireReader(caller);
        if (request.from() < 1) {
            throw new Failure("bad-query", 400, "from must be the number of a seal, 1 or more.").exception();
        }
        return bus.request(JournalMessages.READ_SEALS, new ReadSeals(request.from(), MAX_SEALS), caller)
                .map(page -> page(request, page));
    }

    private static ExportPage page(ReadExport request, SealPage found) {
        StringBuilder lines = new StringBuilder();
        if (request.begin()) {
            append(lines, ExportLines.begin(request.from()));
        }
        Long next = null;
        int place = 0;
        for (Seal seal : found.seals()) {
            if (next != null && lines.length() > ENOUGH_CHARACTERS) {
                break;
            }
            append(lines, ExportLines.seal(seal));
            place = appendEntries(lines, found.entries(), place, seal.firstSeq() + seal.count());
            next = seal.number() + 1;
        }
        return new ExportPage(lines.toString(), next);
    }

    /** Those of one seal that are still there: an entry that somebody took out of the journal is for the verifier to tell. */
    private static int appendEntries(StringBuilder lines, List<SealedEntry> entries, int from, long beforeSeq) {
        int place = from;
        while (place < entries.size() && entries.get(place).seq() < beforeSeq) {
            append(lines, ExportLines.entry(entries.get(place)));
            place++;
        }
        return place;
    }

    private static void append(StringBuilder lines, ObjectNode line) {
        lines.append(line).append('\n');
    }
}

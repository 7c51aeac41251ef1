package io.corebus.audit;

import io.corebus.storage.JournalMessages.Seal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code corebus audit verify}: checks an export with nothing but the export, the public key, and the checkpoints that somebody kept. Needs no node, no database
 * and, whatever the length of the export, the memory of one seal. Blocks.
 */
public final class AuditVerifier {
    private static final int HOLDS = 0;
    private static final int DOES_NOT_HOLD = 1;
    private static final int WRONG_USE = 2;

    private AuditVerifier() {}

    /**
     * @param key a JWK or a JWK set
     * @param checkpoint heads that were kept elsewhere, one a line; null where there are none
     * @param from the number of the seal that the export begins with; 1 for the whole trail
     * @param out gets the result; its last line is one sentence that says it
     * @return the exit status: 0 only where all of it holds, 1 where something does not, 2 where a file cannot be used
     */
    public static int verify(Path file, Path key, @Nullable Path checkpoint, long from, PrintStream out) {
        try {
            requireFiles(file, key, checkpoint);
            KeyFile keys = KeyFile.read(key);
            return verify(file, keys, Checkpoints.read(checkpoint, keys), from, out);
        } catch (Finding finding) {
            out.println("NOT VERIFIED: " + finding.getMessage() + ".");
            return DOES_NOT_HOLD;
        } catch (NoSuchFileException e) {
            out.println("NOT VERIFIED: there is no file " + e.getFile() + ".");
            return WRONG_USE;
        } catch (IOException e) {
            out.println("NOT VERIFIED: a file cannot be read: " + e.getMessage() + ".");
            return WRONG_USE;
        } catch (IllegalArgumentException e) {
            out.println("NOT VERIFIED: " + e.getMessage());
            return WRONG_USE;
        }
    }

    /** To read a directory fails without saying which. */
    private static void requireFiles(@Nullable Path... paths) {
        for (Path path : paths) {
            if (path != null && Files.isDirectory(path)) {
                throw new IllegalArgumentException(path + " is a directory, not a file.");
            }
        }
    }

    private static int verify(Path file, KeyFile keys, Checkpoints checkpoints, long from, PrintStream out)
            throws IOException, Finding {
        try (LineReader lines = new LineReader(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            TrailVerification verification = new TrailVerification(lines, keys, checkpoints, from);
            Seal head = verification.run();
            tell(verification, checkpoints, from, out);
            out.println("VERIFIED: " + (from == 1 ? "the trail" : "the trail from seal " + from + " on")
                    + " holds up to entry " + (head.firstSeq() + head.count() - 1) + ", seal " + head.number() + " of "
                    + head.at() + ".");
            return HOLDS;
        }
    }

    private static void tell(TrailVerification verification, Checkpoints checkpoints, long from, PrintStream out) {
        if (verification.erased() > 0) {
            out.println("Erased payloads: " + verification.erased() + ", each with an entry that says so.");
        }
        out.println(
                checkpoints.given()
                        ? "Checkpoints that agree: " + checkpoints.met() + "."
                        : "No checkpoint was given: it would not be noticed if the end of the trail was cut off.");
        if (from > 1) {
            out.println("Nothing is said of what comes before seal " + from + ".");
        }
    }
}

package io.corebus.dev;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The directory with everything that {@code corebus dev} keeps. Open in one process at a time: a lock of the operating system, which ends with the process
 * however that ends.
 */
public final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final Path programs;
    private final FileChannel lockFile;

    private DataDirectory(Path path, Path programs, FileChannel lockFile) {
        this.path = path;
        this.programs = programs;
        this.lockFile = lockFile;
    }

    /** Creates it where it is missing. Fails where it cannot be written, or another process has it open. */
    public static DataDirectory open(Path path) throws DevFailure {
        return open(path, path.resolve("programs"));
    }

    /** @param programs where the programs of the servers are unpacked; may be shared by many data directories */
    public static DataDirectory open(Path path, Path programs) throws DevFailure {
        try {
            Files.createDirectories(path);
            Path real = path.toRealPath();
            return new DataDirectory(
                    real, programs.toAbsolutePath().normalize(), lock(path, real.resolve("corebus.lock")));
        } catch (IOException e) {
            throw new DevFailure("The data directory " + path.toAbsolutePath() + " cannot be written: " + reason(e)
                    + ". Choose another with COREBUS_DATA_DIR or --data-dir.");
        }
    }

    private static FileChannel lock(Path shown, Path file) throws IOException, DevFailure {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            String owner = Files.readString(file).trim();
            channel.close();
            throw new DevFailure("The data directory " + shown + " is in use by another Corebus process"
                    + (owner.isEmpty() ? "" : " (pid " + owner + ")")
                    + ". Stop that one, or choose another directory with COREBUS_DATA_DIR or --data-dir.");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // Open in this very process.
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "it is not a directory";
        }
        String reason = e instanceof FileSystemException failure ? failure.getReason() : null;
        return reason == null ? "it cannot be made there" : reason.toLowerCase(Locale.ROOT);
    }

    /** Absolute, without symbolic links. */
    public Path path() {
        return path;
    }

    Path programs() {
        return programs;
    }

    @Override
    public void close() throws DevFailure {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new DevFailure("The data directory " + path + " could not be released: " + e.getMessage() + ".");
        }
    }
}

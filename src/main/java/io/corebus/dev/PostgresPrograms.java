package io.corebus.dev;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked from the class path once. */
final class PostgresPrograms {
    private final Path home;
    private final boolean throughUnshare;

    private PostgresPrograms(Path home, boolean throughUnshare) {
        this.home = home;
        this.throughUnshare = throughUnshare;
    }

    static PostgresPrograms unpack(Path directory) throws IOException, DevFailure {
        String archive = archive();
        URL resource = PostgresPrograms.class.getResource("/" + archive);
        if (resource == null) {
            throw new DevFailure("No PostgreSQL for this kind of machine comes with Corebus (" + archive
                    + " is missing). Set COREBUS_STORAGE_URL to a PostgreSQL of yours.");
        }
        long size = resource.openConnection().getContentLengthLong();
        Path home = directory.resolve("postgresql-" + size);
        if (!Files.exists(home)) {
            Files.createDirectories(directory);
            unpack(resource, home);
        }
        return new PostgresPrograms(home, isRoot(home));
    }

    /** First beside its place, then in one step into it: a start that was interrupted leaves nothing half done. */
    private static void unpack(URL resource, Path home) throws IOException {
        Path unfinished = Files.createTempDirectory(home.getParent(), "unpacking-");
        try (InputStream packed = new BufferedInputStream(resource.openStream(), 1 << 16);
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                unpack(tar, entry, unfinished);
            }
            move(unfinished, home);
        } finally {
            delete(unfinished);
        }
    }

    private static void unpack(InputStream content, TarArchiveEntry entry, Path directory) throws IOException {
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
            throw new IOException("an entry of the archive points outside: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, target);
            boolean executable = (entry.getMode() & 0100) != 0;
            if (executable && !target.toFile().setExecutable(true)) {
                throw new IOException(target + " cannot be made executable");
            }
        }
    }

    private static void move(Path unfinished, Path home) throws IOException {
        try {
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.exists(home)) { // Else another process was as quick as this one.
                throw e;
            }
        }
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static String archive() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return "postgres-" + (system.startsWith("mac") ? "darwin" : system) + "-"
                + (machine.equals("aarch64") ? "arm_64" : "x86_64")
                + (Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "") + ".txz";
    }

    private static boolean isRoot(Path ours) throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(ours, "unix:uid"))
                && "root".equals(System.getProperty("user.name"));
    }

    /** The command line of one of the programs. They refuse to run as root, and in a user namespace of their own they are not. */
    List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (throughUnshare) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        for (String argument : arguments) {
            command.add(argument);
        }
        return command;
    }

    /** {@code 17} for 17.10. */
    String majorVersion() throws IOException, DevFailure {
        ServerProcess.Result version = ServerProcess.run(command("postgres", "--version"), 20);
        if (!version.isSuccess()) {
            throw new DevFailure(
                    throughUnshare
                            ? "PostgreSQL does not run as root, and a user namespace for it (unshare -U) is not allowed here: "
                                    + version.output().trim()
                                    + ". Run Corebus as another user, or set COREBUS_STORAGE_URL to a PostgreSQL of yours."
                            : "The PostgreSQL that comes with Corebus does not run on this machine: "
                                    + version.output().trim()
                                    + ". Set COREBUS_STORAGE_URL to a PostgreSQL of yours.");
        }
        return version.output().replaceFirst("(?s)\\D*(\\d+).*", "$1");
    }
}

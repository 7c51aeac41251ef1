package io.corebus.bus;

/**
 * Something that happened, told to every room of every node that listens. Nobody answers, and it may be lost: what must not be lost is read from the
 * journal, a topic only rings the bell.
 *
 * @param name {@code corebus.<room>.<event>}
 * @param event the record that travels
 */
public record Topic<E>(String name, Class<E> event) {
    @Override
    public String toString() {
        return name;
    }
}

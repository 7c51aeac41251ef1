package io.corebus.feature;

/** What of the rows that are there a change of the descriptors may take away. */
public enum Losses {
    /** Nothing; and no field or table goes, because other nodes may still ask for it. */
    NONE,
    /** Fields and tables in which there is nothing. For a database that one node has to itself. */
    EMPTY,
    /** Whatever the descriptors have no place for any more. */
    ANY;

    /** What whoever said {@code --allow-destructive}, or did not, lets a cluster lose. */
    public static Losses allowed(boolean allowDestructive) {
        return allowDestructive ? ANY : NONE;
    }
}

package io.corebus.bench;

/** Something that is measured. */
interface Work {
    Group group();

    String name();

    /** Whether it is run for a while before it counts. */
    default boolean isWarmedUp() {
        return true;
    }

    /** Runs it alone, at full speed, with all answers checked. */
    Sample run(int seconds) throws Exception;
}

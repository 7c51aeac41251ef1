package io.corebus.bench;

/** Something that is measured. */
interface Work {
    Group group();

    String name();

    /** Runs it alone, at full speed, with all answers checked. */
    Sample run(int seconds) throws Exception;
}

package io.corebus;

/** Entry point. */
public final class Corebus {
    private Corebus() {}

    public static void main(String[] args) {
        System.out.println("corebus");
    }
}

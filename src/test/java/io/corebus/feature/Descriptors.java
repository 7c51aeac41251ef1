package io.corebus.feature;

import io.corebus.testing.TestFeatures;
import java.util.Map;

/** Features as the tests need them, read from descriptors as everybody's are. */
final class Descriptors {
    private Descriptors() {}

    /** The descriptors that the product comes with. */
    static Features shipped() {
        return TestFeatures.shippedAnd(Map.of());
    }

    static Feature shipped(String name) {
        return shipped().find(name);
    }

    /** A feature named {@code things} with these properties, each a line {@code name: {schema}}. */
    static Feature things(String... properties) {
        return parse(text(properties)).find("things");
    }

    static String text(String... properties) {
        return "feature: things\nschema:\n  type: object\n  properties:\n    " + String.join("\n    ", properties)
                + "\n";
    }

    static Features parse(String text) {
        return TestFeatures.of(Map.of("things", text));
    }
}

package io.corebus.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import io.corebus.feature.DescriptorFaults.Fault;
import io.corebus.feature.DescriptorTrial;
import io.corebus.feature.Feature;
import io.corebus.feature.Field;
import io.corebus.feature.Names;
import io.corebus.feature.RecordValidator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A new feature, not written yet: it has passed the check that a start makes.
 *
 * @param descriptor the text of its file
 * @param trial how that fares among the other descriptors
 * @param sample a resource that the schema allows
 */
public record FeatureTemplate(Path file, String descriptor, Feature feature, DescriptorTrial trial, ObjectNode sample) {

    /** @param directory of the descriptors; may be missing. Fails with every fault of what is asked for. */
    public static FeatureTemplate of(Wish wish, Path directory) throws WishFaults {
        List<String> faults = new ArrayList<>();
        checkName(wish.name(), faults);
        List<FieldWish> fields = FieldWishReader.read(wish.fields(), faults);
        checkReferences(wish.name(), fields, faults);
        throwIfAny(faults);
        String text = DescriptorText.of(wish, fields);
        Path file = directory.resolve(wish.name() + ".yaml");
        DescriptorTrial trial = DescriptorTrial.of(directory, file, text);
        trial.faults().forEach(fault -> faults.add(told(fault)));
        throwIfAny(faults);
        Feature feature = trial.feature();
        if (feature == null) {
            throw new IllegalStateException("a descriptor without faults is a feature");
        }
        ObjectNode sample = Samples.of(feature);
        checkSample(feature, sample, faults);
        throwIfAny(faults);
        return new FeatureTemplate(file, text, feature, trial, sample);
    }

    private static void throwIfAny(List<String> faults) throws WishFaults {
        if (!faults.isEmpty()) {
            throw new WishFaults(faults);
        }
    }

    private static void checkName(String name, List<String> faults) {
        String fault = Names.featureFault(name);
        if (fault != null) {
            String better = Words.plural(name);
            boolean helps = !better.equals(name) && !better.isEmpty() && Names.featureFault(better) == null;
            faults.add(fault + (helps ? " Write " + better + "." : " Choose another, such as invoices."));
        }
    }

    private static void checkReferences(String name, List<FieldWish> fields, List<String> faults) {
        for (FieldWish field : fields) {
            boolean itself = field.kind() == Kind.REF && field.inner().contains(name);
            if (itself && field.isRequired()) {
                faults.add("the field " + field.name() + " refers to " + name
                        + " itself: if it is required, there can never be a first one. Leave required out.");
            }
        }
    }

    /** Lines of a file that is not there yet would help nobody. */
    private static String told(Fault fault) {
        return fault.problem() + (fault.suggestion() == null ? "" : " " + fault.suggestion());
    }

    private static void checkSample(Feature feature, ObjectNode sample, List<String> faults) {
        for (Field field : feature.fields()) {
            if (field.required() && !sample.has(field.name())) {
                faults.add("the field " + field.name()
                        + " leaves no value that can be told. Widen its limits, or give it an example=VALUE.");
            }
        }
        try {
            new RecordValidator(feature).validForCreate(sample.deepCopy());
        } catch (FailureException refused) {
            refused.failure().errors().stream()
                    .filter(fault -> sample.at(fault.pointer()).isValueNode())
                    .forEach(fault -> faults.add(told(fault)));
        }
    }

    private static String told(FieldFault fault) {
        return "the example of " + fault.pointer().substring(1) + " " + fault.detail()
                + " Write another example=VALUE.";
    }
}

package io.corebus.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The samples of all works, round by round. Machines get faster and slower as time goes by, so only samples of the same round are compared. */
final class Results {
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

    void add(Work work, Sample sample) {
        samples.computeIfAbsent(work.name(), name -> new ArrayList<>()).add(sample);
    }

    boolean has(String work) {
        return samples.containsKey(work);
    }

    double median(String work, ToDoubleFunction<Sample> figure) {
        return median(of(work).stream().mapToDouble(figure).toArray());
    }

    /** The median of the ratios in each round. */
    double ratio(String work, String base, ToDoubleFunction<Sample> figure) {
        List<Sample> ours = of(work);
        List<Sample> theirs = of(base);
        return median(IntStream.range(0, ours.size())
                .mapToDouble(round -> figure.applyAsDouble(ours.get(round)) / figure.applyAsDouble(theirs.get(round)))
                .toArray());
    }

    private List<Sample> of(String work) {
        return samples.getOrDefault(work, List.of());
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

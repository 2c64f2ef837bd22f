package org.asyndgan.experiment.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Means and spreads over seeds, one row an arm.
 *
 * @param rows in the order of the arms
 */
public record Table(List<Row> rows) {

    /** The measures of the table, by their column names, in order. */
    private static final Map<String, ToDoubleFunction<ArmResult>> MEASURES = measures();

    public Table {
        rows = List.copyOf(rows);
    }

    private static Map<String, ToDoubleFunction<ArmResult>> measures() {
        Map<String, ToDoubleFunction<ArmResult>> measures = new LinkedHashMap<>();
        measures.put("dice", ArmResult::dice);
        measures.put("pooled_dice", ArmResult::pooledDice);
        measures.put("sensitivity", ArmResult::sensitivity);
        measures.put("specificity", ArmResult::specificity);
        measures.put("hd95", ArmResult::hd95);
        measures.put("object_dice", ArmResult::objectDice);
        measures.put("aji", ArmResult::aji);
        return measures;
    }

    /**
     * One arm.
     *
     * @param seeds that it has results of
     * @param pairs it was trained on
     * @param measures by name
     */
    public record Row(String arm, int seeds, int pairs, Map<String, Spread> measures) {

        public Spread dice() {
            return measures.get("dice");
        }
    }

    /**
     * A mean and how far the seeds are from it.
     *
     * @param deviation standard deviation of the seeds (n - 1); 0 for one seed
     */
    public record Spread(double mean, double deviation) {

        static Spread of(List<Double> values) {
            double mean = values.stream().mapToDouble(v -> v).average().orElse(0);
            double squares =
                    values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
            return new Spread(mean, values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1)));
        }
    }

    /** @param order names of arms, in the order of the rows */
    public static Table of(List<ArmResult> results, List<String> order) {
        List<Row> rows = new ArrayList<>();
        for (String arm : order) {
            List<ArmResult> own =
                    results.stream().filter(result -> result.arm().equals(arm)).toList();
            if (!own.isEmpty()) {
                Map<String, Spread> measures = new LinkedHashMap<>();
                MEASURES.forEach((name, measure) -> measures.put(
                        name, Spread.of(own.stream().map(measure::applyAsDouble).toList())));
                rows.add(new Row(arm, own.size(), own.get(0).pairs(), measures));
            }
        }
        return new Table(rows);
    }

    /** Comma-separated values with a header line. */
    public String csv() {
        StringBuilder csv = new StringBuilder("arm,seeds,pairs");
        MEASURES.keySet()
                .forEach(name ->
                        csv.append(',').append(name).append(',').append(name).append("_sd"));
        csv.append('\n');
        for (Row row : rows) {
            csv.append(row.arm()).append(',').append(row.seeds()).append(',').append(row.pairs());
            row.measures()
                    .values()
                    .forEach(spread ->
                            csv.append(String.format(Locale.ROOT, ",%.4f,%.4f", spread.mean(), spread.deviation())));
            csv.append('\n');
        }
        return csv.toString();
    }

    /** The table as Markdown, as docs/experiments.md shows it. */
    public String markdown() {
        StringBuilder text = new StringBuilder(
                """
                | U-Net trained on | seeds | pairs | Dice | pooled Dice | sensitivity | specificity | HD95, px | object Dice | AJI |
                | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (Row row : rows) {
            text.append("| ")
                    .append(row.arm())
                    .append(" | ")
                    .append(row.seeds())
                    .append(" | ")
                    .append(row.pairs());
            row.measures()
                    .forEach((name, spread) -> text.append(" | ").append(cell(spread, name.equals("hd95") ? 1 : 3)));
            text.append(" |\n");
        }
        return text.toString();
    }

    private static String cell(Spread spread, int places) {
        return String.format(Locale.ROOT, "%." + places + "f ± %." + places + "f", spread.mean(), spread.deviation());
    }

    /** The row of an arm, if it has results. */
    public java.util.Optional<Row> row(String arm) {
        return rows.stream().filter(row -> row.arm().equals(arm)).findFirst();
    }
}

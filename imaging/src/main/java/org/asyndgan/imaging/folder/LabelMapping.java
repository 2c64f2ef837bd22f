package org.asyndgan.imaging.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.asyndgan.imaging.image.RawImage;

/**
 * What becomes of the values of label files before they are taken for classes, such as {@code 255=1}.
 *
 * <p>So sites that write one class in two ways agree, and numbered objects become one class.
 *
 * @param rules the first that names a value decides; a value that none names stays
 */
public record LabelMapping(List<Rule> rules) {

    /** Values as the files hold them. */
    public static final LabelMapping NONE = new LabelMapping(List.of());

    private static final int LARGEST = 65_535;
    private static final Pattern RULE = Pattern.compile("(?:([^:=]+):)?(\\d{1,5})(?:-(\\d{1,5}))?=(\\d{1,5})");

    public LabelMapping {
        rules = List.copyOf(rules);
    }

    /**
     * Reads rules such as {@code 255=1}, {@code mercy:255=1} for one site alone, or {@code 1-65535=1} for a range.
     *
     * @throws IllegalArgumentException if one of them is no such rule
     */
    public static LabelMapping parse(List<String> texts) {
        List<Rule> rules = new ArrayList<>();
        for (String text : texts) {
            Matcher parts = RULE.matcher(text.strip());
            if (!parts.matches()) {
                throw new IllegalArgumentException("\"" + text + "\" is no rule for label values; write VALUE=CLASS,"
                        + " such as 255=1, FROM-TO=CLASS for a range, and SITE: before it for one site alone");
            }
            int from = Integer.parseInt(parts.group(2));
            rules.add(new Rule(
                    parts.group(1) == null ? "" : parts.group(1),
                    from,
                    parts.group(3) == null ? from : Integer.parseInt(parts.group(3)),
                    Integer.parseInt(parts.group(4))));
        }
        return new LabelMapping(rules);
    }

    /** The rules of one site, and those of all. */
    LabelMapping of(String site) {
        return new LabelMapping(rules.stream()
                .filter(rule -> rule.site().isEmpty() || rule.site().equals(site))
                .map(rule -> new Rule("", rule.from(), rule.to(), rule.becomes()))
                .toList());
    }

    /** The sites that have rules of their own. */
    List<String> sites() {
        return rules.stream()
                .map(Rule::site)
                .filter(site -> !site.isEmpty())
                .distinct()
                .toList();
    }

    /** What becomes of a label's values; the same image where there are no rules. */
    public RawImage apply(RawImage label) {
        if (rules.isEmpty()) {
            return label;
        }
        int[] becomes = new int[label.ceiling() + 1];
        int largest = 0;
        for (int value = 0; value < becomes.length; value++) {
            becomes[value] = becomes(value);
            largest = Math.max(largest, becomes[value]);
        }
        RawImage.Builder mapped = RawImage.builder(1, label.height(), label.width(), largest > 255 ? 16 : 8);
        for (int y = 0; y < label.height(); y++) {
            for (int x = 0; x < label.width(); x++) {
                mapped.set(0, y, x, becomes[label.at(y * label.width() + x)]);
            }
        }
        return mapped.build();
    }

    private int becomes(int value) {
        for (Rule rule : rules) {
            if (value >= rule.from() && value <= rule.to()) {
                return rule.becomes();
            }
        }
        return value;
    }

    /** The rules as they are written on a command line. */
    @Override
    public String toString() {
        return rules.stream().map(Rule::toString).collect(Collectors.joining(","));
    }

    /**
     * One rule.
     *
     * @param site whose files it is for; empty for all sites
     * @param from smallest value that it names
     * @param to largest value that it names
     * @param becomes what they become
     */
    public record Rule(String site, int from, int to, int becomes) {

        public Rule {
            if (from > to || to > LARGEST || becomes > LARGEST) {
                throw new IllegalArgumentException(
                        "A rule for label values goes from a smaller value to a larger, all of" + " 0 to " + LARGEST
                                + ", not " + from + "-" + to + "=" + becomes);
            }
        }

        @Override
        public String toString() {
            return (site.isEmpty() ? "" : site + ":") + from + (from == to ? "" : "-" + to) + "=" + becomes;
        }
    }
}

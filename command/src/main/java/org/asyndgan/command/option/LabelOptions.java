package org.asyndgan.command.option;

import java.util.List;
import org.asyndgan.imaging.folder.LabelMapping;
import picocli.CommandLine.Option;

/** What becomes of the values of label files, of every command that reads a folder of sites. */
public final class LabelOptions {

    @Option(
            names = "--label-map",
            paramLabel = "RULE",
            split = ",",
            description = "What becomes of label values, such as 255=1 or 1-65535=1 (a range); SITE:255=1 for one site"
                    + " alone.")
    private List<String> rules = List.of();

    public List<String> rules() {
        return rules;
    }

    public LabelMapping mapping() {
        return LabelMapping.parse(rules);
    }
}

package org.asyndgan.experiment.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.asyndgan.experiment.report.Html;
import org.asyndgan.experiment.report.LineChart;
import org.asyndgan.experiment.report.LineChart.Line;
import org.asyndgan.privacy.attack.Roc;

/** What an audit found, as a page that needs nothing else, and as numbers. */
public final class AuditPage {

    private static final double FALSE_ALARMS = 0.01;

    private AuditPage() {}

    /** The page. */
    public static String of(String run, List<PrivacyAudit.Findings> findings) {
        String sites = findings.stream().map(AuditPage::site).collect(Collectors.joining("\n"));
        return Html.page(
                "Privacy audit of run " + run,
                "main { max-width: 78rem; }\nth, td { padding: .4rem .6rem; font-size: .88rem; }\n.charts { margin-top: 1rem; }\n",
                "<h1>Privacy audit of run " + Html.escaped(run) + "</h1>\n"
                        + "<p>Attacks that tell images that were trained on (members) from images that were held out."
                        + " An area under the curve (AUC) of 0.5 is guessing, 1 is certainty; TPR is the share of members"
                        + " found with 1 % false alarms. Intervals are of 95 %. The control tells members from members:"
                        + " an attack that does no better has found nothing. That an attack fails proves nothing.</p>\n"
                        + sites);
    }

    private static String site(PrivacyAudit.Findings findings) {
        String rows = findings.attacks().stream().map(AuditPage::row).collect(Collectors.joining("\n"));
        String hits = findings.hits().stream()
                .map(hit -> String.format(
                        Locale.ROOT,
                        "<tr><td>%s</td><td>%.1f %%</td><td>%.1f %%</td><td>%d</td></tr>",
                        Html.escaped(hit.name()),
                        100 * hit.share(),
                        100 * hit.chance(),
                        hit.trials()))
                .collect(Collectors.joining("\n"));
        List<Line> curves = findings.attacks().stream()
                .map(attack -> new Line(
                        attack.name(),
                        attack.roc().points().stream()
                                .map(Roc.Point::falsePositives)
                                .toList(),
                        attack.roc().points().stream()
                                .map(Roc.Point::truePositives)
                                .toList()))
                .toList();
        return "<h2>" + Html.escaped(findings.site())
                + "</h2>\n<div class=\"card\"><table>\n<thead><tr><th>attack</th><th>AUC</th>"
                + "<th>TPR</th><th>control’s AUC</th><th>members, others</th></tr></thead>\n<tbody>\n" + rows
                + "\n</tbody></table></div>\n<div class=\"charts\">"
                + LineChart.figure("members found, by false alarms", "share of false alarms", curves)
                + "\n<div class=\"card\"><table>\n<thead><tr><th>attack</th><th>right</th><th>by chance</th><th>trials</th></tr></thead>\n<tbody>\n"
                + hits + "\n</tbody></table></div></div>";
    }

    private static String row(Attack attack) {
        return "<tr><td>" + Html.escaped(attack.name()) + "</td><td>"
                + words(attack.roc().auc()) + "</td><td>" + words(attack.roc().truePositives(FALSE_ALARMS))
                + "</td><td>" + words(attack.control().auc()) + "</td><td>"
                + attack.roc().members() + ", "
                + attack.roc().others() + "</td></tr>";
    }

    /** A number with its interval, such as {@code 0.612 (0.534 to 0.690)}. */
    public static String words(Roc.Estimate estimate) {
        return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", estimate.value(), estimate.low(), estimate.high());
    }

    /** All numbers by site, as {@code audit.json} holds them. */
    public static Map<String, Object> numbers(List<PrivacyAudit.Findings> findings) {
        Map<String, Object> sites = new LinkedHashMap<>();
        for (PrivacyAudit.Findings site : findings) {
            Map<String, Object> attacks = new LinkedHashMap<>();
            for (Attack attack : site.attacks()) {
                Map<String, Object> entries = new LinkedHashMap<>();
                entries.put("auc", attack.roc().auc());
                entries.put("truePositivesAt1Percent", attack.roc().truePositives(FALSE_ALARMS));
                entries.put("controlAuc", attack.control().auc());
                entries.put("members", attack.roc().members());
                entries.put("others", attack.roc().others());
                entries.put("curve", attack.roc().points());
                attacks.put(attack.name(), entries);
            }
            Map<String, Object> both = new LinkedHashMap<>();
            both.put("membership", attacks);
            both.put("other", site.hits());
            sites.put(site.site(), both);
        }
        return sites;
    }
}

package org.asyndgan.privacy.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.asyndgan.privacy.accountant.RenyiBudget;
import org.asyndgan.privacy.accountant.SubsampledGaussian;

/**
 * What a ledger's entries add up to.
 *
 * <p>Charged is what was reserved and not given back. Steps that were reserved before the process died and that no entry
 * names are charged too: nobody knows whether they were drawn.
 */
public final class LedgerBook {

    private final Map<Line, Long> charged = new LinkedHashMap<>();
    private final Set<String> marks = new HashSet<>();
    private Line last;
    private String unit = "";
    private String place = "";
    private String key = "";
    private long unnamed;

    LedgerBook() {}

    /** Says whether a folder holds a ledger. */
    public static boolean isIn(Path folder) {
        return LedgerFile.isIn(folder);
    }

    /**
     * Reads a folder's ledger, which another process may be writing to.
     *
     * @throws LedgerException ADG-422 if there is none, or it was changed
     */
    public static LedgerBook read(Path folder) {
        LedgerBook book = new LedgerBook();
        LedgerFile.read(folder).forEach(book::add);
        return book;
    }

    void add(LedgerEntry entry) {
        if (entry instanceof LedgerEntry.Begun begun) {
            unit = begun.unit();
        } else if (entry instanceof LedgerEntry.Placed placed) {
            place = placed.file();
        } else if (entry instanceof LedgerEntry.Keyed keyed) {
            key = keyed.id();
        } else if (entry instanceof LedgerEntry.Reserved reserved) {
            last = new Line(reserved.run(), reserved.step());
            charged.merge(last, reserved.steps(), Long::sum);
            unnamed += reserved.steps();
        } else if (entry instanceof LedgerEntry.Drew drew) {
            marks.add(drew.mark());
            unnamed--;
        } else if (entry instanceof LedgerEntry.Settled settled) {
            charged.merge(last, -settled.unused(), Long::sum);
            unnamed -= settled.unused();
        }
    }

    /** What is protected: {@code image} or {@code patient}. */
    public String unit() {
        return unit;
    }

    /** What each run was charged, in the order of their beginning. */
    public List<Charge> charges() {
        List<Charge> list = new ArrayList<>();
        charged.forEach((line, steps) -> list.add(new Charge(line.run(), line.step(), steps)));
        return list;
    }

    /** Steps charged in all. */
    public long steps() {
        return charged.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Steps that a run was charged. */
    long stepsOf(String run) {
        return charges().stream()
                .filter(charge -> charge.run().equals(run))
                .mapToLong(Charge::steps)
                .sum();
    }

    /** Steps that were reserved and that no entry names. */
    public long unnamed() {
        return unnamed;
    }

    /** ε of all that was charged, by Rényi accounting. */
    public double epsilon(double delta) {
        return budget().epsilon(delta).value();
    }

    /** ε if as many further steps were charged. */
    double epsilonAfter(SubsampledGaussian step, long more, double delta) {
        return budget().plus(step, more).epsilon(delta).value();
    }

    private RenyiBudget budget() {
        Map<SubsampledGaussian, Long> kinds = new LinkedHashMap<>();
        charged.forEach((line, steps) -> kinds.merge(line.step(), steps, Long::sum));
        RenyiBudget budget = RenyiBudget.NONE;
        for (Map.Entry<SubsampledGaussian, Long> kind : kinds.entrySet()) {
            budget = budget.plus(kind.getKey(), kind.getValue());
        }
        return budget;
    }

    boolean names(String mark) {
        return marks.contains(mark);
    }

    Optional<String> place() {
        return place.isEmpty() ? Optional.empty() : Optional.of(place);
    }

    String key() {
        return key;
    }

    /**
     * Steps of one kind that a run was charged.
     *
     * @param run its name
     * @param steps at least 0
     */
    public record Charge(String run, SubsampledGaussian step, long steps) {}

    private record Line(String run, SubsampledGaussian step) {}
}

package org.asyndgan.privacy.ledger;

import java.util.List;
import org.asyndgan.privacy.accountant.SubsampledGaussian;

/** A line of a ledger. */
sealed interface LedgerEntry {

    /** The fields of its line, the kind first; none holds a tabulator or a line break. */
    List<String> fields();

    /**
     * How a ledger begins.
     *
     * @param unit what is protected, {@code image} or {@code patient}
     */
    record Begun(String unit) implements LedgerEntry {
        @Override
        public List<String> fields() {
            return List.of("ledger", "1", unit);
        }
    }

    /** @param file number of the file on its disk: another one says that the ledger is a copy */
    record Placed(String file) implements LedgerEntry {
        @Override
        public List<String> fields() {
            return List.of("place", file);
        }
    }

    /** @param id of the secret that noise follows from, from here on */
    record Keyed(String id) implements LedgerEntry {
        @Override
        public List<String> fields() {
            return List.of("key", id);
        }
    }

    /**
     * Steps that are paid for, before any of them is drawn.
     *
     * @param at the day, for people
     */
    record Reserved(String run, SubsampledGaussian step, long steps, String at) implements LedgerEntry {
        @Override
        public List<String> fields() {
            return List.of(
                    "reserve",
                    run,
                    Double.toString(step.rate()),
                    Double.toString(step.noise()),
                    Long.toString(steps),
                    at);
        }
    }

    /** @param mark of the history that a step was drawn for */
    record Drew(String mark) implements LedgerEntry {
        @Override
        public List<String> fields() {
            return List.of("drew", mark);
        }
    }

    /** @param unused steps of the last reservation that were certainly not drawn */
    record Settled(long unused) implements LedgerEntry {
        @Override
        public List<String> fields() {
            return List.of("settled", Long.toString(unused));
        }
    }

    /** @throws IllegalArgumentException if the fields are no entry */
    static LedgerEntry of(List<String> fields) {
        String kind = fields.get(0);
        int expected =
                switch (kind) {
                    case "ledger" -> 3;
                    case "reserve" -> 6;
                    default -> 2;
                };
        if (fields.size() != expected) {
            throw new IllegalArgumentException(kind + " has " + fields.size() + " fields instead of " + expected);
        }
        return switch (kind) {
            case "ledger" -> begun(fields);
            case "place" -> new Placed(fields.get(1));
            case "key" -> new Keyed(fields.get(1));
            case "reserve" ->
                new Reserved(
                        fields.get(1),
                        new SubsampledGaussian(Double.parseDouble(fields.get(2)), Double.parseDouble(fields.get(3))),
                        Long.parseLong(fields.get(4)),
                        fields.get(5));
            case "drew" -> new Drew(fields.get(1));
            case "settled" -> new Settled(Long.parseLong(fields.get(1)));
            default -> throw new IllegalArgumentException(kind + " is no kind of entry");
        };
    }

    private static LedgerEntry begun(List<String> fields) {
        if (!fields.get(1).equals("1")) {
            throw new IllegalArgumentException("format " + fields.get(1) + " is of a later version");
        }
        return new Begun(fields.get(2));
    }
}

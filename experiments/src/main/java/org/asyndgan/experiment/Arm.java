package org.asyndgan.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a U-Net of the comparison is trained on.
 *
 * @param synthetic where synthetic pairs come from, if any take part
 * @param site whose own real pairs take part; empty for none or, without synthetic ones, for all sites'
 */
public record Arm(Optional<Source> synthetic, Optional<String> site) implements Comparable<Arm> {

    private static final String REAL = "real-";
    /** Stands for all sites, so that no site may be called so. */
    static final String ALL = "all";

    private static final String SITES = "sites";
    private static final String AND_REAL = "+real-";

    /** Who draws synthetic pairs. */
    public enum Source {
        /** One GAN on the images of all sites, pooled: what a data centre that may hold them would do. */
        SYN_ALL("syn-all"),
        /** One generator, one discriminator a site. */
        ASYNDGAN("asyndgan"),
        /** The same, but drawn with the weights that the sites found best, not with the last. */
        ASYNDGAN_BEST("asyndgan-best"),
        /** A whole GAN at every site, their weights averaged once an epoch. */
        FEDAVG_GAN("fedavg-gan");

        private final String slug;

        Source(String slug) {
            this.slug = slug;
        }

        /** The name in files, options and tables. */
        public String slug() {
            return slug;
        }
    }

    /** All real pairs of all sites. */
    public static Arm realAll() {
        return new Arm(Optional.empty(), Optional.empty());
    }

    /** The real pairs of one site. */
    public static Arm real(String site) {
        return new Arm(Optional.empty(), Optional.of(site));
    }

    /** Synthetic pairs alone. */
    public static Arm of(Source source) {
        return new Arm(Optional.of(source), Optional.empty());
    }

    /** AsynDGAN's pairs and the real ones of one site. */
    public static Arm asyndganAndReal(String site) {
        return new Arm(Optional.of(Source.ASYNDGAN), Optional.of(site));
    }

    /** Every arm there is for these sites, in the order of the table. */
    public static List<Arm> all(List<String> sites) {
        List<Arm> arms = new ArrayList<>();
        arms.add(realAll());
        sites.forEach(site -> arms.add(real(site)));
        for (Source source : Source.values()) {
            arms.add(of(source));
        }
        sites.forEach(site -> arms.add(asyndganAndReal(site)));
        return List.copyOf(arms);
    }

    /**
     * The arms with these names, in the order of the table.
     *
     * @param names such as {@code real-all}; {@code all} (without {@code asyndgan-best}), {@code real-sites} and {@code
     *     asyndgan+real-sites} stand for several
     * @throws ExperimentException ADG-621 if a name is none of this experiment's
     */
    public static List<Arm> named(List<String> names, List<String> sites) {
        List<Arm> all = all(sites);
        Set<String> wanted = new TreeSet<>();
        for (String name : names) {
            List<String> meant = all.stream()
                    .map(Arm::name)
                    .filter(arm -> (name.equals(ALL) && !arm.equals(Source.ASYNDGAN_BEST.slug()))
                            || arm.equals(name)
                            || (name.endsWith(REAL + SITES)
                                    && sites.stream()
                                            .anyMatch(site -> arm.equals(
                                                    name.substring(0, name.length() - SITES.length()) + site))))
                    .toList();
            if (meant.isEmpty()) {
                throw new ExperimentException(
                        "ADG-621",
                        "There is no arm " + name + ". The arms of these sites are "
                                + String.join(", ", all.stream().map(Arm::name).toList())
                                + "; real-sites and asyndgan+real-sites stand for those of every site, all for all but "
                                + Source.ASYNDGAN_BEST.slug() + ".");
            }
            wanted.addAll(meant);
        }
        return all.stream().filter(arm -> wanted.contains(arm.name())).toList();
    }

    /** Such as {@code real-all}, {@code real-cs}, {@code asyndgan}, {@code asyndgan+real-cs}. */
    public String name() {
        if (synthetic.isEmpty()) {
            return REAL + site.orElse(ALL);
        }
        return synthetic.get().slug() + site.map(own -> AND_REAL + own).orElse("");
    }

    @Override
    public int compareTo(Arm other) {
        return name().compareTo(other.name());
    }

    @Override
    public String toString() {
        return name();
    }
}

package org.asyndgan.transport.topic;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.asyndgan.core.protocol.SiteId;

/**
 * Names of a run's topics: {@code R.journal}, {@code R.masks.S} and so on for run R and site S.
 *
 * @param run R: lower-case letters, digits, '-' and '_', at most 100, starting with a letter or digit
 */
public record Topics(String run) {

    private static final Pattern RUN = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

    public Topics {
        if (!RUN.matcher(run).matches()) {
            throw new IllegalArgumentException("\"" + run + "\" cannot name a run: use lower-case letters, digits,"
                    + " '-' and '_', at most 100, starting with a letter or digit");
        }
    }

    public Topic sites(SiteId site) {
        return of(Channel.SITES, site);
    }

    public Topic masks(SiteId site) {
        return of(Channel.MASKS, site);
    }

    public Topic synthetic(SiteId site) {
        return of(Channel.SYNTHETIC, site);
    }

    public Topic gradients(SiteId site) {
        return of(Channel.GRADIENTS, site);
    }

    public Topic journal() {
        return of(Channel.JOURNAL);
    }

    public Topic samples() {
        return of(Channel.SAMPLES);
    }

    /** Probe images for the live page; a run that was made before there were any has no such topic. */
    public Topic previews() {
        return of(Channel.PREVIEWS);
    }

    /** Of generator and segmentation trainer. */
    public Topic events() {
        return of(Channel.EVENTS);
    }

    public Topic events(SiteId site) {
        return of(Channel.EVENTS, site);
    }

    /** What generator and segmentation trainer refused. */
    public Topic dead() {
        return of(Channel.DEAD);
    }

    /** What a site refused. */
    public Topic dead(SiteId site) {
        return of(Channel.DEAD, site);
    }

    /** The topics that a run has once. */
    public List<Topic> central() {
        return Arrays.stream(Channel.values())
                .filter(Channel::isCentral)
                .map(this::of)
                .toList();
    }

    /** The six topics that a run has for each site, which are all that the site uses. */
    public List<Topic> ofSite(SiteId site) {
        return Arrays.stream(Channel.values())
                .filter(Channel::isPerSite)
                .map(channel -> of(channel, site))
                .toList();
    }

    /** What the generator cannot do without: all but previews and the sites' own events and dead letters. */
    public List<Topic> ofGenerator(Collection<SiteId> sites) {
        return Stream.concat(
                        central().stream().filter(topic -> topic.channel() != Channel.PREVIEWS),
                        sites.stream()
                                .flatMap(site -> Stream.of(sites(site), masks(site), synthetic(site), gradients(site))))
                .toList();
    }

    /** All topics of a run with these sites. */
    public List<Topic> all(Collection<SiteId> sites) {
        return Stream.concat(central().stream(), sites.stream().flatMap(site -> ofSite(site).stream()))
                .toList();
    }

    /** Sites of the run that have a topic of dead letters among these names. */
    public List<SiteId> sitesAmong(Collection<String> names) {
        String prefix = dead().name() + ".";
        return names.stream()
                .filter(name -> name.startsWith(prefix) && SiteId.isSlug(name.substring(prefix.length())))
                .map(name -> new SiteId(name.substring(prefix.length())))
                .sorted()
                .toList();
    }

    private Topic of(Channel channel) {
        return new Topic(run + "." + channel.word(), channel);
    }

    private Topic of(Channel channel, SiteId site) {
        return new Topic(run + "." + channel.word() + "." + site.slug(), channel);
    }
}

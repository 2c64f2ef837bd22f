package org.asyndgan.core.protocol;

/**
 * Tells a site that the run is over and that no batch follows.
 *
 * @param id the one that the site's next batch would have had
 * @param version the last of the run
 */
public record EndOfRun(BatchId id, GeneratorVersion version) implements SiteMessage {}

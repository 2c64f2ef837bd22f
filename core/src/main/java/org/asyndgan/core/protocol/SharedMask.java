package org.asyndgan.core.protocol;

import org.asyndgan.imaging.image.LabelMap;

/**
 * A mask that a site shares with the generator.
 *
 * @param id unique in the run; says nothing of file or patient to whoever lacks the site's secret
 */
public record SharedMask(SiteId site, String id, LabelMap labels) {}

package org.asyndgan.core.protocol;

import org.asyndgan.imaging.image.LabelMap;

/**
 * A mask that a site shares with the generator.
 *
 * @param id random and unique in the run; says nothing of file or patient
 */
public record SharedMask(SiteId site, String id, LabelMap labels) {}

package org.asyndgan.discriminator.page;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Settings of a site's own page.
 *
 * @param dangerouslyOpenToOtherMachines says that whoever reaches the port, not this machine alone, sees real images and may
 *     pause the site or make it leave; there is no login
 * @param serving set by the worker, not by users
 */
@ConfigurationProperties(SitePageProperties.PREFIX)
public record SitePageProperties(
        @Bindable(defaultValue = "false") boolean dangerouslyOpenToOtherMachines,
        @Bindable(defaultValue = "false") boolean serving) {

    static final String PREFIX = "asyndgan.site-page";
}

package org.asyndgan.discriminator.page;

import io.micronaut.context.annotation.Requires;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks beans that only a site's own process has: all workers' classes lie on one class path. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Requires(property = SitePage.PROPERTY, value = "true")
public @interface SitePage {

    /** Set by {@link org.asyndgan.discriminator.worker.DiscriminatorWorker} alone. */
    String PROPERTY = SitePageProperties.PREFIX + ".serving";
}

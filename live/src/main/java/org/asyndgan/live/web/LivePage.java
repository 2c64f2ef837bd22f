package org.asyndgan.live.web;

import io.micronaut.context.annotation.Requires;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks beans that only the live page's own process has: all workers' classes lie on one class path. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Requires(property = LivePage.PROPERTY, value = "true")
public @interface LivePage {

    /** Set by {@link org.asyndgan.live.LiveWorker} alone. */
    String PROPERTY = "asyndgan.live.serving";
}

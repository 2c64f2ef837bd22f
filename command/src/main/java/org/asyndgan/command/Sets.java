package org.asyndgan.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which setting of a worker a flag sets; a flag that is not given leaves it as it is. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Sets {

    /** The setting's full name, such as {@code asyndgan.generator.steps}. */
    String value();
}

package io.sctp.engine.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a test that fails when a rule of RFC 9260 is broken. {@code docs/conformance} names the test beside the rule,
 * and {@link ConformanceTest} holds both to each other, so the test may be renamed or moved.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Conforms {
    /** The rules: section, then the number of the MUST in it, as {@code "5.1.2#3"}. */
    String[] value();
}

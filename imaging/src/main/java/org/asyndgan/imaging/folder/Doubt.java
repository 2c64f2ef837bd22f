package org.asyndgan.imaging.folder;

/**
 * Something that looks wrong with a data set, though a run could use it.
 *
 * @param text one sentence or two
 * @param spoilsScores whether a score of the run would mean little, so that it must be accepted before the run
 */
public record Doubt(String text, boolean spoilsScores) {

    /** A doubt that is said and goes by. */
    public static Doubt aside(String text) {
        return new Doubt(text, false);
    }

    /** A doubt that must be accepted. */
    public static Doubt serious(String text) {
        return new Doubt(text, true);
    }
}

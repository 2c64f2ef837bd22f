package org.asyndgan.core.protocol;

/**
 * One mask as it was used for one synthetic image.
 *
 * @param mask id under which its site published it
 * @param flip element of the dihedral group of the square applied to it, 0 (none) … 7
 */
public record MaskUse(String mask, int flip) {

    public MaskUse {
        if (flip < 0 || flip > 7) {
            throw new IllegalArgumentException(
                    "Flip " + flip + " of mask " + mask + " is none of the square's 8 symmetries, 0 to 7");
        }
    }
}

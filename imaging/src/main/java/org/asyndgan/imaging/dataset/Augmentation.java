package org.asyndgan.imaging.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.asyndgan.imaging.image.Dihedral;

/** Which symmetries a training pair is shown in, each as often as the other. */
public enum Augmentation {
    /** As it is. */
    NONE(Dihedral.IDENTITY),
    /** Mirrored left to right or not: for bodies, which have an up and a down. */
    MIRROR(Dihedral.IDENTITY, Dihedral.LEFT_RIGHT),
    /** Mirrored along none, one or both axes. */
    FLIPS(Dihedral.IDENTITY, Dihedral.LEFT_RIGHT, Dihedral.UP_DOWN, new Dihedral(2)),
    /** All eight symmetries of the square: for cells and tissue, which have no direction. */
    DIHEDRAL(
            new Dihedral(0),
            new Dihedral(1),
            new Dihedral(2),
            new Dihedral(3),
            new Dihedral(4),
            new Dihedral(5),
            new Dihedral(6),
            new Dihedral(7));

    // Never handed out, so never changed; the JDK has no type that says so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Dihedral[] symmetries;

    Augmentation(Dihedral... symmetries) {
        this.symmetries = symmetries;
    }

    /** Those of the symmetries that keep rows rows and columns columns, the identity first: what predictions are averaged over. */
    public List<Dihedral> flips() {
        return Arrays.stream(symmetries).filter(one -> one.element() % 2 == 0).toList();
    }

    /** One of the symmetries. */
    public Dihedral draw(SplittableRandom random) {
        return symmetries[random.nextInt(symmetries.length)];
    }
}

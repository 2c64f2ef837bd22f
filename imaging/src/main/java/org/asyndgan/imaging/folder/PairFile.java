package org.asyndgan.imaging.folder;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where one image and its label lie.
 *
 * @param name base name that both files share; stays at the site
 * @param image file of the image
 * @param label file of its label
 * @param split what the pair is for
 * @param metadata further columns of the manifest by header, such as {@code patient}; empty without one
 */
public record PairFile(String name, Path image, Path label, Split split, Map<String, String> metadata) {

    public PairFile {
        metadata = Map.copyOf(metadata);
    }

    /** The same files for another purpose. */
    PairFile with(Split other) {
        return new PairFile(name, image, label, other, metadata);
    }

    /** Whose image it is, where the manifest has a column {@code patient}; stays at the site. */
    public Optional<String> patient() {
        return Optional.ofNullable(metadata.get("patient")).filter(name -> !name.isBlank());
    }
}

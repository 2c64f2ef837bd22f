/**
 * A site's folder of real images and labels, read, checked and kept in memory.
 *
 * <p>{@link org.asyndgan.imaging.dataset.DatasetFolder} finds the sites, {@link
 * org.asyndgan.imaging.dataset.DatasetSummary} looks at every file and agrees on the classes, {@link
 * org.asyndgan.imaging.dataset.SiteDataset} holds one site's pairs and hands them out. Whatever is wrong
 * with the files is a {@link org.asyndgan.imaging.dataset.DatasetException} of one sentence or two, with
 * a code. The formats are those of the JDK: PNG, TIFF and JPEG.
 */
package org.asyndgan.imaging.dataset;

/**
 * What pages of workers are made of: files that all of them share, drawings of masks and images, series, security headers.
 *
 * <p>A worker has a page only where a controller of its own serves one; looks and components come from {@code
 * org/asyndgan/worker/page} among the resources, and from there alone.
 */
package org.asyndgan.worker.page;

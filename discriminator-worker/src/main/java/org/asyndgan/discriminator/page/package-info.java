/**
 * A site's own page: what it sent and received, what its discriminator judged, how it stands, and how to pause or leave.
 *
 * <p>It shows real images, so it is served to this machine alone and knows nothing of Kafka: what it holds has no way to the
 * wire. {@link org.asyndgan.discriminator.page.SiteView} holds what is shown, filled by the worker, which never waits for a
 * reader; {@link org.asyndgan.discriminator.page.Wishes} carries what people at the site want to the worker.
 */
package org.asyndgan.discriminator.page;

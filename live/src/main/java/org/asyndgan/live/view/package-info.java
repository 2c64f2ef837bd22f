/**
 * What a run has told so far, as the live page shows it: a bounded picture, filled by reading the run's topics.
 *
 * <p>{@link org.asyndgan.live.view.RunView} takes what arrives and answers what the page asks. Everything it holds has a
 * limit that does not depend on the length of the run. It knows neither Kafka nor HTTP.
 */
package org.asyndgan.live.view;

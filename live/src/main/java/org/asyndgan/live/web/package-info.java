/**
 * The live page over HTTP: one static page, its data as JSON, its images as PNG, its changes as server-sent events.
 *
 * <p>Read-only and without login, like {@code /health}; it listens on 127.0.0.1 unless told otherwise.
 */
package org.asyndgan.live.web;

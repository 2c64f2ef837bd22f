/** How log lines look to machines: one JSON object a line, with what people read as {@code key=value} as its fields. */
package org.asyndgan.worker.log;

package org.asyndgan.command.run;

/**
 * Whether and where a run on this machine shows a live page.
 *
 * @param port on 127.0.0.1; 0 takes a free one
 * @param isOpened whether a browser is opened
 */
public record LivePageOptions(boolean isWanted, int port, boolean isOpened) {}

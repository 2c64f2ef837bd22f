package org.asyndgan.core.segmentation;

import java.util.List;
import org.asyndgan.core.protocol.SyntheticSample;

/** Where released pairs come in, in topic order. */
public interface SampleInbox {

    /** What has arrived since the last call; empty if nothing has. Records that cannot be read are left out. */
    List<SyntheticSample> poll();
}

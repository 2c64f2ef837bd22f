package org.asyndgan.nn.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;

/** Native objects that outlast the scope they were made in, until they are released together. */
final class Retained {

    private final List<Pointer> held = new ArrayList<>();

    /** @return a handle of the same tensor that lasts; the one given may belong to a tuple that does not */
    Tensor keep(Tensor tensor) {
        return hold(new Tensor(tensor));
    }

    <P extends Pointer> P hold(P pointer) {
        pointer.retainReference();
        held.add(pointer);
        return pointer;
    }

    void release() {
        held.forEach(Pointer::releaseReference);
        held.clear();
    }
}

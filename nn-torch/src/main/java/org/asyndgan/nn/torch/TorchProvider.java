package org.asyndgan.nn.torch;

import org.asyndgan.nn.backend.Backend;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Finds the backend {@code torch} where this module is on the class path. */
public final class TorchProvider implements Backend.Provider {

    @Override
    public String name() {
        return TorchBackend.NAME;
    }

    @Override
    public Backend start(String device) {
        return new TorchBackend(Library.load(device, ScalarType.Float));
    }
}

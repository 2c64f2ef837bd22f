package org.asyndgan.nn.loss;

import org.asyndgan.nn.tensor.FloatTensor;

/** The loss of a discriminator whose logits tell real from synthetic; it looks at no mask. */
public record PatchLoss(AdversarialLoss loss) implements DiscriminatorLoss {

    @Override
    public Result ofDiscriminator(FloatTensor logits, FloatTensor masks, boolean real) {
        return new Result(loss.value(logits, real), loss.gradient(logits, real));
    }

    @Override
    public Result ofGenerator(FloatTensor logits, FloatTensor masks) {
        return new Result(loss.generatorValue(logits), loss.generatorGradient(logits));
    }

    @Override
    public double realness(FloatTensor logits) {
        double sum = 0;
        for (int i = 0; i < logits.size(); i++) {
            sum += 1 / (1 + Math.exp(-logits.at(i)));
        }
        return sum / logits.size();
    }
}

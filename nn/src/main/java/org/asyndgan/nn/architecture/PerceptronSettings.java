package org.asyndgan.nn.architecture;

/**
 * What a perceptron looks like.
 *
 * @param inputs numbers in, at least 1
 * @param noise standard normal numbers joined to them, drawn anew for every seed; 0 for none
 * @param width of each hidden layer
 * @param layers hidden, at least 1
 * @param outputs numbers out, at least 1
 * @param bounded whether the output goes through tanh
 */
public record PerceptronSettings(int inputs, int noise, int width, int layers, int outputs, boolean bounded) {

    public PerceptronSettings {
        if (inputs < 1 || noise < 0 || width < 1 || layers < 1 || outputs < 1) {
            throw new IllegalArgumentException("A perceptron needs at least 1 input, width 1, 1 layer, 1 output and"
                    + " no negative noise, but has " + inputs + ", " + width + ", " + layers + ", " + outputs + " and "
                    + noise);
        }
    }
}

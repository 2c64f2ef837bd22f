package org.asyndgan.imaging.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComponentsTest {

    @Test
    void joinsPixelsThatTouchAtACornerAndPartsClasses() {
        // 1 0 0 2
        // 0 1 0 2
        // 0 0 0 1
        Components objects = Components.of(LabelMap.of(3, 4, 3, new byte[] {1, 0, 0, 2, 0, 1, 0, 2, 0, 0, 0, 1}));

        assertThat(objects.toArray()).containsExactly(1, 0, 0, 2, 0, 1, 0, 2, 0, 0, 0, 3);
        assertThat(objects.count()).isEqualTo(3);
        assertThat(objects.area(1)).isEqualTo(2);
        assertThat(objects.classOf(2)).isEqualTo(2);
        assertThat(objects.classOf(3)).isEqualTo(1);
    }
}

// Masks and images side by side: cells of one size, pixels as they are.
import { element } from './format.js';

/**
 * Width and height at which a picture is shown, in pixels of the page.
 *
 * @param zoom a factor, or "fit": so large that a row of them has room, in steps of half a pixel where they are enlarged
 * @param shape of the picture; @param place that it is shown in
 * @param count of pictures in a row, which is at most so many pixels wide as said last
 */
export function sized(zoom, { width, height }, place, count, most = 580) {
  const room = Math.min(place.clientWidth, most) - 4 * count;
  const fitting = Math.max(16, room / count) / width;
  const factor = !(Number(zoom) > 0) ? (fitting >= 1 ? Math.floor(2 * fitting) / 2 : fitting) : Number(zoom);
  return [Math.round(width * factor), Math.round(height * factor)];
}

/** A place for pictures that lie over each other. */
export function cell([width, height], children) {
  const made = element('div', undefined, 'cell');
  made.style.width = `${width}px`;
  made.style.height = `${height}px`;
  made.append(...children);
  return made;
}

export function picture(src, alt, brightness = 100) {
  const image = element('img');
  image.loading = 'lazy';
  image.decoding = 'async';
  image.alt = alt;
  image.src = src;
  if (Number(brightness) !== 100) image.style.filter = `brightness(${brightness}%)`;
  return image;
}

/** A mask to be laid over a picture; what it is stands at the picture. */
export function overlay(src, opacity) {
  const over = picture(src, '');
  over.className = 'over';
  over.style.opacity = String(opacity / 100);
  return over;
}

// Masks and images side by side: cells of one size, pixels as they are.
import { element } from './format.js';

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
  image.src = src;
  image.alt = alt;
  image.loading = 'lazy';
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

// How numbers, ages and words are written. What is not known is a dash, never 0.
const dash = '–';

export function number(value, digits = 3) {
  if (value === null || value === undefined) return dash;
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 1000 || Number.isInteger(value)
    ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(digits)).toString();
}

export function duration(millis) {
  if (millis === null || millis === undefined) return dash;
  if (millis < 1000) return `${Math.round(millis)} ms`;
  const seconds = millis / 1000;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
}

export function bytes(count) {
  if (count === null || count === undefined) return dash;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = count;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) { size /= 1024; unit++; }
  return `${unit === 0 ? Math.round(size) : size.toPrecision(3)} ${units[unit]}`;
}

export function clock(millis) {
  return new Date(millis).toLocaleTimeString('en-GB');
}

export function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** Exponential smoothing without the bias of its beginning; null stays null. */
export function smooth(values, factor) {
  if (!(factor > 0)) return values;
  let mean = 0;
  let mass = 0;
  return values.map((value) => {
    if (value === null || value === undefined) return null;
    mean = factor * mean + (1 - factor) * value;
    mass = factor * mass + (1 - factor);
    return mean / mass;
  });
}

export function save(name, blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

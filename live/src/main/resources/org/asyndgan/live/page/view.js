// What the reader has chosen, kept in the address so that it can be sent to somebody else.
const defaults = {
  step: '', compare: '', opacity: '40', brightness: '100', zoom: 'fit',
  series: 'adversarialLoss', site: '', axis: 'step', log: '', smoothing: '0',
};

export function read(search = location.search) {
  const given = new URLSearchParams(search);
  const view = { ...defaults };
  for (const key of Object.keys(defaults)) if (given.has(key)) view[key] = given.get(key);
  return view;
}

export function address(view) {
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries(view)) {
    if (key in defaults && String(value) !== defaults[key]) given.set(key, value);
  }
  const text = given.toString();
  return text ? `?${text}` : location.pathname;
}

export function keep(view) {
  history.replaceState(null, '', address(view));
}

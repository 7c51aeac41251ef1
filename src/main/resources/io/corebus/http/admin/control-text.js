import {element} from '/pages/dom.js';

const LOGIC = {closed: ['quiet', 'asked'], open: ['bad', 'rests'], 'half-open': ['warn', 'one call tries']};

/** Whether a feature is served, at a glance. */
export function state(controls) {
  const [name, text] = !controls.enabled ? ['bad', 'off'] : controls.read_only ? ['warn', 'read only'] : ['quiet', 'on'];
  return element('span', {class: name}, text, controls.reason ? ': ' + controls.reason : '');
}

export function servedTo({rollout}) {
  return rollout.percentage === 100 ? 'all' : [rollout.percentage + ' % of users', ...rollout.roles].join(', ');
}

export function limit({limits}) {
  return limits ? limits.requests_per_second.toLocaleString() + ' a second' : 'none';
}

/** What its business logic does at the moment; nothing where there is none. */
export function logic({breaker}) {
  const [name, text] = LOGIC[breaker?.state] ?? ['quiet', breaker?.state ?? ''];
  return element('span', {class: name}, text);
}
